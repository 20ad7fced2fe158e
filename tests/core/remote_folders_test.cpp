// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/remote_folders.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

imap::ListEntry entry(const char* name, std::initializer_list<const char*> attributes = {}, std::optional<char> delimiter = '/')
{
    imap::ListEntry listed {.attributes = {}, .delimiter = delimiter, .name = name};
    for (const auto* attribute : attributes)
        listed.attributes.insert(attribute);
    return listed;
}

TEST(FoldersFromList, pathsHaveSlashesWhateverTheDelimiter)
{
    const auto folders = foldersFromList({entry("INBOX.Work.2026", {}, '.'), entry("a/b", {}, '.'), entry("flat", {}, std::nullopt)});
    ASSERT_EQ(folders.size(), 3U);
    EXPECT_EQ(folders[0].path, "INBOX/Work/2026");
    EXPECT_EQ(folders[0].wireName, "INBOX.Work.2026");
    EXPECT_EQ(folders[1].path, "a∕b");
    EXPECT_EQ(folders[2].path, "flat");
}

TEST(FoldersFromList, inboxInAnyCaseIsOne)
{
    const auto folders = foldersFromList({entry("Inbox"), entry("INBOX")});
    ASSERT_EQ(folders.size(), 1U);
    EXPECT_EQ(folders[0].path, "INBOX");
    EXPECT_EQ(folders[0].role, FolderRole::Inbox);
}

TEST(FoldersFromList, attributeBeatsName)
{
    const auto folders = foldersFromList({entry("Sent"), entry("Gesendet", {"\\Sent"}), entry("Spam", {"\\Junk"})});
    EXPECT_EQ(folders[0].role, FolderRole::None);
    EXPECT_EQ(folders[1].role, FolderRole::Sent);
    EXPECT_EQ(folders[2].role, FolderRole::Junk);
}

TEST(FoldersFromList, namesServeWhereThereAreNoAttributes)
{
    const auto folders = foldersFromList({entry("INBOX.Sent", {}, '.'), entry("Papierkorb"), entry("Entw&APw-rfe"), entry("Work/Archive")});
    EXPECT_EQ(folders[0].role, FolderRole::Sent);
    EXPECT_EQ(folders[1].role, FolderRole::Trash);
    EXPECT_EQ(folders[2].path, "Entwürfe");
    EXPECT_EQ(folders[2].role, FolderRole::Drafts);
    EXPECT_EQ(folders[3].role, FolderRole::None);
}

TEST(FoldersFromList, whatCannotBeSelectedHasNoRoleByName)
{
    const auto folders = foldersFromList({entry("Archive", {"\\NonExistent"}), entry("Trash", {"\\noselect"})});
    EXPECT_FALSE(folders[0].selectable);
    EXPECT_EQ(folders[0].role, FolderRole::None);
    EXPECT_FALSE(folders[1].selectable);
}

TEST(FoldersFromList, controlCharactersNeverReachAPath)
{
    const auto folders = foldersFromList({entry("a\r\nb\x01")});
    ASSERT_EQ(folders.size(), 1U);
    EXPECT_EQ(folders[0].path, "ab");
}

} // namespace
} // namespace fulmar
