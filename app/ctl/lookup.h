// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expected.h"
#include "ctl/failure.h"
#include "model/account.h"
#include "model/mailbox.h"
#include "model/message.h"
#include "ports/mail_reader.h"

#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <string>
#include <vector>

/// From what a person types to what the store knows; every miss is a failure that names what was
/// not found.
namespace fulmar::ctl {

template <class T>
using Found = Expected<T, Failure>;

/// An account by its id or its address.
Found<AccountRecord> findAccount(MailReader& reader, const QString& idOrEmail);
/// The account of --account; nothing where it was not given.
Found<std::optional<AccountId>> findAccountOption(MailReader& reader, const QString& idOrEmail);
Found<std::vector<AccountRecord>> allAccounts(MailReader& reader);

/// A folder by its path; without an account it must exist in one account only.
Found<Folder> findFolder(MailReader& reader, std::optional<AccountId> account, const QString& path);

Found<Message> findMessage(MailReader& reader, const QString& id);
/// All of them, or the first that is not there.
Found<std::vector<Message>> findMessages(MailReader& reader, const QStringList& ids);

/// Paths of all folders by their key.
Found<std::map<FolderId, std::string>> folderPaths(MailReader& reader);
std::vector<std::string> pathsOf(
    const Message& message, const std::map<FolderId, std::string>& paths);

app::WordingContext incomingContext(const Account& account);
app::WordingContext smtpContext(const Account& account);
/// The context of an account in a list of them; empty for an unknown one.
app::WordingContext contextOf(MailReader& reader, AccountId account);

} // namespace fulmar::ctl
