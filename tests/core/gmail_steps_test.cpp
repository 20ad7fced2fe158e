// SPDX-License-Identifier: GPL-3.0-or-later
// What an action means on Gmail: action and place of the message in, commands out.
#include "actions/gmail_steps.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

Folder folder(std::int64_t id, FolderRole role, const std::string& label)
{
    Folder made;
    made.id = { id };
    made.role = role;
    made.label = label;
    made.wireName = "w" + std::to_string(id);
    return made;
}

const Folder all = folder(1, FolderRole::All, "");
const Folder trash = folder(2, FolderRole::Trash, "");
const Folder spam = folder(3, FolderRole::Junk, "");
const Folder inbox = folder(4, FolderRole::Inbox, "\\Inbox");
const Folder starred = folder(5, FolderRole::Flagged, "\\Starred");
const Folder work = folder(6, FolderRole::None, "Work");
const Folder home = folder(7, FolderRole::None, "Home/Bills ü");

FlagChange star(bool on)
{
    FlagChange change;
    (on ? change.add : change.remove).set(Flag::Flagged);
    return change;
}

struct Row {
    const char* name;
    Action action;
    Folder mailbox, source;
    std::optional<Folder> target;
    std::vector<GmailStep> steps;
};

class GmailSteps : public testing::TestWithParam<Row> { };

TEST_P(GmailSteps, areWhatThePageSays)
{
    const auto& row = GetParam();
    EXPECT_EQ(
        gmailSteps(row.action,
            { .mailbox = row.mailbox, .source = row.source, .target = row.target, .trash = trash }),
        row.steps);
}

const MoveOnGmail toTrash{ trash.id, trash.wireName }, toSpam{ spam.id, spam.wireName },
    toInbox{ inbox.id, inbox.wireName }, toAll{ all.id, all.wireName },
    toWork{ work.id, work.wireName };

INSTANTIATE_TEST_SUITE_P(Table, GmailSteps,
    testing::Values(Row{ "archive", MoveTo{ all.id }, all, inbox, all,
                        { StoreGmailLabel{ false, "\\Inbox" } } },
        Row{ "archived_already", MoveTo{ all.id }, all, all, all, {} },
        Row{
            "label_taken", MoveTo{ all.id }, all, work, all, { StoreGmailLabel{ false, "Work" } } },
        Row{ "label_given", CopyTo{ work.id }, all, inbox, work,
            { StoreGmailLabel{ true, "Work" } } },
        Row{ "move_between_labels", MoveTo{ home.id }, all, work, home,
            { StoreGmailLabel{ true, "Home/Bills ü" }, StoreGmailLabel{ false, "Work" } } },
        Row{ "move_from_all_mail", MoveTo{ work.id }, all, all, work,
            { StoreGmailLabel{ true, "Work" } } },
        Row{ "trash", MoveTo{ trash.id }, all, inbox, trash, { toTrash } },
        Row{ "copy_to_trash_is_a_move", CopyTo{ trash.id }, all, work, trash, { toTrash } },
        Row{ "spam", MoveTo{ spam.id }, all, inbox, spam, { toSpam } },
        Row{ "trash_of_spam", MoveTo{ trash.id }, spam, spam, trash, { toTrash } },
        Row{ "restore", MoveTo{ inbox.id }, trash, trash, inbox, { toInbox } },
        Row{ "not_spam", MoveTo{ inbox.id }, spam, spam, inbox, { toInbox } },
        Row{ "restore_to_all_mail", MoveTo{ all.id }, trash, trash, all, { toAll } },
        Row{ "restore_to_a_label", MoveTo{ work.id }, trash, trash, work, { toWork } },
        Row{ "copy_out_of_trash_restores", CopyTo{ work.id }, trash, trash, work, { toWork } },
        Row{ "star", ChangeFlags{ star(true) }, all, inbox, {}, { StoreGmailFlags{ star(true) } } },
        Row{ "copy_to_starred_is_the_flag", CopyTo{ starred.id }, all, inbox, starred,
            { StoreGmailFlags{ star(true) } } },
        Row{ "out_of_starred_is_the_flag", MoveTo{ all.id }, all, starred, all,
            { StoreGmailFlags{ star(false) } } },
        Row{ "delete_for_good", DeleteForever{}, all, inbox, {}, { toTrash, ExpungeOnGmail{} } },
        Row{ "delete_for_good_in_trash", DeleteForever{}, trash, trash, {}, { ExpungeOnGmail{} } },
        Row{ "delete_for_good_in_spam", DeleteForever{}, spam, spam, {}, { ExpungeOnGmail{} } }),
    [](const auto& tested) { return std::string(tested.param.name); });

} // namespace
} // namespace fulmar
