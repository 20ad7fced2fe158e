// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/account_form.h"

#include "discovery/app_password.h"
#include "discovery/presets.h"
#include "viewmodels/formats.h"
#include "wording.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QUrl>

#include <algorithm>

namespace fulmar::app {
namespace {

using discovery::PasswordNote;
using transport::TlsMode;

TlsMode tlsMode(bool startTls)
{
    return startTls ? TlsMode::StartTls : TlsMode::Implicit;
}

/// Ports that belong to a kind of TLS change with it; a port that a person chose stays.
void switchTls(transport::Endpoint& server, bool startTls, std::uint16_t implicitPort,
    std::uint16_t startTlsPort)
{
    const std::uint16_t expected = server.tls == TlsMode::Implicit ? implicitPort : startTlsPort;
    if (server.port == expected || server.port == 0)
        server.port = startTls ? startTlsPort : implicitPort;
    server.tls = tlsMode(startTls);
}

QString stepName(const CheckStep& step)
{
    static const std::pair<const char*, const char*> names[] = {
        { "dns", QT_TRANSLATE_NOOP("CheckSteps", "Finding the server") },
        { "connect", QT_TRANSLATE_NOOP("CheckSteps", "Connecting") },
        { "tls", QT_TRANSLATE_NOOP("CheckSteps", "Securing the connection") },
        { "signin", QT_TRANSLATE_NOOP("CheckSteps", "Signing in") },
        { "folders", QT_TRANSLATE_NOOP("CheckSteps", "Listing the folders") },
        { "send", QT_TRANSLATE_NOOP("CheckSteps", "Asking whether it may send") },
    };
    for (const auto& [word, name] : names) {
        if (step.step == word)
            return QCoreApplication::translate("CheckSteps", name);
    }
    return text(step.step);
}

QString serviceName(const std::string& service)
{
    if (service == "smtp")
        return QCoreApplication::translate("CheckSteps", "Sending");
    return QCoreApplication::translate("CheckSteps", "Receiving");
}

} // namespace

QHash<int, QByteArray> CheckStepsModel::roleNames() const
{
    return { { KeyRole, "key" }, { NameRole, "name" }, { DetailRole, "detail" },
        { StateRole, "stepState" }, { DescriptionRole, "description" } };
}

QVariant CheckStepsModel::data(const QModelIndex& index, int role) const
{
    const StepRow* shown = row(index.row());
    if (!index.isValid() || !shown)
        return {};
    switch (role) {
    case KeyRole:
        return shown->key;
    case Qt::DisplayRole:
    case NameRole:
        return shown->name;
    case DetailRole:
        return shown->detail;
    case StateRole:
        return shown->state;
    case Qt::AccessibleTextRole:
    case DescriptionRole: {
        const QString states[]
            = { tr("waiting"), tr("running"), tr("done"), tr("failed"), tr("not tried") };
        return QStringList{ shown->name, states[shown->state], shown->detail }.join(
            QStringLiteral(", "));
    }
    default:
        return {};
    }
}

void CheckStepsModel::start()
{
    setRows({ { QStringLiteral("start"), tr("Trying the settings"), {},
        static_cast<int>(State::Running) } });
}

void CheckStepsModel::show(const std::vector<CheckStep>& steps, bool finished)
{
    std::vector<StepRow> next;
    for (const CheckStep& step : steps) {
        const State state = !step.ok ? State::Skipped : *step.ok ? State::Done : State::Failed;
        next.push_back({ text(step.service + "/" + step.step),
            tr("%1: %2").arg(serviceName(step.service), stepName(step)), displayText(step.detail),
            static_cast<int>(state) });
    }
    if (!finished)
        next.push_back({ QStringLiteral("more"), tr("Trying the next step"), {},
            static_cast<int>(State::Running) });
    setRows(std::move(next));
}

AccountForm::AccountForm(Backend& backend, std::optional<Account> existing, QObject* parent)
    : QObject(parent), m_backend(backend), m_account(existing.value_or(Account{}))
{
    if (existing) {
        m_userTyped = m_serversTyped = true;
        if (const auto preset = discovery::presetFor(discovery::domainOf(m_account.email))) {
            m_provider = text(std::string(preset->name));
            showNote(static_cast<int>(preset->note), QUrl(text(std::string(preset->helpUrl))));
        }
        return;
    }
    m_account.incoming.port = 993;
    m_account.smtp.port = 465;
}

QString AccountForm::email() const
{
    return text(m_account.email);
}
QString AccountForm::name() const
{
    return text(m_account.name);
}
QString AccountForm::imapHost() const
{
    return text(m_account.incoming.host);
}
QString AccountForm::smtpHost() const
{
    return text(m_account.smtp.host);
}
QString AccountForm::user() const
{
    return text(m_account.user);
}
QString AccountForm::caFile() const
{
    return text(m_account.incoming.caFile);
}
QString AccountForm::passwordCommand() const
{
    return text(m_account.passwordCommand);
}
bool AccountForm::imapStartTls() const
{
    return m_account.incoming.tls == TlsMode::StartTls;
}
bool AccountForm::smtpStartTls() const
{
    return m_account.smtp.tls == TlsMode::StartTls;
}
void AccountForm::setName(const QString& value)
{
    put(m_account.name, value.toStdString());
}
void AccountForm::setPasswordCommand(const QString& value)
{
    put(m_account.passwordCommand, value.toStdString());
}

void AccountForm::setEmail(const QString& value)
{
    const std::string next = value.trimmed().toStdString();
    if (next == m_account.email || editing())
        return;
    m_account.email = next;
    applyAddress();
    Q_EMIT changed();
}

/// Fills in what the provider is known for; without a preset the usual host names are a start that
/// a person can change.
void AccountForm::applyAddress()
{
    const std::string domain(discovery::domainOf(m_account.email));
    if (const auto preset = discovery::presetFor(domain)) {
        Account filled = discovery::accountFromPreset(m_account.email, *preset);
        filled.name = m_account.name;
        filled.passwordSource = m_account.passwordSource;
        filled.passwordCommand = m_account.passwordCommand;
        m_account = filled;
        m_provider = text(std::string(preset->name));
        m_serversTyped = false;
        return showNote(static_cast<int>(preset->note), QUrl(text(std::string(preset->helpUrl))));
    }
    if (!m_provider.isEmpty())
        m_account.sentCopy = SentCopy::Append;
    m_provider.clear();
    showNote(static_cast<int>(PasswordNote::None), {});
    if (!m_userTyped)
        m_account.user = m_account.email;
    if (!m_serversTyped && domain.find('.') != std::string::npos) {
        m_account.incoming.host = "imap." + domain;
        m_account.smtp.host = "smtp." + domain;
    }
}

void AccountForm::showNote(int note, const QUrl& url)
{
    m_noteUrl = url;
    m_note = passwordNoteText(static_cast<PasswordNote>(note), m_provider);
    if (m_note.isEmpty())
        m_noteUrl.clear();
}

QString AccountForm::passwordLabel() const
{
    const auto preset = discovery::presetFor(discovery::domainOf(m_account.email));
    const PasswordNote note = preset ? preset->note : PasswordNote::None;
    return note == PasswordNote::GmailAppPassword || note == PasswordNote::AppPassword
        ? tr("App password")
        : tr("Password");
}

void AccountForm::setImapHost(const QString& value)
{
    m_serversTyped = true;
    put(m_account.incoming.host, value.trimmed().toStdString());
}

void AccountForm::setSmtpHost(const QString& value)
{
    m_serversTyped = true;
    put(m_account.smtp.host, value.trimmed().toStdString());
}

void AccountForm::setImapPort(int value)
{
    put(m_account.incoming.port, static_cast<std::uint16_t>(std::clamp(value, 0, 65535)));
}

void AccountForm::setSmtpPort(int value)
{
    put(m_account.smtp.port, static_cast<std::uint16_t>(std::clamp(value, 0, 65535)));
}

void AccountForm::setImapStartTls(bool on)
{
    if (on == imapStartTls())
        return;
    if (pop3())
        switchTls(m_account.incoming, on, 995, 110);
    else
        switchTls(m_account.incoming, on, 993, 143);
    Q_EMIT changed();
}

void AccountForm::setSmtpStartTls(bool on)
{
    if (on == smtpStartTls())
        return;
    switchTls(m_account.smtp, on, 465, 587);
    Q_EMIT changed();
}

void AccountForm::setUser(const QString& value)
{
    m_userTyped = true;
    put(m_account.user, value.trimmed().toStdString());
}

void AccountForm::setCaFile(const QString& value)
{
    m_account.smtp.caFile = value.toStdString();
    put(m_account.incoming.caFile, value.toStdString());
}

void AccountForm::setUseCommand(bool on)
{
    put(m_account.passwordSource, on ? PasswordSource::Command : PasswordSource::Keychain);
}

bool AccountForm::addressLooksRight() const
{
    const auto at = m_account.email.rfind('@');
    return at != std::string::npos && at > 0 && at + 1 < m_account.email.size()
        && m_account.email.find_first_of(" ,;<>\"") == std::string::npos;
}

bool AccountForm::complete() const
{
    return addressLooksRight() && !m_account.incoming.host.empty() && m_account.incoming.port != 0
        && !m_account.smtp.host.empty() && m_account.smtp.port != 0 && !m_account.user.empty()
        && (!useCommand() || !m_account.passwordCommand.empty());
}

void AccountForm::submit(const QString& password)
{
    if (m_busy || !complete())
        return;
    const Secret<std::string> secret(discovery::normalisePassword(password.toStdString()));
    m_busy = true;
    m_problem.clear();
    m_hint.clear();
    m_keychainMissing = false;
    m_steps.start();
    Q_EMIT progressed();
    m_backend.checkAccount(
        m_account, secret, this,
        [this](const std::vector<CheckStep>& steps) { m_steps.show(steps, false); },
        [this, secret](const std::vector<CheckStep>& steps) { tried(steps, secret); });
}

void AccountForm::tried(const std::vector<CheckStep>& steps, const Secret<std::string>& password)
{
    m_steps.show(steps, true);
    for (const CheckStep& step : steps) {
        if (step.ok.value_or(true))
            continue;
        if (step.error)
            return fail(*step.error);
        return fail({ ErrorKind::Network, step.step, step.detail });
    }
    store(password);
}

void AccountForm::store(const Secret<std::string>& password)
{
    if (editing())
        return m_backend.updateAccount(
            m_account, password, this, [this](const Result<void>& done) { stored(done); });
    m_backend.addAccount(m_account, password, this, [this](const Result<AccountId>& id) {
        stored(id ? Result<void>{} : Result<void>(Unexpected(id.error())));
    });
}

void AccountForm::stored(const Result<void>& result)
{
    if (!result)
        return fail(result.error());
    m_busy = false;
    Q_EMIT progressed();
    Q_EMIT done();
}

void AccountForm::fail(const Error& error)
{
    const Wording words = wordingFor(error);
    m_busy = false;
    m_problem = words.sentence;
    m_hint = words.hint;
    m_keychainMissing = error.kind == ErrorKind::Storage && error.code == "no-keychain";
    Q_EMIT progressed();
}

void AccountForm::openNote()
{
    if (m_noteUrl.scheme() == QLatin1String("https"))
        QDesktopServices::openUrl(m_noteUrl);
}

} // namespace fulmar::app
