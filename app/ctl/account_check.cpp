// SPDX-License-Identifier: GPL-3.0-or-later
// `account check`: the doctor, account by account.
#include "ctl/check_report.h"
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "ctl/roundtrip.h"
#include "engine.h"
#include "platform/engine_host.h"

#include <QTimer>

#include <algorithm>
#include <deque>

namespace fulmar::ctl {
namespace {

app::WordingContext stepContext(const CheckStep& step, const Account& account)
{
    return step.service == "smtp" ? smtpContext(account) : incomingContext(account);
}

class AccountCheckCommand : public Command {
public:
    using Command::Command;
    void start() override
    {
        auto accounts = allAccounts(reader());
        if (!accounts)
            return fail(accounts.error());
        if (!arguments().words.isEmpty()) {
            auto one = findAccount(reader(), arguments().words.first());
            if (!one)
                return fail(one.error());
            *accounts = { *one };
        }
        if (accounts->empty())
            return fail(configuration(
                tr("There is no account to check."), tr("Add one: fulmarctl account add EMAIL")));
        for (const auto& record : *accounts)
            m_waiting.push_back(record.account);
        next();
    }

private:
    void next()
    {
        if (m_waiting.empty())
            return finish(m_worst);
        m_account = m_waiting.front();
        m_waiting.pop_front();
        host().secrets().load(
            m_account, guarded([this](const Result<Secret<std::string>>& password) {
                if (!password) {
                    CheckStep step{ .service = {}, .step = "signin", .ok = false };
                    step.error = password.error();
                    return checked({ step });
                }
                engine().checkAccount(m_account, *password,
                    guarded([this](const std::vector<CheckStep>& steps) { checked(steps); }));
            }));
    }

    void checked(const std::vector<CheckStep>& steps)
    {
        bool good = true;
        for (const auto& step : steps) {
            good = good && step.ok == true;
            printStep(step);
        }
        if (!arguments().has(QStringLiteral("roundtrip")))
            return later();
        if (!good || m_account.incomingKind == IncomingKind::None) {
            printStep({ .service = {}, .step = "roundtrip", .ok = std::nullopt });
            return later();
        }
        m_roundtrip
            = std::make_unique<Roundtrip>(host(), m_account, guarded([this](const CheckStep& step) {
                  printStep(step);
                  later();
              }));
        m_roundtrip->start();
    }

    // Through the event loop, so that nothing is destroyed inside of its own callback.
    void later()
    {
        QTimer::singleShot(0, this, guarded([this] { next(); }));
    }

    void printStep(const CheckStep& step)
    {
        print(stepJson(step, m_account), stepLine(step, m_account));
        if (step.ok == false)
            m_worst = worse(m_worst, step.error ? exitCodeFor(*step.error) : ExitCode::Unavailable);
    }

    std::deque<Account> m_waiting;
    Account m_account;
    std::unique_ptr<Roundtrip> m_roundtrip;
    ExitCode m_worst = ExitCode::Done;
};

} // namespace

Failure failureOfStep(const CheckStep& step, const Account& account)
{
    const Error unknown{
        .kind = ErrorKind::Network, .where = step.step, .serverText = step.detail
    };
    return failureOf(step.error.value_or(unknown), stepContext(step, account));
}

QJsonObject stepJson(const CheckStep& step, const Account& account)
{
    const auto words
        = step.error ? app::wordingFor(*step.error, stepContext(step, account)) : app::Wording();
    return {
        { QStringLiteral("account"), text(account.id.toString()) },
        { QStringLiteral("service"), text(step.service) },
        { QStringLiteral("step"), text(step.step) },
        { QStringLiteral("ok"), step.ok ? QJsonValue(*step.ok) : QJsonValue() },
        { QStringLiteral("detail"), words.sentence.isEmpty() ? text(step.detail) : words.sentence },
        { QStringLiteral("hint"), words.hint },
    };
}

QString stepLine(const CheckStep& step, const Account& account)
{
    const auto json = stepJson(step, account);
    const QString mark = !step.ok ? QStringLiteral("-")
        : *step.ok                ? QStringLiteral("ok")
                                  : QStringLiteral("FAILED");
    const QString detail
        = json.value(u"detail").toString() + QLatin1Char(' ') + json.value(u"hint").toString();
    return QStringLiteral("%1  %2 %3 %4 %5")
        .arg(text(account.email), text(step.service).leftJustified(4),
            text(step.step).leftJustified(9), mark.leftJustified(6), detail.trimmed())
        .trimmed();
}

std::unique_ptr<Command> makeAccountCheck(const CommandContext& context)
{
    return std::make_unique<AccountCheckCommand>(context);
}

} // namespace fulmar::ctl
