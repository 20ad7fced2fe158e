// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts at every step: the files before and after each call are mixed as a kill or a power loss may
// leave them (the two files do not commit as one), then the program goes on from there. It must end
// where it would have ended without the cut.
#include "store_fixture.h"

#include <functional>
#include <map>

namespace fulmar::storage::test {
namespace {

namespace fs = std::filesystem;

class CutTest : public StoreTest {
protected:
    struct Step {
        const char* name;
        std::function<void()> run;
    };
    /// Folder -> subject -> flags: what the server holds in the end.
    using Truth = std::map<std::string, std::map<std::uint32_t, RemoteMessage>>;

    void snapshot(const fs::path& to) const
    {
        fs::remove_all(to);
        fs::create_directories(to);
        for (const char* name : { "kept.db", "kept.db-wal", "cache.db", "cache.db-wal" }) {
            if (fs::exists(profile() / name))
                fs::copy_file(profile() / name, to / name);
        }
        fs::copy(profile() / "bodies", to / "bodies");
    }
    void mix(const fs::path& kept, const fs::path& cache) const
    {
        fs::remove_all(profile());
        fs::create_directories(profile());
        fs::copy(cache / "bodies", profile() / "bodies");
        for (const char* suffix : { ".db", ".db-wal" }) {
            if (fs::exists(kept / (std::string("kept") + suffix)))
                fs::copy_file(kept / (std::string("kept") + suffix),
                    profile() / (std::string("kept") + suffix));
            if (fs::exists(cache / (std::string("cache") + suffix)))
                fs::copy_file(cache / (std::string("cache") + suffix),
                    profile() / (std::string("cache") + suffix));
        }
    }
    /// What the engine does after a start: journal rows are done again, then every folder is
    /// brought to the server's state.
    void goOn(const Truth& truth, const std::vector<NewPosition>& positions)
    {
        must(mail().applyFolderList(account, folderList()));
        for (const auto& action : must(mail().pendingActions({})))
            must(mail().actionDone(action, positions));
        for (const auto& [path, messages] : truth) {
            const FolderId where = folderNamed(path);
            FolderDelta delta;
            for (const auto& known : must(mail().knownMessages(where))) {
                if (messages.count(known.uid) == 0)
                    delta.vanished.push_back(known.uid);
            }
            for (const auto& [uid, remote] : messages)
                delta.added.push_back(remote);
            delta.checkpoint
                = FolderCheckpoint{ 7, 1000, 0, static_cast<std::uint32_t>(messages.size()) };
            must(mail().applyDelta(where, delta));
        }
    }
    void expectTruth(const Truth& truth)
    {
        EXPECT_TRUE(must(mail().pendingActions({})).empty());
        for (const auto& [path, messages] : truth) {
            const FolderId where = folderNamed(path);
            EXPECT_EQ(count(where), messages.size()) << path;
            EXPECT_EQ(listed(where).size(), messages.size()) << path;
            for (const auto& [uid, remote] : messages) {
                const auto row = shown(at(where, uid), where);
                ASSERT_TRUE(row) << path << " " << uid;
                EXPECT_EQ(row->summary.messageId, remote.summary.messageId);
                EXPECT_EQ(row->flags, remote.flags);
                EXPECT_FALSE(row->pending);
            }
        }
        expectSound();
    }
};

TEST_F(CutTest, every_mix_of_before_and_after_ends_the_same)
{
    const fs::path before = temporary / "before", after = temporary / "after",
                   resume = temporary / "resume";
    add(inbox, { aMessage(1), aMessage(2), aMessage(3), aMessage(4) });
    const MessageId one = at(inbox, 1), two = at(inbox, 2), three = at(inbox, 3),
                    four = at(inbox, 4);
    const std::vector<NewPosition> positions{ { two, archive, 7, 22 }, { three, trash, 7, 33 } };
    ReceivedBody bodyOfTwo = aBody(two, "two");
    bodyOfTwo.summary = aMessage(2).summary;
    std::vector<ActionId> ids(5);
    const auto finish = [&](std::size_t i) { must(mail().actionDone(pending(ids[i]), positions)); };
    const std::vector<Step> steps{
        { "flag", [&] { ids[0] = record(ChangeFlags{ adding(Flag::Seen) }, one)[0]; } },
        { "move", [&] { ids[1] = record(MoveTo{ archive }, two, inbox)[0]; } },
        { "copy", [&] { ids[2] = record(CopyTo{ trash }, three, inbox)[0]; } },
        { "delete", [&] { ids[3] = record(DeleteForever{}, four, inbox)[0]; } },
        { "body", [&] { must(mail().storeBodies({ bodyOfTwo })); } },
        { "delta",
            [&] { must(mail().applyDelta(inbox, { .added = { aMessage(5) }, .vanished = {} })); } },
        { "flag done", [&] { finish(0); } },
        { "move done", [&] { finish(1); } },
        { "copy done", [&] { finish(2); } },
        { "delete done", [&] { finish(3); } },
        { "tree", [&] { must(mail().applyFolderList(account, folderList())); } },
    };
    RemoteMessage moved = aMessage(2), copied = aMessage(3),
                  seenOne = aMessage(1, flags({ Flag::Seen }));
    moved.uid = 22;
    copied.uid = 33;
    const Truth all{ { "INBOX", { { 1, seenOne }, { 3, aMessage(3) }, { 5, aMessage(5) } } },
        { "Archive", { { 22, moved } } }, { "Trash", { { 33, copied } } } };
    for (std::size_t i = 0; i < steps.size(); ++i) {
        snapshot(before);
        steps[i].run();
        snapshot(after);
        // kill: both before, cache only (it commits first), both after; power loss: kept only
        // (cache.db is not synced).
        for (const auto& [kept, cache] :
            { std::pair(before, before), std::pair(before, after), std::pair(after, before) }) {
            SCOPED_TRACE(std::string(steps[i].name)
                + (kept == before ? " kept before" : " kept after")
                + (cache == before ? ", cache before" : ", cache after"));
            close();
            mix(kept, cache);
            reopen();
            expectSound();
            EXPECT_FALSE(store->cacheWasRebuilt());
            // Later actions of the person, which the cut run never saw, are not owed: the journal
            // is what counts.
            std::vector<NewPosition> known;
            for (const auto& action : must(mail().pendingActions({}))) {
                for (const auto& target : action.targets) {
                    for (const auto& position : positions) {
                        if (position.message == target.message)
                            known.push_back(position);
                    }
                }
            }
            goOn(all, known);
            expectTruth(all);
        }
        close();
        mix(after, after);
        reopen();
    }
    EXPECT_EQ(at(archive, 22), two) << "without a cut the key stays";
    EXPECT_EQ(must(reader->raw(two)), "two");
}

} // namespace
} // namespace fulmar::storage::test
