// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/session.h"
#include "net/connection.h"
#include "net/server_pause.h"

#include <QElapsedTimer>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fulmar {

using ImapProtocol = Protocol<imap::Session, imap::Step, imap::Event, imap::Output, imap::NeedInput,
    imap::StartTls, imap::Failure>;

/// Who gets the untagged data of a client; a task sets itself while it runs.
class ImapObserver {
public:
    virtual ~ImapObserver() = default;
    virtual void fetched(imap::FetchData&) { }
    virtual void bodyChunk(imap::BodyChunk&) { }
    virtual void listed(const imap::Listed&) { }
    virtual void statusReceived(const imap::StatusEntry&) { }
    /// EXISTS, EXPUNGE, VANISHED or a flag push came: the selected mailbox is not what it was.
    virtual void mailboxChanged() { }
    /// Messages are gone. `earlier`: since the checkpoint that SELECT or FETCH named (RFC 7162),
    /// and `mailboxChanged` is not told then; some may never have been known.
    virtual void vanished(const imap::UidSet& /*uids*/, bool /*earlier*/) { }
    /// A response was not understood and left out: what was asked for may be incomplete.
    virtual void responseSkipped(const Error&) { }
    virtual void idleStarted() { }
};

/// One signed-in IMAP connection with commands as calls.
///
/// Callbacks of commands that are unfinished when the connection ends are dropped; `failed` tells
/// the owner once. Engine thread.
class ImapClient {
public:
    using Done = std::function<void(const imap::CommandDone&)>;
    struct Callbacks {
        std::function<void()> ready;
        std::function<void(const Error&)> failed;
        std::function<void(const std::string&)> alert;
        std::function<void(const Error&)> skipped; ///< a response was not understood and left out
        /// A command was refused for a reason that concerns the whole account (`restraintFor`).
        std::function<void(const Error&)> limited = {};
    };

    ImapClient(const transport::Endpoint& endpoint, imap::SessionOptions options,
        transport::WireLog* log, const QString& logName, Callbacks callbacks);

    void open() { m_connection.open(); }
    /// Waits where the server has marked its last answers as slowed down (`SoftThrottle`).
    void run(imap::Command command, Done done);
    /// SELECT (read-write) unless that mailbox is selected already; the result of the last SELECT
    /// comes back.
    void ensureSelected(
        const std::string& wireName, std::function<void(Result<imap::SelectResult>)> done);
    /// SELECT always. With `qresync`, if QRESYNC is on (`hasQresync`), everything that changed
    /// since comes to the observer as `vanished` and `fetched` before `done`.
    void select(const std::string& wireName, std::function<void(Result<imap::SelectResult>)> done,
        std::optional<imap::Qresync> qresync = std::nullopt);
    /// Forgets the selected mailbox here and, where UNSELECT is announced, on the server.
    void unselect();
    /// Wire name of the selected mailbox; empty where none is.
    [[nodiscard]] std::string selectedName() const
    {
        return m_selected ? m_selectedName : std::string();
    }
    void leaveIdle();
    /// Says LOGOUT and closes; no callback follows.
    void logout();

    void setObserver(ImapObserver* observer) { m_observer = observer; }
    [[nodiscard]] const imap::Capabilities& capabilities()
    {
        return m_connection.session().capabilities();
    }
    [[nodiscard]] bool has(std::string_view capability) { return capabilities().has(capability); }
    /// True if the server has QRESYNC and ENABLE has switched it on.
    [[nodiscard]] bool hasQresync() { return m_connection.session().enabled().has("QRESYNC"); }
    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] transport::Traffic traffic() const { return m_connection.traffic(); }
    /// What we signed in by, once ready; empty for the LOGIN command.
    [[nodiscard]] const std::string& mechanism() const { return m_mechanism; }
    [[nodiscard]] QString cipher() const { return m_connection.cipher(); }

private:
    void take(imap::Event event);
    void take(const imap::Vanished& vanished);
    void take(const imap::CommandDone& done);
    void send(imap::Command command, Done done);
    void releaseHeld();
    void ended(const Error& error);

    Callbacks m_callbacks;
    std::map<imap::CommandHandle, Done> m_running;
    std::vector<std::pair<imap::Command, Done>> m_held; ///< wait for the end of a soft throttle
    SoftThrottle m_throttle;
    QElapsedTimer m_uptime;
    QTimer m_holdTimer;
    ImapObserver* m_observer = nullptr;
    std::optional<imap::SelectResult> m_selected;
    std::string m_selectedName;
    std::string m_mechanism;
    bool m_ready = false;
    Connection<ImapProtocol> m_connection;
};

} // namespace fulmar
