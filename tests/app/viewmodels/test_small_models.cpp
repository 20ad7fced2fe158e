// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_backend.h"
#include "model_spy.h"
#include "viewmodels/drafts_model.h"
#include "viewmodels/folder_picker_model.h"
#include "viewmodels/message_actions.h"
#include "viewmodels/outbox_model.h"
#include "viewmodels/status_view_model.h"

#include <gmock/gmock.h>

namespace fulmar::app::testing {
namespace {

using ::testing::ElementsAre;

struct LetterRow {
    QString key{};
    int value = 0;
    bool operator==(const LetterRow&) const = default;
};

class LetterModel : public KeyedListModel<LetterRow> {
public:
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override
    {
        return role == Qt::DisplayRole && row(index.row()) ? QVariant(row(index.row())->key)
                                                           : QVariant();
    }
    void show(const QString& letters, int value = 0)
    {
        std::vector<LetterRow> next;
        for (const QChar c : letters)
            next.push_back({ QString(c), value });
        setRows(std::move(next));
    }
    [[nodiscard]] QString letters() const
    {
        QString out;
        for (const LetterRow& r : rows())
            out += r.key;
        return out;
    }
};

struct DiffCase {
    const char *before, *after;
    int inserted, removed, moved;
};

class KeyedDiff : public ::testing::TestWithParam<DiffCase> { };

TEST_P(KeyedDiff, ends_in_the_new_state_by_few_steps)
{
    LetterModel model;
    ModelSpy spy(model);
    model.show(QString::fromUtf8(GetParam().before));
    spy.clear();
    model.show(QString::fromUtf8(GetParam().after));
    EXPECT_EQ(model.letters(), QString::fromUtf8(GetParam().after));
    EXPECT_EQ(spy.inserted.count(), GetParam().inserted);
    EXPECT_EQ(spy.removed.count(), GetParam().removed);
    EXPECT_EQ(spy.moved.count(), GetParam().moved);
    EXPECT_EQ(spy.reset.count() + spy.changed.count(), 0);
}

INSTANTIATE_TEST_SUITE_P(Table, KeyedDiff,
    ::testing::Values(DiffCase{ "", "abc", 1, 0, 0 }, DiffCase{ "abc", "", 0, 1, 0 },
        DiffCase{ "abc", "abc", 0, 0, 0 }, DiffCase{ "abcde", "ace", 0, 2, 0 },
        DiffCase{ "ace", "abcde", 2, 0, 0 }, DiffCase{ "abc", "cab", 0, 0, 1 },
        DiffCase{ "abcd", "xyz", 1, 1, 0 }, DiffCase{ "abc", "bxa", 1, 1, 1 },
        DiffCase{ "abcdef", "defabc", 0, 0, 3 }));

TEST(KeyedList, a_changed_row_is_one_data_change)
{
    LetterModel model;
    ModelSpy spy(model);
    model.show(QStringLiteral("abc"), 1);
    spy.clear();
    model.show(QStringLiteral("abc"), 2);
    EXPECT_EQ(spy.changed.count(), 3);
    EXPECT_EQ(spy.inserted.count() + spy.removed.count(), 0);
}

OutboxItem item(std::int64_t id, OutboxState state, std::uint32_t tries = 0)
{
    OutboxItem made;
    made.id = { id };
    made.state = state;
    made.tries = tries;
    made.recipients = { "bob@example.org" };
    return made;
}

TEST(Outbox, every_state_has_words_and_the_unknown_one_is_honest)
{
    FakeBackend backend;
    for (int i = 0; i <= static_cast<int>(OutboxState::Cancelled); ++i)
        backend.reader.outboxList.push_back(item(i + 1, static_cast<OutboxState>(i)));
    OutboxModel model(backend);
    ModelSpy spy(model);
    model.reload();
    settle();
    ASSERT_EQ(model.rowCount(), 11);
    for (int i = 0; i < model.rowCount(); ++i) {
        EXPECT_FALSE(model.index(i).data(OutboxModel::StateRole).toString().isEmpty());
        EXPECT_FALSE(model.index(i).data(OutboxModel::ExplanationRole).toString().isEmpty());
    }
    const int unknown = model.indexOfKey(QStringLiteral("o5"));
    EXPECT_EQ(model.index(unknown).data(OutboxModel::StateRole).toString(),
        QStringLiteral("May have been sent"));
    EXPECT_TRUE(model.index(unknown)
                    .data(OutboxModel::ExplanationRole)
                    .toString()
                    .contains(QStringLiteral("twice")));
}

TEST(Outbox, what_is_on_the_wire_can_neither_be_cancelled_nor_sent_again)
{
    FakeBackend backend;
    backend.reader.outboxList = { item(1, OutboxState::Transmitting) };
    OutboxModel model(backend);
    model.reload();
    settle();
    EXPECT_FALSE(model.index(0).data(OutboxModel::CanCancelRole).toBool());
    EXPECT_FALSE(model.index(0).data(OutboxModel::CanRetryRole).toBool());
}

TEST(Outbox, follows_its_changes_and_passes_orders_on)
{
    FakeBackend backend;
    backend.reader.outboxList = { item(1, OutboxState::Queued), item(2, OutboxState::Refused) };
    OutboxModel model(backend);
    ModelSpy spy(model);
    ChangeSet set;
    set.outbox = true;
    Q_EMIT backend.changed(set);
    settle();
    EXPECT_EQ(model.sending(), 1);
    EXPECT_EQ(model.troubled(), 1);
    spy.clear();
    backend.reader.outboxList[0].state = OutboxState::Accepted;
    Q_EMIT backend.changed(set);
    settle();
    EXPECT_EQ(spy.changed.count(), 1);
    model.retry(QStringLiteral("o2"));
    model.cancel(QStringLiteral("o2"));
    model.cancel(QStringLiteral("nonsense"));
    EXPECT_THAT(backend.retried, ElementsAre(OutboxId{ 2 }));
    EXPECT_THAT(backend.cancelled, ElementsAre(OutboxId{ 2 }));
}

TEST(Drafts, the_last_change_is_first)
{
    FakeBackend backend;
    Draft older, newer;
    older.id = { 1 };
    older.changed = 10;
    newer.id = { 2 };
    newer.changed = 20;
    backend.reader.draftList = { older, newer };
    DraftsModel model(backend);
    ModelSpy spy(model);
    model.reload();
    settle();
    ASSERT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.index(0).data(DraftsModel::KeyRole).toString(), QStringLiteral("d2"));
}

TEST(Picker, finds_by_name_without_case_and_accents)
{
    FolderPickerModel model;
    ModelSpy spy(model);
    model.setChoice({ { QStringLiteral("f1"), QStringLiteral("Entwürfe"), {}, {} },
        { QStringLiteral("f2"), QStringLiteral("Alte Entwürfe"), {}, {} },
        { QStringLiteral("f3"), QStringLiteral("Work"), {}, {} } });
    model.setFilter(QStringLiteral("entwur"));
    ASSERT_EQ(model.rowCount(), 2);
    EXPECT_EQ(model.keyAt(0), QStringLiteral("f1"));
    EXPECT_EQ(model.keyAt(7), QString());
    model.setFilter({});
    EXPECT_EQ(model.rowCount(), 3);
}

struct Status : ::testing::Test {
    FakeBackend backend;
    StatusViewModel model{ backend };
    ModelSpy spy{ model };

