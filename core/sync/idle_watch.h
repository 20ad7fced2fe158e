// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/imap_client.h"
#include "net/password_cache.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <string>

namespace fulmar {

/// A connection that stays in IDLE on one mailbox and says when something happened there (RFC
/// 2177).
///
/// Renewed every nine minutes (Gmail drops quiet connections after ten). Where the server has no
/// IDLE, `changed` comes once a minute instead. Engine thread.
class IdleWatch : private ImapObserver {
public:
    struct Callbacks {
        std::function<void()> started; ///< pushes come from now on
        std::function<void()> changed;
        std::function<void(const Error&)>
            failed; ///< the watch is over; comes once, from the event loop
    };

    IdleWatch(const Account& account, PasswordCache& passwords, transport::WireLog* log,
        std::string wireName, Callbacks callbacks);
    ~IdleWatch() override;

    void start();
    [[nodiscard]] transport::Traffic traffic() const
    {
        return m_client ? m_client->traffic() : transport::Traffic{};
    }

private:
    void open(const Secret<std::string>& password);
    void idle();
    void fail(const Error& error);
    void fetched(imap::FetchData&) override { m_callbacks.changed(); }
    void mailboxChanged() override { m_callbacks.changed(); }
    void idleStarted() override;

    Account m_account;
    PasswordCache& m_passwords;
    transport::WireLog* m_log;
    std::string m_wireName;
    Callbacks m_callbacks;
    std::unique_ptr<ImapClient> m_client;
    QTimer m_renewal, m_poll;
    bool m_told = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    QObject m_context;
};

} // namespace fulmar
