// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/local_store.h"
#include "storage/local_mail.h"
#include "storage/store_session.h"

namespace fulmar::storage {

/// The local half of the writing side, and the memory of POP3.
class SqliteLocalStore final : public LocalStore {
public:
    explicit SqliteLocalStore(StoreSession& session);

    Result<bool> isLocal(AccountId account) override;
    Result<void> prepareFolders(AccountId account) override;
    Result<std::vector<Pop3Seen>> pop3History(AccountId account) override;
    Result<Pop3State> pop3State(AccountId account) override;
    Result<void> setPop3State(AccountId account, const Pop3State& state) override;
    Result<void> setOnServer(
        const std::vector<std::int64_t>& there, const std::vector<std::int64_t>& gone) override;
    Result<Arrived> storeArrived(AccountId account, const std::vector<ArrivedMail>& mails,
        const std::function<bool(const std::string&)>& isListed) override;
    Result<void> completeMessage(MessageId message, const ArrivedMail& mail) override;
    Result<AccountId> receiverOf(MessageId message) override;
    Result<void> moveToLocalFolders(AccountId account) override;

private:
    /// Whose folders the mail of an account goes to.
    AccountId targetOf(AccountId account);

    StoreSession& m_session;
    Database& m_database;
    LocalMail m_mail;
};

} // namespace fulmar::storage
