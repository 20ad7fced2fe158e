// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged, missing, foreign and newer files; a disk that is full.
#include "store_fixture.h"

#include "storage/profile_files.h"
#include "storage/schema.h"
#include "storage/sqlite_mail_store.h"
#include "storage/sqlite_outbox_store.h"

#include <sys/stat.h>

#include <fstream>
#include <random>

namespace fulmar::storage::test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DamageTest : public StoreTest {
protected:
    void SetUp() override
    {
        StoreTest::SetUp();
        for (std::uint32_t uid = 1; uid <= 40; ++uid)
            add(inbox, { aMessage(uid) });
        for (std::uint32_t uid = 1; uid <= 10; ++uid)
            must(mail().storeBodies(
                { aBody(at(inbox, uid), std::string(9000, static_cast<char>('a' + uid))) }));
        draft = must(outbox().saveDraft({ .account = account, .text = "precious" }));
        close();
    }
    static void overwrite(const fs::path& file, std::uintmax_t offset, const std::string& bytes)
    {
        std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
        stream.seekp(static_cast<std::streamoff>(offset));
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    static std::string contentOf(const fs::path& file)
    {
        std::ifstream stream(file, std::ios::binary);
        return { std::istreambuf_iterator<char>(stream), {} };
    }
    int setAsideFiles()
    {
        int found = 0;
        for (const auto& entry : fs::directory_iterator(profile()))
            found += entry.path().filename().string().find("cache.db.damaged-") == 0 ? 1 : 0;
        return found;
    }
    void restore(const fs::path& from)
    {
        close();
        fs::remove_all(profile());
        fs::copy(from, profile(), fs::copy_options::recursive);
    }
    /// Everything that a window does: nothing may crash or show a wrong body.
    void readEverything()
    {
        (void)reader->folders({});
        (void)reader->messages({ .limit = 1000 });
        (void)reader->messages({ .folder = inbox, .unreadOnly = true, .limit = 1000 });
        for (std::int64_t id = 1; id <= 40; ++id) {
            (void)reader->message({ id }, inbox);
            const auto raw = reader->raw({ id });
            if (raw && *raw) {
                EXPECT_EQ(**raw, std::string(9000, static_cast<char>('a' + id)));
            }
        }
        (void)mail().applyDelta(inbox,
            { .added = { aMessage(41) },
                .flags = { { 3, flags({ Flag::Seen }) } },
                .vanished = { 7 } });
    }
    void expectSyncedAnew()
    {
        must(mail().applyFolderList(account, folderList()));
        must(mail().applyDelta(inbox, { .added = { aMessage(100) } }));
        EXPECT_EQ(must(reader->draft(draft))->text, "precious");
        EXPECT_GT(at(inbox, 100).value, 40);
        expectSound();
    }
    DraftId draft;
};

TEST_F(DamageTest, a_sound_cache_is_not_touched)
{
    reopen();
    EXPECT_FALSE(store->cacheWasRebuilt());
    EXPECT_EQ(count(inbox), 40U);
    expectSound();
}

TEST_F(DamageTest, a_cache_with_a_broken_head_is_set_aside)
{
    const fs::path whole = temporary / "whole";
    fs::copy(profile(), whole, fs::copy_options::recursive);
    const std::vector<std::pair<const char*, std::function<void(const fs::path&)>>> damages{
        { "zeroed header", [](const fs::path& f) { overwrite(f, 0, std::string(100, '\0')); } },
        { "noise for a header",
            [](const fs::path& f) { overwrite(f, 0, std::string(100, '\xa5')); } },
        { "text", [](const fs::path& f) { std::ofstream(f) << "not a database"; } },
        { "cut to half", [](const fs::path& f) { fs::resize_file(f, fs::file_size(f) / 2); } },
        { "cut to a page", [](const fs::path& f) { fs::resize_file(f, 4096); } },
        { "cut in a page", [](const fs::path& f) { fs::resize_file(f, fs::file_size(f) - 1000); } },
        { "the other file",
            [](const fs::path& f) {
                fs::copy_file(f.parent_path() / "kept.db", f, fs::copy_options::overwrite_existing);
            } },
    };
    for (const auto& [name, damage] : damages) {
        SCOPED_TRACE(name);
        restore(whole);
        damage(profile() / "cache.db");
        const std::string damaged = contentOf(profile() / "cache.db");
        reopen();
        EXPECT_TRUE(store->cacheWasRebuilt());
        EXPECT_EQ(setAsideFiles(), 1);
        expectSyncedAnew();
    }
}

TEST_F(DamageTest, noise_in_any_page_never_crashes_and_never_shows_a_wrong_body)
{
    const fs::path whole = temporary / "whole";
    fs::copy(profile(), whole, fs::copy_options::recursive);
    std::mt19937 random(1);
    int rebuilt = 0;
    const auto pages = fs::file_size(whole / "cache.db") / 4096;
    for (std::uintmax_t page = 0; page < pages; ++page) {
        SCOPED_TRACE("page " + std::to_string(page));
        restore(whole);
        std::string noise(4096, '\0');
        for (char& byte : noise)
            byte = static_cast<char>(random());
        overwrite(profile() / "cache.db", page * 4096, noise);
        reopen();
        readEverything();
        rebuilt += store->cacheWasRebuilt() ? 1 : 0;
        expectSyncedAnew();
    }
    EXPECT_GT(rebuilt, 0);
}

TEST_F(DamageTest, damage_met_while_running_replaces_the_cache_under_open_readers)
{
    reopen();
    // Behind SQLite's back, as a failing disk does it; the caches of the connections are emptied by
    // reopening them.
    std::string noise(4096, '\x5a');
    const auto pages = fs::file_size(profile() / "cache.db") / 4096;
    for (std::uintmax_t page = 3; page < pages; ++page)
        overwrite(profile() / "cache.db", page * 4096, noise);
    seen.clear();
    reader = must(store->newReader());
    const auto result = reader->messages({ .folder = inbox });
    (void)mail().applyDelta(inbox, { .added = { aMessage(77) } });
    (void)mail().checkpoint(inbox);
    EXPECT_TRUE(store->cacheWasRebuilt());
    EXPECT_EQ(setAsideFiles() > 0, true);
    ASSERT_FALSE(seen.empty());
    EXPECT_TRUE(seen.front().folderTree);
    EXPECT_THAT(must(reader->folders({})), IsEmpty()) << "the reader has followed";
    expectSyncedAnew();
}

TEST_F(DamageTest, a_body_that_does_not_match_its_hash_is_dropped_to_be_fetched_again)
{
    const fs::path segment = profile() / "bodies" / "000001.mail";
    const auto inside = contentOf(segment).find(std::string(3000, 'e')); // the body of message 4
    ASSERT_NE(inside, std::string::npos);
    overwrite(segment, inside + 100, "X");
    reopen();
    const auto raw = reader->raw({ 4 });
    ASSERT_FALSE(raw);
    EXPECT_EQ(raw.error().code, "corrupt");
    must(mail().checkpoint(inbox));
    EXPECT_FALSE(store->cacheWasRebuilt());
    EXPECT_FALSE(shown({ 4 })->hasBody);
    EXPECT_EQ(must(mail().missingBodies(inbox, 100)).size(), 31U);
    expectSound();
}

TEST_F(DamageTest, a_damaged_kept_is_refused_and_left_as_it_is)
{
    const fs::path whole = temporary / "whole";
    fs::copy(profile(), whole, fs::copy_options::recursive);
    const std::vector<std::pair<const char*, std::function<void(const fs::path&)>>> damages{
        { "zeroed header", [](const fs::path& f) { overwrite(f, 0, std::string(100, '\0')); } },
        { "cut to half", [](const fs::path& f) { fs::resize_file(f, fs::file_size(f) / 2); } },
        { "noise in a page",
            [](const fs::path& f) { overwrite(f, 4096, std::string(4096, '\xa5')); } },
        { "empty", [](const fs::path& f) { fs::resize_file(f, 0); } },
        { "missing", [](const fs::path& f) { fs::remove(f); } },
        { "the other file",
            [](const fs::path& f) {
                fs::copy_file(
                    f.parent_path() / "cache.db", f, fs::copy_options::overwrite_existing);
            } },
    };
    for (const auto& [name, damage] : damages) {
        SCOPED_TRACE(name);
        restore(whole);
        damage(profile() / "kept.db");
        const bool there = fs::exists(profile() / "kept.db");
        const std::string before = contentOf(profile() / "kept.db");
        const auto opened = ProfileStore::open(profile());
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().kind, ErrorKind::Storage);
        EXPECT_EQ(opened.error().code, "corrupt");
        EXPECT_EQ(fs::exists(profile() / "kept.db"), there);
        EXPECT_EQ(contentOf(profile() / "kept.db"), before);
        EXPECT_EQ(setAsideFiles(), 0);
    }
}

