// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_backend.h"
#include "model_spy.h"
#include "viewmodels/message_list_model.h"

#include <gmock/gmock.h>

namespace fulmar::app::testing {
namespace {

const FolderId inbox{ 1 }, other{ 2 };

QDateTime noon()
{
    return QDateTime(QDate(2026, 5, 20), QTime(12, 0));
}

struct MessageListFixture : ::testing::Test {
    explicit MessageListFixture(bool checkRules) : spy(model, checkRules) { }

    FakeBackend backend;
    MessageListModel model{ backend, noon };
    ModelSpy spy;

    void fill(int messages)
    {
        for (int i = 1; i <= messages; ++i)
            backend.reader.messageList.push_back(aMessage(i).in(inbox).subject("s"));
    }
    void open()
    {
        model.setFolder(inbox, false);
        ASSERT_TRUE(settle([&] {
            return model.state() == MessageListModel::State::Ready
                || model.state() == MessageListModel::State::Empty;
        }));
        spy.clear();
    }
    void tell(std::set<MessageId> added, std::set<MessageId> changed, std::set<MessageId> removed)
    {
        ChangeSet set;
        set.folders = { inbox };
        set.added = std::move(added);
        set.changed = std::move(changed);
        set.removed = std::move(removed);
        Q_EMIT backend.changed(set);
        settle();
    }
    QString key(int row) { return model.index(row).data(MessageListModel::KeyRole).toString(); }
};

struct MessageList : MessageListFixture {
    MessageList() : MessageListFixture(true) { }
};

struct MessagePages : MessageListFixture {
    MessagePages() : MessageListFixture(false) { }
};

TEST_F(MessagePages, shows_the_newest_first_and_one_page_at_a_time)
{
    fill(250);
    open();
    EXPECT_EQ(model.rowCount(), 100);
    EXPECT_EQ(key(0), QStringLiteral("m250"));
    EXPECT_TRUE(model.canFetchMore({}));
    model.fetchMore({});
    EXPECT_FALSE(model.canFetchMore({})) << "a page is on its way";
    settle();
    model.fetchMore({});
    settle();
    EXPECT_EQ(model.rowCount(), 250);
    EXPECT_FALSE(model.canFetchMore({}));
    EXPECT_EQ(key(249), QStringLiteral("m1"));
}

TEST_F(MessageList, new_mail_is_one_insert_at_its_place)
{
    fill(5);
    open();
    backend.reader.messageList.push_back(aMessage(6).in(inbox));
    tell({ { 6 } }, {}, {});
    EXPECT_EQ(spy.inserted.count(), 1);
    EXPECT_EQ(spy.removed.count() + spy.changed.count() + spy.reset.count() + spy.moved.count(), 0);
    EXPECT_EQ(key(0), QStringLiteral("m6"));
}

TEST_F(MessageList, a_flag_is_one_data_change)
{
    fill(5);
    open();
    backend.reader.find({ 3 })->flags.set(Flag::Seen);
    tell({}, { { 3 } }, {});
    ASSERT_EQ(spy.changed.count(), 1);
    EXPECT_EQ(spy.changed.first().first().toModelIndex().row(), 2);
    EXPECT_EQ(spy.inserted.count() + spy.removed.count() + spy.reset.count(), 0);
}

TEST_F(MessageList, an_unchanged_row_is_not_announced)
{
    fill(5);
    open();
    tell({}, { { 3 }, { 4 } }, {});
    EXPECT_EQ(spy.changed.count(), 0);
}

TEST_F(MessageList, a_message_that_left_the_folder_is_one_removal)
{
    fill(5);
    open();
    backend.reader.find({ 3 })->folders = { other };
    tell({}, { { 3 } }, {});
    EXPECT_EQ(spy.removed.count(), 1);
    EXPECT_EQ(model.rowCount(), 4);
}

TEST_F(MessageList, changes_of_other_folders_are_not_asked_for)
{
    fill(5);
    open();
    backend.reader.messageList.push_back(aMessage(9).in(other));
    ChangeSet set;
    set.folders = { other };
    set.added = { MessageId{ 9 } };
    Q_EMIT backend.changed(set);
    settle();
    EXPECT_EQ(model.rowCount(), 5);
    EXPECT_EQ(spy.inserted.count(), 0);
}

TEST_F(MessagePages, a_message_older_than_what_is_loaded_waits_for_its_page)
{
    fill(150);
    open();
    backend.reader.messageList.push_back(aMessage(200).in(inbox).at(1));
    tell({ { 200 } }, {}, {});
    EXPECT_EQ(model.rowCount(), 100);
    model.fetchMore({});
    settle();
    EXPECT_EQ(model.rowCount(), 151);
    EXPECT_EQ(key(150), QStringLiteral("m200"));
}

TEST_F(MessagePages, a_page_never_doubles_a_row_that_came_by_a_change)
{
    fill(150);
    open();
    backend.reader.messageList.push_back(aMessage(151).in(inbox));
    ChangeSet set;
    set.folders = { inbox };
    set.added = { MessageId{ 151 } };
    model.fetchMore({});
    Q_EMIT backend.changed(set);
    settle();
    while (model.canFetchMore({})) {
        model.fetchMore({});
        settle();
    }
    std::set<QString> keys;
    for (int i = 0; i < model.rowCount(); ++i)
        keys.insert(key(i));
    EXPECT_EQ(model.rowCount(), 151);
    EXPECT_EQ(keys.size(), 151U);
}

TEST_F(MessagePages, a_storm_of_changes_is_one_reading_of_what_is_shown)
{
    fill(1000);
    open();
    std::set<MessageId> all;
    for (int i = 1; i <= 1000; ++i) {
        all.insert({ i });
        backend.reader.find({ i })->flags.set(Flag::Seen);
    }
    tell({}, all, {});
    EXPECT_EQ(model.rowCount(), 100);
    EXPECT_EQ(spy.changed.count(), 100);
    EXPECT_EQ(spy.inserted.count() + spy.removed.count() + spy.reset.count(), 0);
}

TEST_F(MessageList, the_selection_moves_on_when_its_message_leaves)
{
    fill(5);
    open();
    model.select(1);
    backend.reader.find({ 4 })->folders = { other };
    tell({}, { { 4 } }, {});
    EXPECT_EQ(model.selectedCount(), 1);
    EXPECT_EQ(key(model.currentRow()), QStringLiteral("m3"));
}

TEST_F(MessageList, the_selection_stays_on_its_message_when_mail_arrives_above)
{
    fill(5);
    open();
    model.select(2);
    backend.reader.messageList.push_back(aMessage(6).in(inbox));
    tell({ { 6 } }, {}, {});
    EXPECT_EQ(key(model.currentRow()), QStringLiteral("m3"));
    EXPECT_EQ(model.currentRow(), 3);
}

TEST_F(MessageList, selecting_a_range_and_toggling_follow_the_desktop)
{
    fill(6);
    open();
    model.select(1);
    model.extendTo(3);
    EXPECT_EQ(model.selectedCount(), 3);
    model.extendTo(0);
    EXPECT_EQ(model.selectedCount(), 2);
    model.toggle(5);
    EXPECT_EQ(model.selectedCount(), 3);
    model.toggle(5);
    EXPECT_EQ(model.selectedCount(), 2);
    EXPECT_THAT(model.selection(), ::testing::ElementsAre(MessageId{ 6 }, MessageId{ 5 }));
}

TEST_F(MessageList, acting_on_the_last_row_selects_the_one_above)
{
    fill(3);
    open();
    model.select(2);
    model.selectAfter({ MessageId{ 1 } });
    EXPECT_EQ(key(model.currentRow()), QStringLiteral("m2"));
}

TEST_F(MessageList, unread_only_keeps_a_row_that_is_read_while_it_is_shown)
{
    fill(3);
    backend.reader.find({ 2 })->flags.set(Flag::Seen);
    model.setUnreadOnly(true);
    open();
    EXPECT_EQ(model.rowCount(), 2);
    backend.reader.find({ 3 })->flags.set(Flag::Seen);
    tell({}, { { 3 } }, {});
    EXPECT_EQ(model.rowCount(), 2);
    model.reload();
    settle();
    EXPECT_EQ(model.rowCount(), 1);
}

TEST_F(MessageList, an_empty_folder_says_so_and_a_failed_one_says_why)
{
    open();
    EXPECT_EQ(model.state(), MessageListModel::State::Empty);
    backend.reader.failure = Error{ ErrorKind::Storage, "messages", {}, "io" };
    model.reload();
    settle();
    EXPECT_EQ(model.state(), MessageListModel::State::Failed);
    EXPECT_FALSE(model.errorText().isEmpty());
}

TEST_F(MessageList, answers_for_the_folder_before_are_dropped)
{
    fill(5);
    backend.reader.messageList.push_back(aMessage(50).in(other));
    model.setFolder(inbox, false);
    model.setFolder(other, false);
    settle();
    ASSERT_EQ(model.rowCount(), 1);
    EXPECT_EQ(key(0), QStringLiteral("m50"));
}

TEST_F(MessageList, a_row_is_read_out_as_one_sentence)
{
    backend.reader.messageList = { aMessage(1)
                                       .in(inbox)
                                       .from("Anna Berger", "anna@example.org")
                                       .subject("Invoice May")
                                       .attached()
                                       .at(noon().addDays(-1).toSecsSinceEpoch()) };
    open();
    EXPECT_EQ(model.index(0).data(Qt::AccessibleTextRole).toString(),
        QStringLiteral("Unread, Anna Berger, Invoice May, with attachments, Yesterday"));
}

TEST_F(MessageList, has_at_most_fourteen_roles)
{
    EXPECT_LE(model.roleNames().size(), 14);
}

TEST_F(MessageList, outgoing_folders_name_the_recipient)
{
    backend.reader.messageList
        = { aMessage(1).in(inbox).from("Me", "me@example.org").to("Bob", "bob@example.org") };
    model.setFolder(inbox, true);
    settle();
    EXPECT_EQ(
        model.index(0).data(MessageListModel::SenderRole).toString(), QStringLiteral("To: Bob"));
}

} // namespace
} // namespace fulmar::app::testing
