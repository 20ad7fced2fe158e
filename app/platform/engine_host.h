// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine.h"
#include "platform/profile.h"
#include "platform/profile_lock.h"
#include "platform/secret_store.h"
#include "platform/system_clock.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace fulmar::storage {
class ProfileStore;
}

namespace fulmar::app {

/// The engine with everything it needs, put together over one profile. Lives on the thread that
/// opened it: the main thread of fulmarctl, the engine thread of the window.
class EngineHost : public QObject {
    Q_OBJECT
public:
    enum class Mode {
        OnRequest, ///< work is done when asked for
        StayConnected, ///< accounts stay connected and retry by themselves
    };

    /// Opens the store under a lock that the caller took and that the host keeps. Errors: those of
    /// `ProfileStore::open`.
    static Result<std::unique_ptr<EngineHost>> open(
        const Profile& profile, ProfileLock lock, Mode mode);
    ~EngineHost() override;

    /// Starts the engine; connect to its signals before.
    void start();
    /// Says goodbye to the servers, at most two seconds, then calls back. Nothing else may be
    /// called after it.
    void stop(std::function<void()> done);
    /// From here on accounts stay connected and `folderPushed` tells what the servers push. Calling
    /// it again is harmless.
    void watch();

    [[nodiscard]] Engine& engine() { return *m_engine; }
    /// The engine thread's own reader.
    [[nodiscard]] MailReader& reader() { return *m_reader; }
    /// For a reader of another thread; call it on this one.
    Result<std::unique_ptr<MailReader>> newReader();
    [[nodiscard]] MailStore& store();
    [[nodiscard]] SecretStore& secrets() { return m_secrets; }
    [[nodiscard]] Clock& clock() { return m_clock; }
    [[nodiscard]] const Profile& profile() const { return m_profile; }
    /// The last word about an account in this run; nothing while there is none.
    [[nodiscard]] std::optional<AccountStatus> status(AccountId account) const;
    /// A damaged cache.db was set aside: messages come back with the next synchronisation.
    [[nodiscard]] bool cacheWasRebuilt() const;

Q_SIGNALS:
    void folderPushed(const fulmar::FolderReport& report);

private:
    EngineHost(const Profile& profile, ProfileLock lock);

    Profile m_profile;
    ProfileLock m_lock;
    SystemClock m_clock;
    SystemSecretStore m_secrets;
    std::unique_ptr<storage::ProfileStore> m_store;
    std::unique_ptr<MailReader> m_reader;
    std::unique_ptr<Engine> m_engine;
    std::map<AccountId, AccountStatus> m_status;
    bool m_watching = false;
};

} // namespace fulmar::app