    Status()
    {
        AccountRecord record;
        record.account.id = { 1 };
        record.account.email = "anna@example.org";
        model.setAccounts({ record });
    }
    void tell(AccountState state, std::optional<Error> error = {})
    {
        AccountStatus status;
        status.account = { 1 };
        status.state = state;
        status.activity = "INBOX";
        status.done = 20;
        status.total = 80;
        status.error = std::move(error);
        Q_EMIT backend.accountStatusChanged(status);
        settle();
    }
};

TEST_F(Status, progress_is_counted)
{
    tell(AccountState::Syncing);
    EXPECT_TRUE(model.busy());
    EXPECT_DOUBLE_EQ(model.index(0).data(StatusViewModel::ProgressRole).toDouble(), 0.25);
    EXPECT_TRUE(model.summary().contains(QStringLiteral("20 of 80")));
}

TEST_F(Status, a_refused_password_offers_to_change_it)
{
    tell(AccountState::SignInAgain,
        Error{ ErrorKind::Authentication, "LOGIN", "no", "AUTHENTICATIONFAILED" });
    EXPECT_TRUE(model.troubled());
    EXPECT_TRUE(model.index(0).data(StatusViewModel::AsksPasswordRole).toBool());
    EXPECT_FALSE(model.index(0).data(StatusViewModel::SentenceRole).toString().isEmpty());
}

TEST_F(Status, being_offline_offers_to_try_again)
{
    tell(AccountState::Offline, Error{ ErrorKind::Network, "connect", {}, "host-not-found" });
    EXPECT_TRUE(model.index(0).data(StatusViewModel::CanRetryRole).toBool());
    model.retry();
    EXPECT_EQ(backend.retries, 1);
}

struct Actions : ::testing::Test {
    FakeBackend backend;
    MailboxTreeModel mailboxes{ backend };
    MessageListModel messages{ backend };
    MessageActions actions{ backend, mailboxes, messages };

