// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/keyed_list_model.h"

#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

struct StepRow {
    QString key{}; ///< "imap/tls"
    QString name{}, detail{};
    int state = 0;
    bool operator==(const StepRow&) const = default;
};

/// The steps of trying an account, as they happen. GUI thread.
class CheckStepsModel : public KeyedListModel<StepRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AccountForm")
public:
    enum class State { Waiting, Running, Done, Failed, Skipped };
    Q_ENUM(State)
    enum Role { KeyRole = Qt::UserRole + 1, NameRole, DetailRole, StateRole, DescriptionRole };

    using KeyedListModel::KeyedListModel;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    void start();
    void show(const std::vector<CheckStep>& steps, bool finished);
    void clear() { clearRows(); }
};

/// Setting up an account, or changing one: settings are tried before they are stored. GUI thread.
///
/// The password passes through as an argument and is never a property.
class AccountForm : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppViewModel")
    Q_PROPERTY(bool editing READ editing CONSTANT)
    Q_PROPERTY(QString email READ email WRITE setEmail NOTIFY changed)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(QString provider READ provider NOTIFY changed)
    Q_PROPERTY(QString note READ note NOTIFY changed)
    Q_PROPERTY(QUrl noteUrl READ noteUrl NOTIFY changed)
    Q_PROPERTY(QString passwordLabel READ passwordLabel NOTIFY changed)
    Q_PROPERTY(bool serversNeeded READ serversNeeded NOTIFY changed)
    Q_PROPERTY(QString imapHost READ imapHost WRITE setImapHost NOTIFY changed)
    Q_PROPERTY(int imapPort READ imapPort WRITE setImapPort NOTIFY changed)
    Q_PROPERTY(bool imapStartTls READ imapStartTls WRITE setImapStartTls NOTIFY changed)
    Q_PROPERTY(QString smtpHost READ smtpHost WRITE setSmtpHost NOTIFY changed)
    Q_PROPERTY(int smtpPort READ smtpPort WRITE setSmtpPort NOTIFY changed)
    Q_PROPERTY(bool smtpStartTls READ smtpStartTls WRITE setSmtpStartTls NOTIFY changed)
    Q_PROPERTY(QString user READ user WRITE setUser NOTIFY changed)
    Q_PROPERTY(QString caFile READ caFile WRITE setCaFile NOTIFY changed)
    Q_PROPERTY(bool pop3 READ pop3 WRITE setPop3 NOTIFY changed)
    Q_PROPERTY(bool isGmail READ isGmail NOTIFY changed)
    Q_PROPERTY(int pop3Keep READ pop3Keep WRITE setPop3Keep NOTIFY changed)
    Q_PROPERTY(int pop3KeepDays READ pop3KeepDays WRITE setPop3KeepDays NOTIFY changed)
    Q_PROPERTY(int pop3KeepMessages READ pop3KeepMessages WRITE setPop3KeepMessages NOTIFY changed)
    Q_PROPERTY(
        int pop3HeadersOverMb READ pop3HeadersOverMb WRITE setPop3HeadersOverMb NOTIFY changed)
    Q_PROPERTY(int pop3CheckMinutes READ pop3CheckMinutes WRITE setPop3CheckMinutes NOTIFY changed)
    Q_PROPERTY(bool pop3Recent READ pop3Recent WRITE setPop3Recent NOTIFY changed)
    Q_PROPERTY(bool pop3SharedInbox READ pop3SharedInbox WRITE setPop3SharedInbox NOTIFY changed)
    Q_PROPERTY(bool useCommand READ useCommand WRITE setUseCommand NOTIFY changed)
    Q_PROPERTY(QString passwordCommand READ passwordCommand WRITE setPasswordCommand NOTIFY changed)
    Q_PROPERTY(bool addressLooksRight READ addressLooksRight NOTIFY changed)
    Q_PROPERTY(bool complete READ complete NOTIFY changed)
    Q_PROPERTY(bool busy READ busy NOTIFY progressed)
    Q_PROPERTY(QString problem READ problem NOTIFY progressed)
    Q_PROPERTY(QString hint READ hint NOTIFY progressed)
    Q_PROPERTY(bool keychainMissing READ keychainMissing NOTIFY progressed)
    Q_PROPERTY(fulmar::app::CheckStepsModel* steps READ steps CONSTANT)

