// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/profile_store.h"
#include "storage/store_check.h"

#include <gmock/gmock.h>

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fulmar::storage::test {

/// A folder of its own that goes with the test.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string pattern
            = (std::filesystem::temp_directory_path() / "fulmar-storage-XXXXXX").string();
        m_path = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const
    {
        return m_path / name;
    }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// What a result should have held; tells the error where it is one.
template <class T>
T must(Result<T> result)
{
    if (!result) {
        ADD_FAILURE() << "error " << result.error().code << ": " << result.error().where;
        if constexpr (!std::is_void_v<T>)
            return T{};
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

inline Flags flags(std::initializer_list<Flag> set)
{
    Flags out;
    for (const Flag flag : set)
        out.set(flag);
    return out;
}

/// A message of a folder, whose fields all follow from its uid.
inline RemoteMessage aMessage(std::uint32_t uid, Flags messageFlags = {})
{
    RemoteMessage message;
    message.uid = uid;
    message.flags = std::move(messageFlags);
    message.received = 1'700'000'000 + uid * 60;
    message.size = 1000 + uid;
    message.summary.messageId = "m" + std::to_string(uid) + "@example.org";
    message.summary.subject = "Subject " + std::to_string(uid);
    message.summary.from = { { "Ann", "ann@example.org" } };
    message.summary.to = { { "Ben", "ben@example.org" }, { "", "carl@example.org" } };
    return message;
}

inline ReceivedBody aBody(MessageId id, std::string raw)
{
    ReceivedBody body;
    body.message = id;
    body.raw = std::move(raw);
    body.preview = "preview of " + id.toString();
    body.summary.subject = "from the body";
    return body;
}

inline FlagChange adding(Flag flag)
{
    return { .add = flags({ flag }) };
}
inline FlagChange removing(Flag flag)
{
    return { .remove = flags({ flag }) };
}

/// An open profile with one account and the folders INBOX, Archive, Trash.
class StoreTest : public ::testing::Test {
protected:
    void SetUp() override { openNew(); }

    void openNew()
    {
        reopen();
        account = must(store->mailStore().addAccount({ .email = "ann@example.org" }));
        must(store->mailStore().applyFolderList(account, folderList()));
        findFolders();
        if (::testing::Test::HasFailure())
            return;
        for (const FolderId folder : { inbox, archive, trash })
            must(store->mailStore().resetFolder(folder, 7));
    }
    static std::vector<RemoteFolder> folderList()
    {
        return { { .path = "inbox", .wireName = "INBOX" },
            { .path = "Archive", .wireName = "Archive", .role = FolderRole::Archive },
            { .path = "Trash", .wireName = "Trash", .role = FolderRole::Trash } };
    }
    void findFolders()
    {
        inbox = folderNamed("INBOX");
        archive = folderNamed("Archive");
        trash = folderNamed("Trash");
    }
    FolderId folderNamed(const std::string& path)
    {
        const auto folder = must(reader->folderByPath(account, path));
        return folder ? folder->id : FolderId{};
    }
    void close()
    {
        reader.reset();
        store.reset();
    }
    void reopen()
    {
        close();
        store = must(ProfileStore::open(profile()));
        ASSERT_TRUE(store);
        store->mailStore().setCommitObserver(
            [this](const ChangeSet& changes) { seen.push_back(changes); });
        reader = must(store->newReader());
        ASSERT_TRUE(reader);
    }
    [[nodiscard]] std::filesystem::path profile() const { return temporary / "profile"; }

    MailStore& mail() { return store->mailStore(); }
    OutboxStore& outbox() { return store->outboxStore(); }

    void add(FolderId to, const std::vector<RemoteMessage>& messages)
    {
        must(mail().applyDelta(to, { .added = messages }));
    }
    /// The message at a server position, by server truth.
    MessageId at(FolderId where, std::uint32_t uid)
    {
        for (const auto& known : must(mail().knownMessages(where))) {
            if (known.uid == uid)
                return known.message;
        }
        return {};
    }
    std::vector<MessageId> listed(FolderId where, bool unreadOnly = false)
    {
        std::vector<MessageId> ids;
        for (const auto& message :
            must(reader->messages({ .folder = where, .unreadOnly = unreadOnly, .limit = 1000000 })))
            ids.push_back(message.id);
        return ids;
    }
    std::uint32_t count(FolderId where, bool unreadOnly = false)
    {
        return must(reader->count({ .folder = where, .unreadOnly = unreadOnly }));
    }
    std::optional<Message> shown(MessageId id, std::optional<FolderId> where = {})
    {
        return must(reader->message(id, where));
    }
    std::vector<ActionId> record(
        const Action& action, MessageId message, std::optional<FolderId> from = {})
    {
        return must(mail().recordAction(action, { message }, from, 1000));
    }
    PendingAction pending(ActionId id)
    {
        for (auto& action : must(mail().pendingActions({}))) {
            if (action.id == id)
                return action;
        }
        ADD_FAILURE() << "no action " << id.toString();
        return {};
    }
    void expectSound()
    {
        const auto report = must(checkStore(profile()));
        EXPECT_THAT(report.damage, ::testing::IsEmpty());
    }

    TemporaryFolder temporary;
    std::unique_ptr<ProfileStore> store;
    std::unique_ptr<MailReader> reader;
    std::vector<ChangeSet> seen;
    AccountId account;
    FolderId inbox, archive, trash;
};

} // namespace fulmar::storage::test