TEST_F(DamageTest, files_are_for_their_owner_alone)
{
    reopen();
    const auto mode = [](const fs::path& path) {
        struct stat status { };
        ::stat(path.c_str(), &status);
        return status.st_mode & 0777U;
    };
    EXPECT_EQ(mode(profile()), 0700U);
    for (const char* name :
        { "kept.db", "cache.db", "kept.db-wal", "cache.db-wal", "kept.db-shm", "cache.db-shm" })
        EXPECT_EQ(mode(profile() / name), 0600U) << name;
}

TEST_F(DamageTest, a_newer_schema_is_refused_and_nothing_is_touched)
{
    for (const char* name : { "kept.db", "cache.db" }) {
        SCOPED_TRACE(name);
        Database database;
        must(database.open(profile() / name, OpenMode::ReadWrite));
        const auto version = database.value("PRAGMA user_version").value_or(0);
        database.script("PRAGMA user_version = 99");
        database.close();
        const auto opened = ProfileStore::open(profile());
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, "newer-schema");
        EXPECT_EQ(setAsideFiles(), 0);
        must(database.open(profile() / name, OpenMode::ReadWrite));
        database.script("PRAGMA user_version = " + std::to_string(version));
    }
    reopen();
    EXPECT_EQ(count(inbox), 40U);
}

