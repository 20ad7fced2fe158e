// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "model/sync_report.h"
#include "net/imap_client.h"
#include "net/pop3_client.h"
#include "send/outbox_runner.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fulmar {

/// Tries the settings of an account without storing anything: signs in to both servers at once and
/// lists the folders.
///
/// Each service gives its steps in order: "dns", "connect", "tls", "signin", and "folders" for
/// IMAP. Engine thread.
class AccountCheck {
public:
    using Done = std::function<void(std::vector<CheckStep>)>;

    AccountCheck(const Account& account, const Secret<std::string>& password,
        transport::WireLog* log, Done done);
    ~AccountCheck();
    /// What each service was signed in to by before; a check uses nothing weaker either.
    void setFloors(sasl::Strength incoming, sasl::Strength sending)
    {
        m_incomingFloor = incoming;
        m_sendingFloor = sending;
    }
    void start();

private:
    class Folders;

    void checkImap();
    void checkPop3();
    void checkSmtp();
    void imapEnded(const std::string& failedStep, const Error* error, const std::string& detail);
    void pop3Ended(const std::string& failedStep, const Error* error, const std::string& detail);
    void smtpEnded(const Error* error, const std::string& detail);
    void finishIfThrough();

    Account m_account;
    sasl::Strength m_incomingFloor = sasl::Strength::Password;
    sasl::Strength m_sendingFloor = sasl::Strength::Password;
    Secret<std::string> m_password;
    transport::WireLog* m_log;
    Done m_done;
    std::unique_ptr<ImapClient> m_imap;
    std::unique_ptr<Folders> m_folders;
    std::unique_ptr<Pop3Client> m_pop3;
    std::unique_ptr<Connection<SmtpProtocol>> m_smtp;
    std::vector<CheckStep> m_imapSteps, m_pop3Steps, m_smtpSteps;
    bool m_imapOpen = false, m_pop3Open = false, m_smtpOpen = false;
    QObject m_context;
};

/// The step that an error of connecting belongs to: "dns", "connect", "tls" or "signin".
std::string stepOf(const Error& error);

/// The steps of one service: those before `failed` are ok, it is not, the later ones could not be
/// tried. `failed` empty = all ok.
std::vector<CheckStep> checkSteps(const std::string& service, const std::vector<std::string>& steps,
    const std::string& failed, const Error* error, const std::string& detail);

} // namespace fulmar
