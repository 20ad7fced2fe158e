// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "net/connection.h"
#include "ports/clock.h"
#include "ports/mail_reader.h"
#include "ports/outbox_store.h"
#include "smtp/session.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace fulmar {

using SmtpProtocol = Protocol<smtp::Session, smtp::Step, smtp::Event, smtp::Output, smtp::NeedInput,
    smtp::StartTls, smtp::Failure>;

/// Sends the due mails of one account over one connection and records each step before and after
/// the wire.
///
/// The try counter rises before the try; `transmitting` is durable before the first byte of the
/// message leaves; a cut after the final dot gives `unknown`. Engine thread.
class OutboxRunner {
public:
    struct Callbacks {
        std::function<void(const OutboxItem&)> accepted;
        std::function<void(const OutboxItem&, const Error&)>
            parked; ///< refused, held or unknown: a person should know
        std::function<void(std::optional<Error>)>
            finished; ///< every item was tried, or why not; comes once
    };

    OutboxRunner(const Account& account, OutboxStore& store, MailReader& reader, Clock& clock,
        transport::WireLog* log, const QString& logName, Callbacks callbacks);

    void start(const Secret<std::string>& password, std::vector<OutboxItem> due);
    /// Ends without callbacks; a mail in flight is settled at the next start.
    void shutDown();
    [[nodiscard]] transport::Traffic traffic() const
    {
        return m_connection ? m_connection->traffic() : transport::Traffic{};
    }

private:
    void take(smtp::Event event);
    void sendNext();
    void dataStarted();
    void accepted(const smtp::Accepted& accepted);
    void refused(const smtp::Refused& refused);
    void connectionFailed(const smtp::Failure& failure);
    void splitTransientRefusals(OutboxItem& item);
    bool store(const OutboxItem& item);
    void finish(std::optional<Error> error);

    Account m_account;
    OutboxStore& m_store;
    MailReader& m_reader;
    Clock& m_clock;
    transport::WireLog* m_log;
    QString m_logName;
    Callbacks m_callbacks;
    std::deque<OutboxItem> m_waiting;
    std::optional<OutboxItem> m_current;
    std::vector<smtp::RecipientRefused> m_refusals; ///< of the current mail
    std::unique_ptr<Connection<SmtpProtocol>> m_connection;
};

} // namespace fulmar
