// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine.h"
#include "model/account.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <string>

namespace fulmar::app {
class EngineHost;
}

namespace fulmar::ctl {

/// Sends a small mail to its own account and waits until it is in the inbox, at most a minute; then
/// deletes it again.
class Roundtrip : public QObject {
public:
    Roundtrip(app::EngineHost& host, Account account, std::function<void(const CheckStep&)> done);
    void start();

private:
    void look();
    void found(const std::vector<MessageId>& messages);
    void finish(bool ok, std::string detail, std::optional<Error> error);

    app::EngineHost& m_host;
    Account m_account;
    std::function<void(const CheckStep&)> m_done;
    std::string m_messageId;
    std::chrono::steady_clock::time_point m_start;
    QTimer m_again;
};

} // namespace fulmar::ctl
