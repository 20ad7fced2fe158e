// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "net/connection.h"
#include "ports/clock.h"
#include "ports/mail_reader.h"
#include "ports/outbox_store.h"
#include "smtp/session.h"

#include <QTimer>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace fulmar {

using SmtpProtocol = Protocol<smtp::Session, smtp::Step, smtp::Event, smtp::Output, smtp::NeedInput,
    smtp::StartTls, smtp::Failure>;

/// Sends the due mails of one account over one connection and records each step before and after
/// the wire.
///
/// A disk that has to confirm each mail would be the slowest part by far. So a few mails at a time
/// are *reserved* in one durable commit, in which their try counters rise; the exact step of each
/// follows in commits that outlive this program, and after a power cut all of the reserved count as
/// possibly sent. `transmitting` is recorded before the first byte of a message leaves; a cut
/// after the final dot gives `unknown`. Engine thread.
class OutboxRunner {
public:
    struct Callbacks {
        std::function<void(const OutboxItem&)> accepted;
        std::function<void(const OutboxItem&, const Error&)>
            parked; ///< refused, held or unknown: a person should know
        std::function<void(const std::string& serverText)>
            limitReached; ///< the account may send no more for now; the run ends
        std::function<void(std::optional<Error>)>
            finished; ///< every item was tried, or why not; comes once
        /// The server took the credentials, by this mechanism.
        std::function<void(const std::string& mechanism)> signedIn = {};
    };

    OutboxRunner(const Account& account, OutboxStore& store, MailReader& reader, Clock& clock,
        transport::WireLog* log, const QString& logName, Callbacks callbacks);

    /// `floor`: nothing weaker is used to sign in.
    void start(const Secret<std::string>& password, const std::vector<OutboxId>& due,
        sasl::Strength floor = sasl::Strength::Password);
    /// Ends without callbacks; a mail in flight is settled at the next start.
    void shutDown();
    /// Mails the server took over this connection.
    [[nodiscard]] std::uint32_t taken() const { return m_taken; }
    [[nodiscard]] transport::Traffic traffic() const
    {
        return m_connection ? m_connection->traffic() : transport::Traffic{};
    }

private:
    /// A mail that was given to the session.
    struct Flight {
        OutboxItem item;
        std::vector<smtp::RecipientRefused> refusals;
    };
    using Flights = std::map<smtp::TransactionHandle, Flight>;

    void take(smtp::Event event);
    void fill();
    bool reserveNext();
    bool enqueueNext();
    void dataStarted(smtp::TransactionHandle handle);
    void accepted(const smtp::Accepted& accepted);
    void refused(const smtp::Refused& refused);
    void closedByServer(const smtp::Closed& closed);
    void connectionFailed(const smtp::Failure& failure);
    void putBack(OutboxItem item, const std::string& serverText);
    void splitTransientRefusals(
        OutboxItem& item, const std::vector<smtp::RecipientRefused>& refusals);
    bool queueRest(const OutboxItem& item, const std::vector<smtp::RecipientRefused>& later);
    bool record(std::vector<OutboxItem> more = {});
    void finish(std::optional<Error> error);

    Account m_account;
    OutboxStore& m_store;
    MailReader& m_reader;
    Clock& m_clock;
    transport::WireLog* m_log;
    QString m_logName;
    Callbacks m_callbacks;
    std::deque<OutboxId> m_waiting, m_reserved;
    Flights m_flights;
    std::vector<OutboxItem> m_unrecorded; ///< taken by the server, joined with the next record
    std::uint32_t m_taken = 0;
    bool m_draining = false; ///< nothing more is begun; ends when nothing is in flight
    std::optional<Error> m_drainError;
    std::unique_ptr<Connection<SmtpProtocol>> m_connection;
    QTimer m_recordTimer; // last, first to go
};

} // namespace fulmar
