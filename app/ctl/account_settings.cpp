// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/account_settings.h"

#include "compose/address_check.h"
#include "ctl/endpoint_url.h"
#include "ctl/json.h"
#include "discovery/app_password.h"
#include "discovery/presets.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <functional>
#include <map>

namespace fulmar::ctl {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Ctl", text);
}

/// How each key of `account set` changes an account.
using Setter = std::function<Found<void>(Account&, const QString& value, const QString& folder)>;

Found<void> setEndpoint(transport::Endpoint& endpoint, const QString& url, Service service)
{
    auto parsed = parseEndpoint(url, service);
    if (!parsed)
        return Unexpected(parsed.error());
    parsed->caFile = endpoint.caFile;
    endpoint = *parsed;
    return {};
}

Found<void> setCaFile(Account& account, const QString& value, const QString& folder)
{
    const QString path = value.isEmpty() ? QString() : QDir(folder).absoluteFilePath(value);
    const QFileInfo file(path);
    if (!path.isEmpty() && (!file.isFile() || !file.isReadable()))
        return Unexpected(noSuch(
            tr("The CA file %1 cannot be read.").arg(path), tr("Give the path of a PEM file.")));
    account.incoming.caFile = path.toStdString();
    account.smtp.caFile = path.toStdString();
    return {};
}

Found<void> setSyncDays(Account& account, const QString& value)
{
    bool isNumber = false;
    account.syncDays = value.toUInt(&isNumber);
    if (!isNumber)
        return Unexpected(
            usage(tr("\"%1\" is no number of days.").arg(value), tr("0 keeps everything.")));
    return {};
}

Found<void> setBodies(Account& account, const QString& value)
{
    if (value != QStringLiteral("ahead") && value != QStringLiteral("on-demand"))
        return Unexpected(usage(tr("bodies is \"ahead\" or \"on-demand\".")));
    account.bodiesOnDemand = value == QStringLiteral("on-demand");
    return {};
}

Found<void> setBodyLimit(Account& account, const QString& value)
{
    constexpr std::uint64_t megabyte = 1'000'000;
    bool isNumber = false;
    account.bodyLimit = value.toUInt(&isNumber) * megabyte;
    if (!isNumber)
        return Unexpected(usage(tr("\"%1\" is no number of megabytes.").arg(value),
            tr("Larger messages are downloaded when they are opened; 0 is no limit.")));
    return {};
}

Found<Account> fromPreset(const QString& email)
{
    const std::string address = email.toStdString();
    const auto checked = compose::checkedAddress(address, "EMAIL");
    if (!checked)
        return Unexpected(failureOf(checked.error()));
    Account account;
    if (const auto preset = discovery::presetFor(discovery::domainOf(*checked))) {
        account = discovery::accountFromPreset(*checked, *preset);
    } else {
        account.email = *checked;
        account.user = *checked;
    }
    return account;
}

Failure unknownDomain(const Account& account)
{
    const QString domain = text(std::string(discovery::domainOf(account.email)));
    return configuration(tr("The servers of %1 are not known.").arg(domain),
        tr("Name them, for example: --imap imaps://imap.%1:993 --smtp smtps://smtp.%1:465 "
           "(--no-incoming in place of --imap for sending alone).")
            .arg(domain));
}

bool parseYes(const QString& value, bool& out)
{
    out = value == QStringLiteral("yes") || value == QStringLiteral("true")
        || value == QStringLiteral("1");
    return out || value == QStringLiteral("no") || value == QStringLiteral("false")
        || value == QStringLiteral("0");
}

Found<void> setCompression(Account& account, const QString& value)
{
    static const std::map<QString, Compression> words{
        { QStringLiteral("auto"), Compression::Auto },
        { QStringLiteral("always"), Compression::Always },
        { QStringLiteral("never"), Compression::Never },
    };
    const auto found = words.find(value);
    if (found == words.end())
        return Unexpected(usage(tr("compress is \"auto\", \"always\" or \"never\".")));
    account.compression = found->second;
    return {};
}

/// Megabytes a day, "auto" for what the provider is known to allow, 0 for no limit.
Found<void> setDailyLimit(std::optional<std::uint32_t>& limit, const QString& value)
{
    bool isNumber = false;
    const auto megabytes = value.toUInt(&isNumber);
    if (!isNumber && value != QStringLiteral("auto"))
        return Unexpected(usage(tr("\"%1\" is no number of megabytes a day.").arg(value),
            tr("0 is no limit, \"auto\" what the provider is known to allow.")));
    limit = isNumber ? std::optional(megabytes) : std::nullopt;
    return {};
}

