// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/account.h"
#include "model/mailbox.h"
#include "model/message.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fulmar {

/// A message that a POP3 server has shown once; remembered for ever.
struct Pop3Seen {
    std::int64_t id = 0;
    std::string uidl {};
    MessageId message {}; ///< none = deleted here for good
    std::uint64_t size = 0; ///< octets of the message, or of its header where it is `partial`
    std::int64_t fetched = 0; ///< seconds since 1970 UTC
    bool partial = false; ///< only the header is here
    bool inTrash = false; ///< everywhere it is, it is in the trash
    bool onServer = false; ///< listed in the last session
};

/// What has to hold over several sessions, and over several runs.
struct Pop3State {
    std::int64_t lastSignIn = 0; ///< seconds since 1970 UTC
    std::uint32_t loginDelay = 0; ///< seconds, as the server announced last
    std::int64_t day = 0; ///< days since 1970 UTC that `dayBytes` counts
    std::uint64_t dayBytes = 0;
    std::uint32_t serverMessages = 0; ///< in the mailbox at the last session
    std::uint64_t serverBytes = 0;
    bool operator==(const Pop3State&) const = default;
};

/// A message that came in, to be kept for ever.
struct ArrivedMail {
    std::string uidl {}; ///< empty = not from a POP3 server
    std::string raw {}; ///< exactly the bytes that were received
    MessageSummary summary {};
    std::string preview {};
    std::int64_t received = 0;
    Flags flags {};
    FolderRole folder = FolderRole::Inbox;
    bool partial = false; ///< `raw` is the header only
    std::uint64_t size = 0; ///< of the whole message, where `partial`
};

/// Mail that exists nowhere else: whole in kept.db, listed like any other. Engine thread only; each call is one
/// transaction, durable when it returns.
class LocalStore {
public:
    virtual ~LocalStore() = default;

    /// Whether the folders of an account are kept here and on no server.
    virtual Result<bool> isLocal(AccountId account) = 0;
    /// Inbox, drafts, sent, archive, junk and trash, where they are missing.
    virtual Result<void> prepareFolders(AccountId account) = 0;

    virtual Result<std::vector<Pop3Seen>> pop3History(AccountId account) = 0;
    virtual Result<Pop3State> pop3State(AccountId account) = 0;
    virtual Result<void> setPop3State(AccountId account, const Pop3State& state) = 0;
    /// Rows of the history that the server lists again, and such that it does not list any more.
    virtual Result<void> setOnServer(const std::vector<std::int64_t>& there, const std::vector<std::int64_t>& gone) = 0;

    struct Arrived {
        std::vector<MessageId> added {};
        std::uint32_t recognised = 0; ///< the same message was here already; only its UIDL is new
    };
    /// Stores messages that `account` received, with their UIDLs in the history.
    ///
    /// A message is the same as one in these folders, or one that was deleted there, where Message-ID and bytes are the
    /// same (line ends behind the last line do not count). Without a Message-ID it is the same only if the UIDL of the
    /// other is not listed any more: `isListed` tells.
    virtual Result<Arrived> storeArrived(
        AccountId account, const std::vector<ArrivedMail>& mails, const std::function<bool(const std::string&)>& isListed)
        = 0;
    /// The rest of a message of which only the header was here.
    virtual Result<void> completeMessage(MessageId message, const ArrivedMail& mail) = 0;
    /// The account that received a message by POP3; none where no one did.
    virtual Result<AccountId> receiverOf(MessageId message) = 0;
    /// All mail of an account moves to the local folders; for accounts that go and leave their mail.
    virtual Result<void> moveToLocalFolders(AccountId account) = 0;
};

} // namespace fulmar
