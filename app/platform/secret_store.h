// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platform/profile.h"
#include "ports/secret_store.h"

#include <QObject>

namespace fulmar::app {

/// Passwords in the system's secret service through QtKeychain, or from the account's own command.
///
/// Nothing is ever stored outside the keychain: without a secret service saving fails with
/// "no-keychain". Answers come through the event loop of the owning thread and never after this
/// object died.
class SystemSecretStore : public QObject, public SecretStore {
    Q_OBJECT
public:
    explicit SystemSecretStore(const Profile& profile, QObject* parent = nullptr);

    void load(
        const Account& account, std::function<void(Result<Secret<std::string>>)> done) override;
    void save(const Account& account, const Secret<std::string>& password,
        std::function<void(Result<void>)> done) override;
    void remove(const Account& account, std::function<void(Result<void>)> done) override;

private:
    [[nodiscard]] QString keyOf(const Account& account) const;

    QString m_scope; ///< tells the accounts of two profiles apart
};

} // namespace fulmar::app