Found<void> setSentCopy(Account& account, const QString& value)
{
    if (value != QStringLiteral("append") && value != QStringLiteral("server"))
        return Unexpected(usage(tr("sent-copy is \"append\" or \"server\".")));
    account.sentCopy = value == QStringLiteral("server") ? SentCopy::ServerFiles : SentCopy::Append;
    return {};
}

Found<void> setPop3Keep(Account& account, const QString& value)
{
    bool isNumber = false;
    const auto days = value.toUInt(&isNumber);
    Pop3Settings& pop3 = account.pop3;
    if (value == QStringLiteral("forever"))
        pop3.keep = Pop3Keep::Forever;
    else if (value == QStringLiteral("until-deleted"))
        pop3.keep = Pop3Keep::UntilDeleted;
    else if (value == QStringLiteral("remove"))
        pop3.keep = Pop3Keep::Remove;
    else if (value == QStringLiteral("limit"))
        pop3.keep = Pop3Keep::Limit;
    else if (isNumber && days > 0)
        pop3.keep = Pop3Keep::Days;
    else
        return Unexpected(usage(tr("\"%1\" is no way to keep mail on the server.").arg(value),
            tr("It is forever, a number of days, until-deleted, limit or remove.")));
    pop3.keepDays = isNumber ? days : 0;
    return {};
}

template <class Number>
Setter pop3Number(Number Pop3Settings::*member, Number unit = 1)
{
    return [member, unit](Account& account, const QString& value, const QString&) -> Found<void> {
        bool isNumber = false;
        const auto number = value.toUInt(&isNumber);
        if (!isNumber)
            return Unexpected(
                usage(tr("\"%1\" is no number.").arg(value), tr("0 switches it off.")));
        account.pop3.*member = static_cast<Number>(number) * unit;
        return {};
    };
}

Setter pop3Switch(bool Pop3Settings::*member)
{
    return [member](Account& account, const QString& value, const QString&) -> Found<void> {
        if (!parseYes(value, account.pop3.*member))
            return Unexpected(usage(tr("\"%1\" is neither yes nor no.").arg(value)));
        return {};
    };
}

Found<void> setEnabled(Account& account, const QString& value)
{
    if (!parseYes(value, account.enabled))
        return Unexpected(usage(tr("enabled is \"yes\" or \"no\".")));
    return {};
}

Found<void> setPasswordCommand(Account& account, const QString& value)
{
    account.passwordCommand = value.toStdString();
    account.passwordSource = value.isEmpty() ? PasswordSource::Keychain : PasswordSource::Command;
    return {};
}

const std::vector<std::pair<QString, Setter>>& setters()
{
    const auto plain = [](std::string Account::*member) -> Setter {
        return [member](Account& account, const QString& value, const QString&) -> Found<void> {
            account.*member = value.toStdString();
            return {};
        };
    };
    static const std::vector<std::pair<QString, Setter>> table{
        { QStringLiteral("name"), plain(&Account::name) },
        { QStringLiteral("user"), plain(&Account::user) },
        { QStringLiteral("smtp-user"), plain(&Account::smtpUser) },
        { QStringLiteral("imap"),
            [](Account& account, const QString& value, const QString&) {
                account.incomingKind = IncomingKind::Imap;
                return setEndpoint(account.incoming, value, Service::Imap);
            } },
        { QStringLiteral("pop3"),
            [](Account& account, const QString& value, const QString&) {
                account.incomingKind = IncomingKind::Pop3;
                return setEndpoint(account.incoming, value, Service::Pop3);
            } },
        { QStringLiteral("pop3-keep"),
            [](Account& account, const QString& value, const QString&) {
                return setPop3Keep(account, value);
            } },
        { QStringLiteral("pop3-keep-messages"), pop3Number(&Pop3Settings::keepMessages) },
        { QStringLiteral("pop3-keep-mb"),
            pop3Number(&Pop3Settings::keepBytes, std::uint64_t{ 1'000'000 }) },
        { QStringLiteral("pop3-headers-over-mb"),
            pop3Number(&Pop3Settings::headersOnlyOver, std::uint64_t{ 1'000'000 }) },
        { QStringLiteral("pop3-check-minutes"), pop3Number(&Pop3Settings::checkMinutes) },
        { QStringLiteral("pop3-check-on-start"), pop3Switch(&Pop3Settings::checkOnStart) },
        { QStringLiteral("pop3-recent"), pop3Switch(&Pop3Settings::recent) },
        { QStringLiteral("pop3-shared-inbox"), pop3Switch(&Pop3Settings::sharedInbox) },
        { QStringLiteral("smtp"),
            [](Account& account, const QString& value, const QString&) {
                return setEndpoint(account.smtp, value, Service::Smtp);
            } },
        { QStringLiteral("ca-file"), setCaFile },
        { QStringLiteral("sync-days"),
            [](Account& account, const QString& value, const QString&) {
                return setSyncDays(account, value);
            } },
        { QStringLiteral("bodies"),
            [](Account& account, const QString& value, const QString&) {
                return setBodies(account, value);
            } },
        { QStringLiteral("body-limit"),
            [](Account& account, const QString& value, const QString&) {
                return setBodyLimit(account, value);
            } },
        { QStringLiteral("password-command"),
            [](Account& account, const QString& value, const QString&) {
                return setPasswordCommand(account, value);
            } },
        { QStringLiteral("sent-copy"),
            [](Account& account, const QString& value, const QString&) {
                return setSentCopy(account, value);
            } },
        { QStringLiteral("compress"),
            [](Account& account, const QString& value, const QString&) {
                return setCompression(account, value);
            } },
        { QStringLiteral("down-per-day"),
            [](Account& account, const QString& value, const QString&) {
                return setDailyLimit(account.downPerDay, value);
            } },
        { QStringLiteral("up-per-day"),
            [](Account& account, const QString& value, const QString&) {
                return setDailyLimit(account.upPerDay, value);
            } },
        { QStringLiteral("enabled"),
            [](Account& account, const QString& value, const QString&) {
                return setEnabled(account, value);
            } },
    };
    return table;
}

} // namespace

