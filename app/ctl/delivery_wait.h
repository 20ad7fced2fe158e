// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/failure.h"
#include "model/outbox_item.h"

#include <QObject>

#include <functional>
#include <optional>

namespace fulmar::app {
class EngineHost;
}

namespace fulmar::ctl {

/// Sends one queued mail now and waits for the server's answer.
class DeliveryWait : public QObject {
public:
    /// The mail as it is now, and what went wrong with it or nothing.
    using Done = std::function<void(const OutboxItem&, const std::optional<Failure>&)>;

    DeliveryWait(app::EngineHost& host, OutboxItem item, Done done);
    void start();

private:
    void tried(const Result<void>& result);

    app::EngineHost& m_host;
    OutboxItem m_item;
    Done m_done;
};

/// What the state of a mail means to somebody who waited for it; nothing where all is well.
/// `problem` is what kept the outbox from trying it.
std::optional<Failure> failureOfItem(const OutboxItem& item, const std::optional<Error>& problem,
    const app::WordingContext& context);

} // namespace fulmar::ctl
