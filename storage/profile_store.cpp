// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/profile_store.h"

#include "storage/profile_files.h"
#include "storage/sqlite_mail_reader.h"
#include "storage/sqlite_mail_store.h"
#include "storage/sqlite_outbox_store.h"
#include "storage/store_session.h"

#include <utility>

namespace fulmar::storage {

/// Everything that lives as long as the profile is open.
class ProfileStore::Rooms {
public:
    explicit Rooms(ProfileFiles profileFiles)
        : files(std::move(profileFiles))
        , signals(std::make_shared<StoreSignals>())
        , session(*signals)
        , mail(session, files.folder)
        , outbox(session)
    {
        session.setDamageHandler([this] { lookIntoDamage(); });
    }
    ~Rooms();
    Rooms(const Rooms&) = delete;
    Rooms& operator=(const Rooms&) = delete;

    Result<void> open();
    void lookIntoDamage();

    ProfileFiles files;
    std::shared_ptr<StoreSignals> signals;
    StoreSession session;
    SqliteMailStore mail;
    SqliteOutboxStore outbox;
    bool cacheWasRebuilt = false;

private:
    Result<void> prepareOrReplaceCache();
    Result<void> connect();
    void discardBody(MessageId message);
    bool keptIsSound();
    bool m_lookingIntoDamage = false;
};

Result<void> ProfileStore::Rooms::open()
{
    if (auto made = makePrivateFolder(files.folder); !made)
        return made;
    if (auto prepared = prepareKept(files); !prepared)
        return prepared;
    if (auto prepared = prepareOrReplaceCache(); !prepared)
        return prepared;
    auto connected = connect();
    if (!connected && connected.error().code == "corrupt" && keptIsSound()) {
        session.database().close();
        if (auto aside = setCacheAside(files); !aside)
            return aside;
        cacheWasRebuilt = true;
        if (auto prepared = prepareCache(files); !prepared)
            return prepared;
        connected = connect();
    }
    return connected;
}

Result<void> ProfileStore::Rooms::prepareOrReplaceCache()
{
    auto prepared = prepareCache(files);
    if (prepared || prepared.error().code != "corrupt")
        return prepared;
    if (auto aside = setCacheAside(files); !aside)
        return aside;
    cacheWasRebuilt = true;
    return prepareCache(files);
}

Result<void> ProfileStore::Rooms::connect()
{
    if (auto opened = openWriter(session.database(), files); !opened)
        return opened;
    signals->cacheSuspect = false;
    signals->damagedBody = 0;
    m_lookingIntoDamage = true; // open() decides itself what to do
    auto reconciled = mail.reconcile();
    if (reconciled)
        reconciled = mail.openBodies();
    m_lookingIntoDamage = false;
    signals->cacheSuspect = false;
    return reconciled;
}

bool ProfileStore::Rooms::keptIsSound()
{
    Database kept;
    if (!kept.open(files.kept(), OpenMode::ReadWrite))
        return false;
    Statement check(kept, "PRAGMA quick_check(1)");
    return check.next() && check.view(0) == "ok";
}

/// A statement met damage, here or on a reader's thread. kept.db is never replaced; where it is
/// sound, the damage is in the cache.
void ProfileStore::Rooms::lookIntoDamage()
{
    if (m_lookingIntoDamage)
        return;
    m_lookingIntoDamage = true;
    if (const MessageId damaged{ signals->damagedBody.exchange(0) }; damaged.isValid())
        discardBody(damaged);
    if (signals->cacheSuspect.exchange(false)) {
        session.database().close();
        bool replaced = false;
        if (keptIsSound() && setCacheAside(files)) {
            replaced = true;
            cacheWasRebuilt = true;
            (void)prepareCache(files); // connect() tells what is wrong
        }
        m_lookingIntoDamage = false;
        (void)connect(); // a closed store gives "io" to every later call
        if (replaced) {
            ++signals->cacheGeneration;
            session.publish({ .accounts = true, .folderTree = true, .actions = true });
        }
    }
    m_lookingIntoDamage = false;
}

void ProfileStore::Rooms::discardBody(MessageId message)
{
    (void)session.write([&](ChangeSet& changes) -> Result<void> {
        session.database().run("DELETE FROM body WHERE message = ?1", message);
        session.database().run("UPDATE message SET has_body = 0 WHERE id = ?1", message);
        session.database().run("UPDATE placement SET has_body = 0 WHERE message = ?1", message);
        changes.changed.insert(message);
        return {};
    });
}

ProfileStore::Rooms::~Rooms()
{
    // An orderly end gives back the keys that were taken ahead.
    Database& database = session.database();
    database.takeError();
    if (database.isOpen())
        database.run("UPDATE kept.message_key SET ceiling = coalesce((SELECT seq FROM "
                     "sqlite_sequence WHERE name = 'message'), "
                     "ceiling)");
}

ProfileStore::ProfileStore(std::unique_ptr<Rooms> rooms) : m_rooms(std::move(rooms)) { }

ProfileStore::~ProfileStore() = default;

Result<std::unique_ptr<ProfileStore>> ProfileStore::open(const std::filesystem::path& profileFolder)
{
    auto rooms = std::make_unique<Rooms>(ProfileFiles{ profileFolder });
    if (auto opened = rooms->open(); !opened)
        return Unexpected(std::move(opened.error()));
    return std::unique_ptr<ProfileStore>(new ProfileStore(std::move(rooms)));
}

MailStore& ProfileStore::mailStore()
{
    return m_rooms->mail;
}
OutboxStore& ProfileStore::outboxStore()
{
    return m_rooms->outbox;
}
bool ProfileStore::cacheWasRebuilt() const
{
    return m_rooms->cacheWasRebuilt;
}

Result<std::unique_ptr<MailReader>> ProfileStore::newReader()
{
    auto reader = SqliteMailReader::open(m_rooms->files, m_rooms->signals);
    if (reader || reader.error().code != "corrupt")
        return reader;
    m_rooms->signals->cacheSuspect = true;
    m_rooms->lookIntoDamage();
    return SqliteMailReader::open(m_rooms->files, m_rooms->signals);
}

} // namespace fulmar::storage