TEST_F(DamageTest, a_second_connection_waits_and_harms_nothing)
{
    reopen();
    auto second = must(ProfileStore::open(profile()));
    ASSERT_TRUE(second);
    for (std::uint32_t uid = 200; uid < 220; ++uid) {
        add(inbox, { aMessage(uid) });
        must(second->mailStore().applyDelta(inbox, { .added = { aMessage(uid + 100) } }));
    }
    EXPECT_EQ(count(inbox), 80U);
    second.reset();
    expectSound();
}

/// The writing side with its connection within reach, to make the files hit a limit.
class FullDiskTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        must(prepareKept(files));
        must(prepareCache(files));
        must(openWriter(session.database(), files));
        must(mail.reconcile());
        must(mail.openBodies());
        account = must(mail.addAccount({ .email = "a@b" }));
        must(mail.applyFolderList(account, { { .path = "INBOX" } }));
        folder = { *session.database().value("SELECT id FROM folder") };
    }
    /// No page more than now for one file.
    void fill(const char* schema)
    {
        Database& database = session.database();
        const auto pages
            = *database.value(std::string_view(schema) == "kept" ? "PRAGMA kept.page_count"
                                                                 : "PRAGMA main.page_count");
        database.script(
            "PRAGMA " + std::string(schema) + ".max_page_count = " + std::to_string(pages));
    }
    void free(const char* schema)
    {
        session.database().script("PRAGMA " + std::string(schema) + ".max_page_count = 1000000");
    }
    TemporaryFolder temporary;
    ProfileFiles files{ temporary.path() };
    StoreSignals signals;
    StoreSession session{ signals };
    SqliteMailStore mail{ session, temporary.path() };
    SqliteOutboxStore outbox{ session };
    AccountId account;
    FolderId folder;
};

TEST_F(FullDiskTest, a_full_cache_is_a_clean_error_and_works_again_when_there_is_room)
{
    must(mail.applyDelta(folder, { .added = { aMessage(1) } }));
    fill("main");
    std::vector<RemoteMessage> many;
    for (std::uint32_t uid = 2; uid < 600; ++uid)
        many.push_back(aMessage(uid));
    for (int i = 0; i < 2; ++i) {
        const auto result = mail.applyDelta(
            folder, { .added = many, .checkpoint = FolderCheckpoint{ 7, 600, 0, 599 } });
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, ErrorKind::Storage);
        EXPECT_EQ(result.error().code, "disk-full");
        EXPECT_EQ(must(mail.knownMessages(folder)).size(), 1U) << "all or nothing";
        EXPECT_EQ(must(mail.checkpoint(folder)).uidNext, 0U);
    }
    free("main");
    must(mail.applyDelta(folder, { .added = many }));
    EXPECT_EQ(must(mail.knownMessages(folder)).size(), 599U);
    EXPECT_THAT(must(checkStore(temporary.path())).damage, IsEmpty());
}

TEST_F(FullDiskTest, a_full_outbox_takes_nothing_and_keeps_what_it_has)
{
    const OutboxId first = must(outbox.enqueue({ .account = account }, "small"));
    fill("kept");
    const auto result = outbox.enqueue({ .account = account }, std::string(1'000'000, 'x'));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "disk-full");
    EXPECT_EQ(must(must(outbox.source(first)).read(100)), "small");
    free("kept");
    must(outbox.enqueue({ .account = account }, std::string(1'000'000, 'x')));
    EXPECT_THAT(must(checkStore(temporary.path())).damage, IsEmpty());
}

} // namespace
} // namespace fulmar::storage::test
