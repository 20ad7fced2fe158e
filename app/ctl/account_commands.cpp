// SPDX-License-Identifier: GPL-3.0-or-later
// `account list`, `account remove`, `account set`.
#include "ctl/account_settings.h"
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "discovery/presets.h"
#include "engine.h"
#include "model/stored_error.h"
#include "platform/engine_host.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace fulmar::ctl {
namespace {

/// State of an account and its last error: of this run where there is one, else what the last run
/// stored.
struct State {
    AccountState state = AccountState::Ok;
    std::optional<Error> error;
};

State stateOf(const AccountRecord& record, const app::EngineHost& host)
{
    if (!record.account.enabled)
        return { .state = AccountState::Disabled, .error = {} };
    if (const auto live = host.status(record.account.id))
        return { .state = live->state, .error = live->error };
    const auto stored = decodeError(record.lastError);
    if (!stored)
        return {};
    const auto state = stored->kind == ErrorKind::Authentication ? AccountState::SignInAgain
        : stored->kind == ErrorKind::Network                     ? AccountState::Offline
                                                                 : AccountState::Error;
    return { .state = state, .error = stored };
}

QJsonObject accountJson(const AccountRecord& record, const State& state, const QString& problem)
{
    const auto& account = record.account;
    QJsonObject json = endpointsJson(account);
    json.insert(QStringLiteral("name"), text(account.name));
    json.insert(QStringLiteral("incoming"),
        json.value(account.incomingKind == IncomingKind::Pop3 ? u"pop3" : u"imap").toString());
    json.insert(QStringLiteral("auth"),
        account.passwordSource == PasswordSource::Command ? QStringLiteral("password-command")
                                                          : QStringLiteral("password"));
    json.insert(QStringLiteral("state"), text(accountStateName(state.state)));
    json.insert(QStringLiteral("lastSync"), timeValue(record.lastSync));
    const auto& traffic = record.traffic;
    const bool counted = traffic.day == trafficDay(QDateTime::currentSecsSinceEpoch());
    const auto budget = discovery::bandwidthBudgetOf(account);
    const auto number = [](std::uint64_t bytes) { return QJsonValue(static_cast<double>(bytes)); };
    json.insert(QStringLiteral("bytesInToday"), number(counted ? traffic.bytesIn : 0));
    json.insert(QStringLiteral("bytesOutToday"), number(counted ? traffic.bytesOut : 0));
    json.insert(QStringLiteral("downPerDay"), number(budget.down));
    json.insert(QStringLiteral("upPerDay"), number(budget.up));
    const bool paused = record.pause.until > QDateTime::currentSecsSinceEpoch();
    json.insert(QStringLiteral("pausedUntil"),
        timeValue(paused ? std::optional(record.pause.until) : std::nullopt));
    json.insert(QStringLiteral("error"), problem.isEmpty() ? QJsonValue() : QJsonValue(problem));
    return json;
}

QString tr(const char* sentence)
{
    return QCoreApplication::translate("Ctl", sentence);
}

/// "1.2 of 2.5 GB": what was received today, and of how much where there is a limit.
QString trafficText(const AccountRecord& record)
{
    const bool counted = record.traffic.day == trafficDay(QDateTime::currentSecsSinceEpoch());
    const auto gigabytes = [](std::uint64_t bytes) {
        return QLocale().toString(static_cast<double>(bytes) / 1e9, 'f', 1);
    };
    const auto budget = discovery::bandwidthBudgetOf(record.account);
    const QString used = gigabytes(counted ? record.traffic.bytesIn : 0);
    return budget.down == 0 ? tr("%1 GB").arg(used)
                            : tr("%1 of %2 GB").arg(used, gigabytes(budget.down));
}

class AccountList : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto accounts = allAccounts(reader());
        if (!accounts)
            return fail(accounts.error());
        TextTable table(
            { tr("Id"), tr("Address"), tr("State"), tr("Last sync"), tr("Today"), tr("Error") });
        for (const auto& record : *accounts) {
            const auto state = stateOf(record, host());
            const QString problem = state.error
                ? app::wordingFor(*state.error, incomingContext(record.account)).sentence
                : QString();
            if (json())
                print(accountJson(record, state, problem), {});
            table.add({ text(record.account.id.toString()), text(record.account.email),
                text(accountStateName(state.state)),
                record.lastSync ? timeText(*record.lastSync) : tr("never"), trafficText(record),
                problem });
        }
        if (!json())
            print({},
                table.isEmpty()
                    ? tr("There is no account yet. Add one: fulmarctl account add EMAIL")
                    : table.toString());
        finish();
    }
};