public:
    AccountForm(Backend& backend, std::optional<Account> existing, QObject* parent = nullptr);

    [[nodiscard]] bool editing() const { return m_account.id.isValid(); }
    [[nodiscard]] QString email() const;
    void setEmail(const QString& value);
    [[nodiscard]] QString name() const;
    void setName(const QString& value);
    [[nodiscard]] QString provider() const { return m_provider; }
    [[nodiscard]] QString note() const { return m_note; }
    [[nodiscard]] QUrl noteUrl() const { return m_noteUrl; }
    [[nodiscard]] QString passwordLabel() const;
    [[nodiscard]] bool serversNeeded() const { return m_provider.isEmpty(); }
    [[nodiscard]] QString imapHost() const;
    void setImapHost(const QString& value);
    [[nodiscard]] int imapPort() const { return m_account.incoming.port; }
    void setImapPort(int value);
    [[nodiscard]] bool imapStartTls() const;
    void setImapStartTls(bool on);
    [[nodiscard]] QString smtpHost() const;
    void setSmtpHost(const QString& value);
    [[nodiscard]] int smtpPort() const { return m_account.smtp.port; }
    void setSmtpPort(int value);
    [[nodiscard]] bool smtpStartTls() const;
    void setSmtpStartTls(bool on);
    [[nodiscard]] QString user() const;
    void setUser(const QString& value);
    [[nodiscard]] QString caFile() const;
    void setCaFile(const QString& value);
    Q_INVOKABLE void setCaFileUrl(const QUrl& file) { setCaFile(file.toLocalFile()); }
    // account_form_pop3.cpp
    [[nodiscard]] bool pop3() const { return m_account.incomingKind == IncomingKind::Pop3; }
    void setPop3(bool on);
    [[nodiscard]] bool isGmail() const;
    [[nodiscard]] int pop3Keep() const;
    void setPop3Keep(int index);
    [[nodiscard]] int pop3KeepDays() const { return static_cast<int>(m_account.pop3.keepDays); }
    void setPop3KeepDays(int days);
    [[nodiscard]] int pop3KeepMessages() const
    {
        return static_cast<int>(m_account.pop3.keepMessages);
    }
    void setPop3KeepMessages(int messages);
    [[nodiscard]] int pop3HeadersOverMb() const;
    void setPop3HeadersOverMb(int megabytes);
    [[nodiscard]] int pop3CheckMinutes() const
    {
        return static_cast<int>(m_account.pop3.checkMinutes);
    }
    void setPop3CheckMinutes(int minutes);
    [[nodiscard]] bool pop3Recent() const { return m_account.pop3.recent; }
    void setPop3Recent(bool on);
    [[nodiscard]] bool pop3SharedInbox() const { return m_account.pop3.sharedInbox; }
    void setPop3SharedInbox(bool on);
    [[nodiscard]] bool useCommand() const
    {
        return m_account.passwordSource == PasswordSource::Command;
    }
    void setUseCommand(bool on);
    [[nodiscard]] QString passwordCommand() const;
    void setPasswordCommand(const QString& value);
    [[nodiscard]] bool addressLooksRight() const;
    [[nodiscard]] bool complete() const;
    [[nodiscard]] bool busy() const { return m_busy; }
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QString hint() const { return m_hint; }
    [[nodiscard]] bool keychainMissing() const { return m_keychainMissing; }
    [[nodiscard]] CheckStepsModel* steps() { return &m_steps; }

    /// Tries the settings and stores the account when all steps went well. An empty password keeps
    /// the stored one when editing.
    Q_INVOKABLE void submit(const QString& password);
    Q_INVOKABLE void openNote();

Q_SIGNALS:
    void changed();
    void progressed();
    void done();

private:
    template <class T>
    void put(T& place, T value)
    {
        if (place == value)
            return;
        place = std::move(value);
        Q_EMIT changed();
    }
    void applyAddress();
    void showNote(int note, const QUrl& url);
    void tried(const std::vector<CheckStep>& steps, const Secret<std::string>& password);
    void store(const Secret<std::string>& password);
    void stored(const Result<void>& result);
    void fail(const Error& error);

    Backend& m_backend;
    Account m_account;
    QString m_provider{}, m_note{};
    QUrl m_noteUrl{};
    bool m_userTyped = false, m_serversTyped = false, m_busy = false, m_keychainMissing = false;
    QString m_problem{}, m_hint{};
    CheckStepsModel m_steps{};
};

} // namespace fulmar::app
