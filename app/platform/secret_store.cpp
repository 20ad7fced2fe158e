// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/secret_store.h"

#include "discovery/app_password.h"
#include "platform/password_command.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTimer>

#include <chrono>
#include <qt6keychain/keychain.h>

namespace fulmar::app {
namespace {

using namespace std::chrono_literals;

constexpr auto commandLimit = 30s;

const QString& service()
{
    static const QString name = QStringLiteral("fulmar");
    return name;
}

Error keychainError(const QKeychain::Job& job)
{
    const auto code = [&]() -> std::string {
        switch (job.error()) {
        case QKeychain::EntryNotFound:
            return "no-password";
        case QKeychain::AccessDenied:
        case QKeychain::AccessDeniedByUser:
            return "keychain-locked";
        default:
            return "no-keychain"; // also what libsecret says when no bus or service answers
        }
    }();
    return {
        .kind = ErrorKind::Storage,
        .where = "keychain: " + job.errorString().simplified().toStdString(),
        .serverText = {},
        .code = code,
    };
}

/// Starts a job that answers through the event loop. The plain-text fallback stays off: no
/// keychain, no stored password.
template <class Job, class Done>
void start(Job* job, const QString& key, QObject* owner, Done done)
{
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    job->setKey(key);
    QObject::connect(job, &QKeychain::Job::finished, owner,
        [job, done = std::move(done)](QKeychain::Job*) { done(*job); });
    job->start();
}

} // namespace

SystemSecretStore::SystemSecretStore(const Profile& profile, QObject* parent) : QObject(parent)
{
    if (!profile.isDefault) {
        const auto hash = QCryptographicHash::hash(
            QFile::encodeName(profile.folder), QCryptographicHash::Sha256);
        m_scope = QLatin1Char('#') + QString::fromLatin1(hash.toHex().left(12));
    }
}

QString SystemSecretStore::keyOf(const Account& account) const
{
    return QString::fromStdString(account.email + '#' + account.id.toString()) + m_scope;
}

void SystemSecretStore::load(
    const Account& account, std::function<void(Result<Secret<std::string>>)> done)
{
    if (account.passwordSource == PasswordSource::Command)
        return PasswordCommand::run(account.passwordCommand, commandLimit, this,
            [done = std::move(done)](const Result<Secret<std::string>>& printed) {
                if (!printed)
                    return done(printed);
                done(Secret<std::string>(discovery::normalisePassword(printed->reveal())));
            });
    auto* job = new QKeychain::ReadPasswordJob(service(), this);
    start(job, keyOf(account), this,
        [done = std::move(done)](const QKeychain::ReadPasswordJob& finished) {
            if (finished.error() != QKeychain::NoError)
                return done(Unexpected(keychainError(finished)));
            done(Secret<std::string>(finished.textData().toStdString()));
        });
}

void SystemSecretStore::save(const Account& account, const Secret<std::string>& password,
    std::function<void(Result<void>)> done)
{
    if (account.passwordSource == PasswordSource::Command) {
        QTimer::singleShot(0, this, [done = std::move(done)] { done({}); });
        return;
    }
    auto* job = new QKeychain::WritePasswordJob(service(), this);
    job->setTextData(QString::fromStdString(password.reveal()));
    start(job, keyOf(account), this,
        [done = std::move(done)](const QKeychain::WritePasswordJob& finished) {
            if (finished.error() != QKeychain::NoError)
                return done(Unexpected(keychainError(finished)));
            done({});
        });
}

void SystemSecretStore::remove(const Account& account, std::function<void(Result<void>)> done)
{
    if (account.passwordSource == PasswordSource::Command) {
        QTimer::singleShot(0, this, [done = std::move(done)] { done({}); });
        return;
    }
    auto* job = new QKeychain::DeletePasswordJob(service(), this);
    start(job, keyOf(account), this,
        [done = std::move(done)](const QKeychain::DeletePasswordJob& finished) {
            const bool gone = finished.error() == QKeychain::NoError
                || finished.error() == QKeychain::EntryNotFound;
            if (!gone)
                return done(Unexpected(keychainError(finished)));
            done({});
        });
}

} // namespace fulmar::app
