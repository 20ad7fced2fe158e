// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies in files of their own: written first, counted second, given back when nobody owns them.
#include "store_fixture.h"

#include "storage/body_files.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <thread>

namespace fulmar::storage::test {
namespace {

namespace fs = std::filesystem;

class BodyTest : public StoreTest {
protected:
    void SetUp() override
    {
        StoreTest::SetUp();
        for (std::uint32_t uid = 1; uid <= 20; ++uid)
            add(inbox, { aMessage(uid) });
    }
    [[nodiscard]] fs::path segment(int number = 1) const
    {
        return profile() / "bodies" / ("00000" + std::to_string(number) + ".mail");
    }
    static std::uint64_t blocksOf(const fs::path& file)
    {
        struct stat status { };
        ::stat(file.c_str(), &status);
        return static_cast<std::uint64_t>(status.st_blocks) * 512;
    }
    std::string bodyOf(std::uint32_t uid)
    {
        return must(reader->raw(at(inbox, uid))).value_or("none");
    }
};

TEST_F(BodyTest, a_batch_is_written_on_another_thread_and_counts_when_it_is_stored)
{
    std::vector<ReceivedBody> bodies{ aBody(at(inbox, 1), "one"), aBody(at(inbox, 2), ""),
        aBody(at(inbox, 3), std::string(3'000'000, 'x')) };
    auto room = must(mail().roomForBodies(
        { { at(inbox, 1), 3 }, { at(inbox, 2), 0 }, { at(inbox, 3), 3'000'000 } }));
    auto second = must(mail().roomForBodies({ { at(inbox, 4), 4 } }));
    std::vector<ReceivedBody> later{ aBody(at(inbox, 4), "four") };
    std::thread writer([&] { must(room->write(bodies)); });
    must(second->write(later));
    writer.join();
    EXPECT_EQ(bodyOf(1), "none");
    must(mail().storeBodies(later));
    must(mail().storeBodies(bodies));
    EXPECT_EQ(bodyOf(1), "one");
    EXPECT_EQ(bodyOf(2), "");
    EXPECT_EQ(bodyOf(3), std::string(3'000'000, 'x'));
    EXPECT_EQ(bodyOf(4), "four");
    expectSound();
}

TEST_F(BodyTest, what_a_crash_left_behind_the_last_body_is_cut_off)
{
    must(mail().storeBodies({ aBody(at(inbox, 1), "one") }));
    const auto sound = fs::file_size(segment());
    close();
    std::ofstream(segment(), std::ios::app) << std::string(5000, 'g');
    reopen();
    EXPECT_EQ(fs::file_size(segment()), sound);
    must(mail().storeBodies({ aBody(at(inbox, 2), "two") }));
    EXPECT_EQ(bodyOf(1), "one");
    EXPECT_EQ(bodyOf(2), "two");
    expectSound();
}

TEST_F(BodyTest, removed_bodies_give_their_space_back)
{
    for (std::uint32_t uid = 1; uid <= 20; ++uid)
        must(mail().storeBodies({ aBody(at(inbox, uid), std::string(200'000, 'x')) }));
    const auto before = blocksOf(segment());
    FolderDelta delta;
    for (std::uint32_t uid = 1; uid <= 19; ++uid)
        delta.vanished.push_back(uid);
    must(mail().applyDelta(inbox, delta));
    must(mail().setAccountSynced(account, 1, ""));
    EXPECT_LT(blocksOf(segment()), before / 5);
    EXPECT_EQ(bodyOf(20), std::string(200'000, 'x'));
    expectSound();
}

TEST_F(BodyTest, a_segment_goes_with_its_last_body)
{
    must(mail().storeBodies({ aBody(at(inbox, 1), std::string(70'000'000, 'x')) }));
    must(mail().storeBodies({ aBody(at(inbox, 2), "two") }));
    ASSERT_TRUE(fs::exists(segment(2)));
    must(mail().applyDelta(inbox, { .vanished = { 1 } }));
    must(mail().setAccountSynced(account, 1, ""));
    EXPECT_FALSE(fs::exists(segment(1)));
    EXPECT_EQ(bodyOf(2), "two");
    reopen();
    EXPECT_EQ(bodyOf(2), "two");
    expectSound();
}

TEST_F(BodyTest, a_lost_file_of_bodies_is_fetched_again)
{
    must(mail().storeBodies({ aBody(at(inbox, 1), "one") }));
    close();
    fs::remove(segment());
    reopen();
    const auto raw = reader->raw(at(inbox, 1));
    ASSERT_FALSE(raw);
    EXPECT_EQ(raw.error().code, "corrupt");
    must(mail().checkpoint(inbox));
    EXPECT_FALSE(store->cacheWasRebuilt());
    EXPECT_EQ(must(mail().missingBodies(inbox, 100)).size(), 20U);
    must(mail().storeBodies({ aBody(at(inbox, 1), "one") }));
    EXPECT_EQ(bodyOf(1), "one");
    expectSound();
}

TEST_F(BodyTest, a_full_disk_is_a_clean_error_and_no_half_body)
{
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{ .rlim_cur = 3'000'000, .rlim_max = before.rlim_max };
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto stored = mail().storeBodies({ aBody(at(inbox, 1), std::string(5'000'000, 'x')) });
    ::setrlimit(RLIMIT_FSIZE, &before);
    ASSERT_FALSE(stored);
    EXPECT_EQ(stored.error().code, "disk-full");
    EXPECT_EQ(bodyOf(1), "none");
    must(mail().storeBodies({ aBody(at(inbox, 1), "whole") }));
    EXPECT_EQ(bodyOf(1), "whole");
    expectSound();
}

} // namespace
} // namespace fulmar::storage::test
