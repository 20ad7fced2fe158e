// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine.h"
#include "lab.h"
#include "storage/profile_store.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTemporaryDir>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fulmar::test {

/// Lets the event loop run until something holds; false when it does not in time.
inline bool waitUntil(const std::function<bool()>& holds, std::chrono::milliseconds limit = std::chrono::seconds(20))
{
    const QDeadlineTimer deadline(limit);
    while (!holds()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    }
    return true;
}

/// Passwords in memory; counts how often they are asked for.
class MemorySecrets : public SecretStore {
public:
    void load(const Account& account, std::function<void(Result<Secret<std::string>>)> done) override
    {
        ++loads;
        done(passwords[account.email]);
    }
    void save(const Account& account, const Secret<std::string>& password, std::function<void(Result<void>)> done) override
    {
        passwords[account.email] = password;
        done({});
    }
    void remove(const Account& account, std::function<void(Result<void>)> done) override
    {
        passwords.erase(account.email);
        done({});
    }
    std::map<std::string, Secret<std::string>> passwords;
    int loads = 0;
};

/// The time of day plus an offset that a test sets.
class TestClock : public Clock {
public:
    [[nodiscard]] std::int64_t now() const override
    {
        return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count() + offset;
    }
    [[nodiscard]] std::uint64_t random() override { return ++m_random; }
    std::int64_t offset = 0;

private:
    std::uint64_t m_random = 0;
};

/// One program with its own profile: engine, store and reader on the test's thread.
class Device {
public:
    explicit Device(bool stayConnected = false, std::string profile = {})
        : m_profile(profile.empty() ? m_folder.path().toStdString() : std::move(profile))
        , m_stayConnected(stayConnected)
    {
        open();
    }
    ~Device() { close(); }
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    void open()
    {
        auto opened = storage::ProfileStore::open(m_profile);
        if (!opened)
            qFatal("the profile cannot be opened: %s", opened.error().code.c_str());
        m_store = std::move(*opened);
        m_reader = std::move(*m_store->newReader());
        m_engine = std::make_unique<Engine>(
            Engine::Ports {m_store->mailStore(), m_store->outboxStore(), *m_reader, secrets, clock},
            Engine::Options {.logFolder = QString::fromStdString(m_profile), .stayConnected = m_stayConnected});
        QObject::connect(m_engine.get(), &Engine::noticed, m_engine.get(), [this](const Notice& notice) { notices.push_back(notice); });
        QObject::connect(m_engine.get(), &Engine::accountStatusChanged, m_engine.get(),
            [this](const AccountStatus& status) { statuses.push_back(status); });
        m_engine->start();
    }
    void close()
    {
        if (!m_engine)
            return;
        bool stopped = false;
        m_engine->stop([&] { stopped = true; });
        waitUntil([&] { return stopped; });
        m_engine.reset();
        m_reader.reset();
        m_store.reset();
    }

    Engine& engine() { return *m_engine; }
    MailReader& reader() { return *m_reader; }
    MailStore& store() { return m_store->mailStore(); }
    [[nodiscard]] std::string profile() const { return m_profile; }

    AccountId addAccount(const Lab& lab, int user = 0, const std::string& password = {})
    {
        Account account {.email = lab.user(user),
            .name = "Lab",
            .incoming = {.host = lab.host(), .port = lab.imaps(), .tls = transport::TlsMode::Implicit, .caFile = lab.caFile()},
            .smtp = {.host = lab.host(), .port = lab.submission(), .tls = transport::TlsMode::StartTls, .caFile = lab.caFile()},
            .user = lab.user(user)};
        return addAccount(account, password.empty() ? lab.password(user) : password);
    }
    AccountId addAccount(const Account& account, const std::string& password)
    {
        AccountId id;
        m_engine->addAccount(account, Secret<std::string>(password), [&](const Result<AccountId>& added) { id = added.value_or(AccountId {}); });
        waitUntil([&] { return id.isValid(); });
        return id;
    }

    SyncReport sync(const SyncRequest& request = {}, std::vector<FolderReport>* folders = nullptr)
    {
        std::optional<SyncReport> report;
        m_engine->sync(request,
            {.folder =
                    [&](const FolderReport& folder) {
                        if (folders)
                            folders->push_back(folder);
                    },
                .done = [&](const SyncReport& done) { report = done; }});
        if (!waitUntil([&] { return report.has_value(); }, std::chrono::seconds(60)))
            return {.errors = {{AccountId {}, Error {.kind = ErrorKind::Cancelled, .where = "the synchronisation did not end", .serverText = {}}}}};
        return *report;
    }

    Folder folder(AccountId account, const std::string& path)
    {
        const auto found = m_reader->folderByPath(account, path);
        return found && *found ? **found : Folder {};
    }
    std::vector<Message> messages(AccountId account, const std::string& path)
    {
        return m_reader->messages({.folder = folder(account, path).id, .limit = 100000}).value_or(std::vector<Message> {});
    }

    MemorySecrets secrets;
    TestClock clock;
    std::vector<Notice> notices;
    std::vector<AccountStatus> statuses;

private:
    QTemporaryDir m_folder;
    std::string m_profile;
    bool m_stayConnected;
    std::unique_ptr<storage::ProfileStore> m_store;
    std::unique_ptr<MailReader> m_reader;
    std::unique_ptr<Engine> m_engine;
};

} // namespace fulmar::test