class AccountRemove : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto found = findAccount(reader(), arguments().words.first());
        if (!found)
            return fail(found.error());
        if (arguments().has(QStringLiteral("keep-mail"))) {
            // Of an IMAP account there is nothing that the server has not got.
            if (found->account.incomingKind == IncomingKind::Imap)
                return fail(usage(tr("The mail of an IMAP account is on its server."),
                    tr("Remove the account without --keep-mail.")));
            if (auto moved = host().store().local().moveToLocalFolders(found->account.id); !moved)
                return fail(moved.error());
        }
        engine().removeAccount(found->account.id,
            guarded([this, account = found->account](const Result<void>& removed) {
                if (!removed)
                    return fail(removed.error());
                print({ { QStringLiteral("account"), text(account.id.toString()) },
                          { QStringLiteral("email"), text(account.email) },
                          { QStringLiteral("removed"), true } },
                    tr("%1 was removed from this profile; its mail on the server is untouched.")
                        .arg(text(account.email)));
                finish();
            }));
    }
};

class AccountSet : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto found = findAccount(reader(), arguments().words.first());
        if (!found)
            return fail(found.error());
        Account account = found->account;
        std::map<FolderRole, std::string> roles;
        for (const auto& assignment : arguments().words.mid(1)) {
            if (takeRole(assignment, roles))
                continue;
            if (const auto set = applySetting(account, assignment, context().folder); !set)
                return fail(set.error());
        }
        Secret<std::string> password;
        if (arguments().has(QStringLiteral("password-stdin"))) {
            auto read = passwordFromInput(context().input);
            if (!read)
                return fail(read.error());
            password = std::move(*read);
            account.passwordSource = PasswordSource::Keychain;
            account.passwordCommand.clear();
        } else if (arguments().words.size() < 2) {
            return fail(
                usage(tr("Nothing to set."), tr("Write KEY=VALUE, or give --password-stdin.")));
        }
        for (const auto& [role, path] : roles) {
            if (const auto set = engine().setFolderRole(account.id, role, path); !set)
                return fail(set.error());
        }
        engine().updateAccount(
            account, password, guarded([this, account](const Result<void>& updated) {
                if (!updated)
                    return fail(updated.error(), incomingContext(account));
                print(endpointsJson(account), tr("%1: saved.").arg(text(account.id.toString())));
                finish();
            }));
    }

private:
    /// sent=PATH, drafts=PATH, trash=PATH, junk=PATH, archive=PATH: the folder for that; an empty
    /// path gives the choice back to the server.
    static bool takeRole(const QString& assignment, std::map<FolderRole, std::string>& roles)
    {
        const auto equals = assignment.indexOf(u'=');
        const FolderRole role
            = roleFromName(assignment.left(std::max<qsizetype>(equals, 0)).toStdString());
        const bool isChoice = role == FolderRole::Sent || role == FolderRole::Drafts
            || role == FolderRole::Trash || role == FolderRole::Junk || role == FolderRole::Archive;
        if (isChoice)
            roles[role] = assignment.mid(equals + 1).toStdString();
        return isChoice;
    }
};

} // namespace

std::unique_ptr<Command> makeAccountList(const CommandContext& context)
{
    return std::make_unique<AccountList>(context);
}
std::unique_ptr<Command> makeAccountRemove(const CommandContext& context)
{
    return std::make_unique<AccountRemove>(context);
}
std::unique_ptr<Command> makeAccountSet(const CommandContext& context)
{
    return std::make_unique<AccountSet>(context);
}

} // namespace fulmar::ctl
