// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/idle_watch.h"

#include "net/session_options.h"

#include <chrono>
#include <utility>

namespace fulmar {
namespace {

constexpr std::chrono::minutes renewEvery{ 9 };
constexpr std::chrono::seconds pollEvery{ 60 };

} // namespace

IdleWatch::IdleWatch(const Account& account, PasswordCache& passwords, transport::WireLog* log,
    std::string wireName, Callbacks callbacks)
    : m_account(account)
    , m_passwords(passwords)
    , m_log(log)
    , m_wireName(std::move(wireName))
    , m_callbacks(std::move(callbacks))
{
    m_renewal.setSingleShot(true);
    m_renewal.setInterval(renewEvery);
    m_poll.setInterval(pollEvery);
    QObject::connect(&m_renewal, &QTimer::timeout, &m_context, [this] { m_client->leaveIdle(); });
    QObject::connect(&m_poll, &QTimer::timeout, &m_context, [this] { m_callbacks.changed(); });
}

IdleWatch::~IdleWatch()
{
    if (m_client)
        m_client->logout();
}

void IdleWatch::start()
{
    m_passwords.get(
        [this, alive = std::weak_ptr<bool>(m_alive)](const Result<Secret<std::string>>& password) {
            if (alive.expired())
                return;
            if (password)
                open(*password);
            else
                fail(password.error());
        });
}

void IdleWatch::open(const Secret<std::string>& password)
{
    auto options = imapOptions(m_account, password);
    options.credentials.floor = m_passwords.floor();
    m_client = std::make_unique<ImapClient>(m_account.incoming, std::move(options), m_log,
        QStringLiteral("imap-idle"),
        ImapClient::Callbacks{
            .ready =
                [this] {
                    m_client->setObserver(this);
                    m_client->select(
                        m_wireName, [this](const Result<imap::SelectResult>& selected) {
                            if (selected)
                                idle();
                            else
                                fail(selected.error());
                        });
                },
            .failed = [this](const Error& error) { fail(error); },
            .alert = {},
            .skipped = {},
        });
    m_client->open();
}

void IdleWatch::idle()
{
    if (!m_client->has("IDLE")) {
        m_client->logout();
        m_poll.start();
        m_callbacks.started();
        return;
    }
    m_client->run(imap::Idle{}, [this](const imap::CommandDone& answer) {
        m_renewal.stop();
        if (answer.error)
            fail(*answer.error);
        else
            idle();
    });
}

void IdleWatch::idleStarted()
{
    m_renewal.start();
    if (!std::exchange(m_told, true))
        m_callbacks.started();
}

void IdleWatch::fail(const Error& error)
{
    m_renewal.stop();
    QTimer::singleShot(0, &m_context, [this, error] { m_callbacks.failed(error); });
}

} // namespace fulmar
