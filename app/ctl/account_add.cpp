// SPDX-License-Identifier: GPL-3.0-or-later
// `account add`: settings, password, a try, then the store; nothing is stored unless the try went
// well.
#include "common/ascii.h"
#include "ctl/account_settings.h"
#include "ctl/check_report.h"
#include "ctl/commands.h"
#include "ctl/json.h"
#include "discovery/presets.h"
#include "engine.h"
#include "platform/engine_host.h"

#include <algorithm>

namespace fulmar::ctl {
namespace {

class AccountAdd : public Command {
public:
    using Command::Command;
    void start() override
    {
        auto account = accountFromArguments(arguments(), context().folder);
        if (!account)
            return fail(account.error());
        m_account = std::move(*account);
        const auto known = allAccounts(reader());
        if (!known)
            return fail(known.error());
        const bool isThere
            = std::any_of(known->begin(), known->end(), [&](const AccountRecord& record) {
                  return ascii::equalsIgnoreCase(record.account.email, m_account.email);
              });
        if (isThere)
            return fail(Failure{ .exitCode = ExitCode::CannotCreate,
                .kind = QStringLiteral("configuration"),
                .message = tr("There is already an account %1.").arg(text(m_account.email)),
                .hint = tr("Change it with \"fulmarctl account set\", or remove it first.") });
        if (m_account.passwordSource == PasswordSource::Command)
            return host().secrets().load(
                m_account, guarded([this](const Result<Secret<std::string>>& loaded) {
                    if (!loaded)
                        return fail(loaded.error(), incomingContext(m_account));
                    m_password = *loaded;
                    check();
                }));
        auto password = passwordFromInput(context().input);
        if (!password)
            return fail(missingPassword());
        m_password = std::move(*password);
        check();
    }

private:
    [[nodiscard]] Failure missingPassword() const
    {
        const auto preset = discovery::presetFor(discovery::domainOf(m_account.email));
        const QString note = preset
            ? app::passwordNoteText(preset->note, text(std::string(preset->name)))
            : QString();
        const QString how = tr(
            "Give it with --password-stdin, or a command that prints it with --password-command.");
        return usage(
            tr("A password is needed."), note.isEmpty() ? how : how + QLatin1Char(' ') + note);
    }

    void check()
    {
        if (arguments().has(QStringLiteral("no-check")))
            return store();
        engine().checkAccount(
            m_account, m_password, guarded([this](const std::vector<CheckStep>& steps) {
                const auto failed = std::find_if(steps.begin(), steps.end(),
                    [](const CheckStep& step) { return step.ok == false; });
                if (failed != steps.end())
                    return fail(failureOfStep(*failed, m_account));
                store();
            }));
    }

    void store()
    {
        engine().addAccount(m_account, m_password, guarded([this](const Result<AccountId>& added) {
            if (!added)
                return fail(added.error(), incomingContext(m_account));
            m_account.id = *added;
            print(endpointsJson(m_account),
                tr("%1: %2 is set up. Fetch its mail with: fulmarctl sync")
                    .arg(text(m_account.id.toString()), text(m_account.email)));
            finish();
        }));
    }

    Account m_account;
    Secret<std::string> m_password;
};

} // namespace

std::unique_ptr<Command> makeAccountAdd(const CommandContext& context)
{
    return std::make_unique<AccountAdd>(context);
}

} // namespace fulmar::ctl