Found<Account> accountFromArguments(const Arguments& arguments, const QString& folder)
{
    auto account = fromPreset(arguments.words.first());
    if (!account)
        return account;
    if (arguments.has(QStringLiteral("no-incoming"))) {
        if (arguments.has(QStringLiteral("imap")))
            return Unexpected(usage(tr("--imap and --no-incoming exclude each other.")));
        account->incomingKind = IncomingKind::None;
        account->incoming = {};
    }
    if (arguments.has(QStringLiteral("pop3"))
        && (arguments.has(QStringLiteral("imap")) || arguments.has(QStringLiteral("no-incoming"))))
        return Unexpected(usage(tr("--imap, --pop3 and --no-incoming exclude each other.")));
    const bool pop3Only = arguments.has(QStringLiteral("pop3-keep"))
        || arguments.has(QStringLiteral("pop3-recent"));
    if (pop3Only && !arguments.has(QStringLiteral("pop3")))
        return Unexpected(usage(tr("--pop3-keep and --pop3-recent need --pop3.")));
    account->pop3.recent = arguments.has(QStringLiteral("pop3-recent"));
    // The CA file comes last: it belongs to both servers.
    for (const char* key : { "imap", "pop3", "pop3-keep", "smtp", "name", "user", "smtp-user",
             "sync-days", "password-command", "ca-file" }) {
        const QString option = QLatin1String(key);
        if (!arguments.has(option))
            continue;
        if (auto set = applySetting(*account, option + u'=' + arguments.value(option), folder);
            !set)
            return Unexpected(set.error());
    }
    const bool incomingMissing
        = account->incomingKind != IncomingKind::None && account->incoming.host.empty();
    if (incomingMissing || account->smtp.host.empty())
        return Unexpected(unknownDomain(*account));
    return account;
}

Found<void> applySetting(Account& account, const QString& assignment, const QString& folder)
{
    const auto equals = assignment.indexOf(u'=');
    QStringList known;
    for (const auto& [key, set] : setters()) {
        known += key;
        if (equals > 0 && assignment.left(equals) == key)
            return set(account, assignment.mid(equals + 1), folder);
    }
    return Unexpected(usage(tr("\"%1\" is no setting.").arg(assignment),
        tr("Write KEY=VALUE; keys: %1.").arg(known.join(QStringLiteral(", ")))));
}

Found<Secret<std::string>> passwordFromInput(const QByteArray& input)
{
    const auto end = input.indexOf('\n');
    QByteArray line = input.left(end < 0 ? input.size() : end);
    if (line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty())
        return Unexpected(usage(
            tr("Standard input holds no password."), tr("Its first line has to be the password.")));
    Secret<std::string> password(discovery::normalisePassword(
        std::string_view(line.constData(), static_cast<std::size_t>(line.size()))));
    line.fill('\0');
    return password;
}

QJsonObject endpointsJson(const Account& account)
{
    QJsonObject json{
        { QStringLiteral("account"), text(account.id.toString()) },
        { QStringLiteral("email"), text(account.email) },
        { QStringLiteral("smtp"), endpointUrl(account.smtp, Service::Smtp) },
    };
    if (account.incomingKind == IncomingKind::Pop3)
        json.insert(QStringLiteral("pop3"), endpointUrl(account.incoming, Service::Pop3));
    if (account.incomingKind == IncomingKind::Imap)
        json.insert(QStringLiteral("imap"), endpointUrl(account.incoming, Service::Imap));
    return json;
}

} // namespace fulmar::ctl
