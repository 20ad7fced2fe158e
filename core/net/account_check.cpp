// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/account_check.h"

#include "net/session_options.h"

#include <QTimer>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace fulmar {
namespace {

const std::vector<std::string> imapSteps{ "dns", "connect", "tls", "signin", "folders" };
const std::vector<std::string> smtpSteps{ "dns", "connect", "tls", "signin" };

} // namespace

/// Counts the folders that LIST gives.
class AccountCheck::Folders : public ImapObserver {
public:
    void listed(const imap::Listed&) override { ++count; }
    int count = 0;
};

std::string stepOf(const Error& error)
{
    constexpr std::array<std::string_view, 6> connectCodes{ "connection-refused",
        "network-unreachable", "connect-timeout", "no-password", "command-failed", "closed" };
    if (error.code == "host-not-found")
        return "dns";
    if (std::find(connectCodes.begin(), connectCodes.end(), error.code) != connectCodes.end())
        return "connect";
    // A server without STARTTLS, or one that tampers with it, fails the TLS step.
    const bool startTls = error.code.rfind("starttls", 0) == 0
        || error.code.find("before-starttls") != std::string::npos;
    if (error.kind == ErrorKind::Tls || error.code == "handshake-timeout" || startTls)
        return "tls";
    return "signin";
}

std::vector<CheckStep> checkSteps(const std::string& service, const std::vector<std::string>& steps,
    const std::string& failed, const Error* error, const std::string& detail)
{
    std::vector<CheckStep> result;
    std::optional<bool> ok = true;
    for (const auto& step : steps) {
        CheckStep row{ .service = service, .step = step, .ok = ok };
        if (step == failed) {
            row.ok = false;
            row.error = error ? std::optional<Error>(*error) : std::nullopt;
            row.detail = error ? error->serverText : std::string();
            ok = std::nullopt;
        } else if (ok && step == steps.back()) {
            row.detail = detail;
        }
        result.push_back(std::move(row));
    }
    return result;
}

AccountCheck::AccountCheck(
    const Account& account, const Secret<std::string>& password, transport::WireLog* log, Done done)
    : m_account(account), m_password(password), m_log(log), m_done(std::move(done))
{
}

AccountCheck::~AccountCheck() = default;

void AccountCheck::start()
{
    m_imapOpen = m_account.incomingKind == IncomingKind::Imap;
    m_pop3Open = m_account.incomingKind == IncomingKind::Pop3;
    m_smtpOpen = !m_account.smtp.host.empty();
    if (m_imapOpen)
        checkImap();
    if (m_pop3Open)
        checkPop3();
    if (m_smtpOpen)
        checkSmtp();
    QTimer::singleShot(0, &m_context, [this] { finishIfThrough(); });
}

void AccountCheck::checkImap()
{
    m_folders = std::make_unique<Folders>();
    const auto list = [this] {
        m_imap->setObserver(m_folders.get());
        m_imap->run(imap::List{}, [this](const imap::CommandDone& answer) {
            imapEnded(answer.error ? "folders" : "", answer.error ? &*answer.error : nullptr,
                std::to_string(m_folders->count) + " folders");
        });
    };
    auto options = imapOptions(m_account, m_password);
    options.credentials.floor = m_incomingFloor;
    m_imap = std::make_unique<ImapClient>(m_account.incoming, std::move(options), m_log,
        QStringLiteral("check-imap"),
        ImapClient::Callbacks{
            .ready = list,
            .failed = [this](const Error& error) { imapEnded(stepOf(error), &error, {}); },
            .alert = {},
            .skipped = {},
        });
    m_imap->open();
}

/// Signs in and asks for the number of messages: Gmail tells only then that POP is switched off.
void AccountCheck::checkPop3()
{
    const auto count = [this](const pop3::Capabilities&) {
        m_pop3->run(pop3::Stat{}, [this](const pop3::CommandDone& answer) {
            pop3Ended(answer.error ? "folders" : "", answer.error ? &*answer.error : nullptr,
                std::to_string(answer.count) + " messages");
        });
        m_pop3->flush();
    };
    m_pop3 = std::make_unique<Pop3Client>(m_account.incoming, pop3Options(m_account, m_password),
        m_log, QStringLiteral("check-pop3"),
        Pop3Client::Callbacks{
            .ready = count,
            .chunk = [](pop3::BodyChunk&) {},
            .failed = [this](const Error& error) { pop3Ended(stepOf(error), &error, {}); },
        });
    m_pop3->open();
}

void AccountCheck::pop3Ended(
    const std::string& failedStep, const Error* error, const std::string& detail)
{
    if (!std::exchange(m_pop3Open, false))
        return;
    m_pop3Steps = checkSteps("pop3", imapSteps, failedStep, error, detail);
    if (!error || failedStep == "folders") {
        m_pop3->run(pop3::Quit{}, {});
        m_pop3->flush();
    }
    QTimer::singleShot(0, &m_context, [this] { finishIfThrough(); });
}

void AccountCheck::checkSmtp()
{
    auto options = smtpOptions(m_account, m_password);
    options.credentials.floor = m_sendingFloor;
    m_smtp = std::make_unique<Connection<SmtpProtocol>>(m_account.smtp,
        smtp::Session(std::move(options)), m_log, QStringLiteral("check-smtp"),
        Connection<SmtpProtocol>::Callbacks{
            .event =
                [this](const smtp::Event& event) {
                    if (std::holds_alternative<smtp::Ready>(event))
                        smtpEnded(nullptr, {});
                },
            .failed = [this](const smtp::Failure& failure) { smtpEnded(&failure.error, {}); },
        });
    m_smtp->open();
}

void AccountCheck::imapEnded(
    const std::string& failedStep, const Error* error, const std::string& detail)
{
    if (!std::exchange(m_imapOpen, false))
        return;
    m_imapSteps = checkSteps("imap", imapSteps, failedStep, error, detail);
    if (!error || failedStep == "folders")
        m_imap->logout();
    QTimer::singleShot(0, &m_context, [this] { finishIfThrough(); });
}

void AccountCheck::smtpEnded(const Error* error, const std::string& detail)
{
    if (!std::exchange(m_smtpOpen, false))
        return;
    m_smtpSteps = checkSteps("smtp", smtpSteps, error ? stepOf(*error) : "", error, detail);
    if (!error) {
        m_smtp->session().quit();
        m_smtp->pump();
        m_smtp->close();
    }
    QTimer::singleShot(0, &m_context, [this] { finishIfThrough(); });
}

void AccountCheck::finishIfThrough()
{
    if (m_imapOpen || m_pop3Open || m_smtpOpen || !m_done)
        return;
    auto steps = m_imapSteps;
    steps.insert(steps.end(), m_pop3Steps.begin(), m_pop3Steps.end());
    steps.insert(steps.end(), m_smtpSteps.begin(), m_smtpSteps.end());
    const auto done = std::exchange(m_done, nullptr);
    done(std::move(steps));
}

} // namespace fulmar