    Actions()
    {
        AccountRecord record;
        record.account.id = { 1 };
        backend.reader.accountList = { record };
        const std::pair<const char*, FolderRole> folders[]
            = { { "INBOX", FolderRole::Inbox }, { "Trash", FolderRole::Trash },
                  { "All", FolderRole::All }, { "Junk", FolderRole::Junk } };
        for (const auto& [path, role] : folders) {
            Folder folder;
            folder.id = { static_cast<std::int64_t>(backend.reader.folderList.size()) + 1 };
            folder.account = { 1 };
            folder.path = path;
            folder.role = role;
            backend.reader.folderList.push_back(folder);
        }
        for (int i = 1; i <= 4; ++i)
            backend.reader.messageList.push_back(aMessage(i).in({ 1 }));
        mailboxes.reload();
        settle();
        messages.setFolder(FolderId{ 1 }, false);
        settle();
    }
    FolderId movedTo() { return std::get<MoveTo>(backend.acted.back().action).folder; }
};

TEST_F(Actions, archive_goes_to_all_mail_where_there_is_no_archive)
{
    messages.select(0);
    actions.archive();
    EXPECT_EQ(movedTo(), FolderId{ 3 });
    EXPECT_EQ(backend.acted.back().from, FolderId{ 1 });
    EXPECT_EQ(messages.currentRow(), 1) << "the next message is chosen at once";
}

TEST_F(Actions, delete_moves_to_the_trash_and_asks_inside_it)
{
    messages.select(0);
    actions.trash();
    EXPECT_EQ(movedTo(), FolderId{ 2 });
    backend.acted.clear();
    backend.reader.messageList.push_back(aMessage(9).in({ 2 }));
    messages.setFolder(FolderId{ 2 }, false);
    settle();
    messages.select(0);
    const QSignalSpy asked(&actions, &MessageActions::deleteConfirmationNeeded);
    actions.trash();
    EXPECT_EQ(asked.count(), 1);
    EXPECT_TRUE(backend.acted.empty());
    actions.deleteForever();
    EXPECT_TRUE(std::holds_alternative<DeleteForever>(backend.acted.back().action));
}

TEST_F(Actions, a_missing_folder_is_made_with_the_move)
{
    backend.reader.folderList.erase(backend.reader.folderList.begin() + 1);
    mailboxes.reload();
    settle();
    messages.select(0);
    actions.trash();
    ASSERT_EQ(backend.changes.size(), 1U);
    const auto& change = backend.changes.front();
    EXPECT_EQ(change.name, "trash");
    ASSERT_EQ(change.actions.size(), 2U);
    EXPECT_EQ(std::get<CreateFolder>(change.actions[0]).path, "Trash");
    EXPECT_EQ(std::get<CreateFolder>(change.actions[0]).role, FolderRole::Trash);
    EXPECT_FALSE(std::get<MoveTo>(change.actions[1]).folder.isValid());
}

TEST_F(Actions, what_left_the_list_is_said_and_can_be_taken_back)
{
    messages.selectAll();
    const QSignalSpy done(&actions, &MessageActions::done);
    actions.archive();
    settle();
    ASSERT_EQ(done.count(), 1);
    EXPECT_EQ(done.front().at(0).toString(), QStringLiteral("4 messages archived"));
    EXPECT_TRUE(done.front().at(1).toBool());
    backend.undone.step = { .id = 1, .name = "archive", .messages = 4 };
    actions.undo();
    settle();
    EXPECT_EQ(backend.undos, 1);
    EXPECT_EQ(done.back().at(0).toString(), QStringLiteral("Taken back: 4 messages archived"));
    EXPECT_FALSE(done.back().at(1).toBool());
}

TEST_F(Actions, nothing_to_take_back_is_said)
{
    backend.orderFailure = Error{ ErrorKind::Storage, "undo", {}, "nothing-to-undo" };
    const QSignalSpy refused(&actions, &MessageActions::refused);
    actions.undo();
    settle();
    ASSERT_EQ(refused.count(), 1);
    EXPECT_EQ(refused.front().front().toString(), QStringLiteral("There is nothing to take back."));
}

TEST_F(Actions, junk_is_one_step_with_its_flag)
{
    messages.select(0);
    actions.junk();
    ASSERT_EQ(backend.changes.size(), 1U);
    EXPECT_EQ(backend.changes.front().name, "junk");
    const auto& flags = std::get<ChangeFlags>(backend.changes.front().actions.front()).change;
    EXPECT_TRUE(flags.add.has(Flag::Junk));
    EXPECT_TRUE(flags.remove.has(Flag::NotJunk));
    EXPECT_EQ(movedTo(), FolderId{ 4 });
}

TEST_F(Actions, a_tag_is_set_on_all_and_taken_from_all)
{
    messages.selectAll();
    actions.toggleTag(1);
    const auto& change = std::get<ChangeFlags>(backend.acted.back().action).change;
    EXPECT_EQ(change.add.keywords.count("$label2"), 1U);
    EXPECT_FALSE(actions.allTagged(1));
    actions.toggleTag(7);
    EXPECT_EQ(backend.changes.size(), 1U) << "there are five";
}

TEST_F(Actions, copying_keeps_the_selection)
{
    messages.select(0);
    actions.copyTo(QStringLiteral("f2"));
    EXPECT_EQ(std::get<CopyTo>(backend.acted.back().action).folder, FolderId{ 2 });
    EXPECT_EQ(messages.currentRow(), 0);
}

TEST_F(Actions, flags_toggle_for_the_whole_selection)
{
    messages.selectAll();
    actions.toggleFlag();
    const auto& change = std::get<ChangeFlags>(backend.acted.back().action).change;
    EXPECT_TRUE(change.add.has(Flag::Flagged));
    EXPECT_EQ(backend.acted.back().messages.size(), 4U);
}

TEST_F(Actions, nothing_selected_nothing_done)
{
    actions.archive();
    actions.trash();
    actions.junk();
    actions.toggleFlag();
    actions.toggleRead();
    actions.deleteForever();
    EXPECT_TRUE(backend.acted.empty());
}

TEST_F(Actions, a_refused_action_is_told)
{
    backend.orderFailure = Error{ ErrorKind::Storage, "journal", {}, "disk-full" };
    const QSignalSpy refused(&actions, &MessageActions::refused);
    messages.select(0);
    actions.toggleFlag();
    settle();
    EXPECT_EQ(refused.count(), 1);
}

} // namespace
} // namespace fulmar::app::testing
