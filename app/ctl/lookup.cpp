// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/lookup.h"

#include "common/ascii.h"
#include "ctl/json.h"

#include <QCoreApplication>

#include <algorithm>

namespace fulmar::ctl {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Ctl", text);
}

app::WordingContext contextFor(const Account& account, const transport::Endpoint& endpoint)
{
    return { .host = text(endpoint.host), .port = endpoint.port, .account = text(account.email) };
}

} // namespace

Found<std::vector<AccountRecord>> allAccounts(MailReader& reader)
{
    auto accounts = reader.accounts();
    if (!accounts)
        return Unexpected(failureOf(accounts.error()));
    return std::move(*accounts);
}

Found<AccountRecord> findAccount(MailReader& reader, const QString& idOrEmail)
{
    const auto accounts = allAccounts(reader);
    if (!accounts)
        return Unexpected(accounts.error());
    const std::string wanted = idOrEmail.toStdString();
    const auto found
        = std::find_if(accounts->begin(), accounts->end(), [&](const AccountRecord& record) {
              return record.account.id.toString() == wanted
                  || ascii::equalsIgnoreCase(record.account.email, wanted);
          });
    if (found == accounts->end())
        return Unexpected(noSuch(
            tr("There is no account \"%1\".").arg(idOrEmail), tr("See: fulmarctl account list")));
    return *found;
}

Found<std::optional<AccountId>> findAccountOption(MailReader& reader, const QString& idOrEmail)
{
    if (idOrEmail.isEmpty())
        return std::optional<AccountId>();
    if (idOrEmail == text(localAccount.toString()))
        return std::optional(localAccount);
    const auto found = findAccount(reader, idOrEmail);
    if (!found)
        return Unexpected(found.error());
    return std::optional(found->account.id);
}

Found<Folder> findFolder(MailReader& reader, std::optional<AccountId> account, const QString& path)
{
    std::vector<AccountId> candidates;
    if (account) {
        candidates = { *account };
    } else {
        const auto accounts = allAccounts(reader);
        if (!accounts)
            return Unexpected(accounts.error());
        for (const auto& record : *accounts)
            candidates.push_back(record.account.id);
        candidates.push_back(localAccount);
    }
    std::optional<Folder> match;
    for (const auto id : candidates) {
        const auto found = reader.folderByPath(id, path.toStdString());
        if (!found)
            return Unexpected(failureOf(found.error()));
        // The local folders are meant where they are named, or where no account has the folder.
        if (*found && match && id == localAccount)
            continue;
        if (*found && match)
            return Unexpected(usage(
                tr("Several accounts have a folder \"%1\".").arg(path), tr("Give --account too.")));
        if (*found)
            match = **found;
    }
    if (!match)
        return Unexpected(
            noSuch(tr("There is no folder \"%1\".").arg(path), tr("See: fulmarctl folder list")));
    return *match;
}

Found<Message> findMessage(MailReader& reader, const QString& id)
{
    const auto parsed = MessageId::parse(id.toStdString());
    const QString hint = tr("See: fulmarctl list");
    if (!parsed)
        return Unexpected(noSuch(tr("\"%1\" is no message id.").arg(id), hint));
    auto found = reader.message(*parsed);
    if (!found)
        return Unexpected(failureOf(found.error()));
    if (!*found)
        return Unexpected(noSuch(tr("There is no message %1.").arg(id), hint));
    return std::move(**found);
}

Found<std::vector<Message>> findMessages(MailReader& reader, const QStringList& ids)
{
    std::vector<Message> messages;
    for (const auto& id : ids) {
        auto found = findMessage(reader, id);
        if (!found)
            return Unexpected(found.error());
        const bool known = std::any_of(messages.begin(), messages.end(),
            [&](const Message& message) { return message.id == found->id; });
        if (!known)
            messages.push_back(std::move(*found));
    }
    return messages;
}

Found<std::map<FolderId, std::string>> folderPaths(MailReader& reader)
{
    const auto folders = reader.folders(std::nullopt);
    if (!folders)
        return Unexpected(failureOf(folders.error()));
    std::map<FolderId, std::string> paths;
    for (const auto& folder : *folders)
        paths.emplace(folder.id, folder.path);
    return paths;
}

std::vector<std::string> pathsOf(
    const Message& message, const std::map<FolderId, std::string>& paths)
{
    std::vector<std::string> out;
    for (const auto folder : message.folders) {
        if (const auto path = paths.find(folder); path != paths.end())
            out.push_back(path->second);
    }
    return out;
}

app::WordingContext incomingContext(const Account& account)
{
    return contextFor(account, account.incoming);
}
app::WordingContext smtpContext(const Account& account)
{
    return contextFor(account, account.smtp);
}

app::WordingContext contextOf(MailReader& reader, AccountId account)
{
    const auto found = findAccount(reader, text(account.toString()));
    return found ? incomingContext(found->account) : app::WordingContext();
}

} // namespace fulmar::ctl
