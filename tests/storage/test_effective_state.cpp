// SPDX-License-Identifier: GPL-3.0-or-later
// Random actions, answers and news against a model in memory: after every step the store shows what
// the model shows.
#include "effective_model.h"

#include <cstdlib>
#include <random>

namespace fulmar::storage::test {
namespace {

using ::testing::ElementsAreArray;

class EffectiveStateTest : public StoreTest {
protected:
    std::uint32_t below(std::size_t limit)
    {
        return std::uniform_int_distribution<std::uint32_t>(
            0, static_cast<std::uint32_t>(limit) - 1)(random);
    }
    FolderId anyFolder() { return std::vector{ inbox, archive, trash }[below(3)]; }
    Flags anyFlags()
    {
        Flags out;
        for (const Flag flag : { Flag::Seen, Flag::Flagged, Flag::Answered })
            out.set(flag, below(2) == 1);
        if (below(4) == 0)
            out.keywords.insert("work");
        return out;
    }
    std::optional<MessageId> anyShown()
    {
        std::vector<MessageId> ids;
        for (const auto& [id, mail] : model.mails) {
            if (!model.shown(id).empty())
                ids.push_back(id);
        }
        return ids.empty() ? std::nullopt : std::optional(ids[below(ids.size())]);
    }
    std::uint32_t newUid(FolderId where) { return ++lastUid[where]; }

    void newMail()
    {
        const FolderId where = anyFolder();
        RemoteMessage remote = aMessage(++serial, anyFlags());
        remote.received
            = 1'700'000'000 + below(50) * 10; // ties happen: the order then is that of the keys
        remote.uid = newUid(where);
        add(where, { remote });
        const MessageId id = at(where, remote.uid);
        model.mails[id].remote = remote;
        model.mails[id].places[where] = { remote.uid, remote.flags };
    }
    /// Any placement with a uid; `act` gets its mail and place.
    template <class Act>
    void somePlacement(Act act)
    {
        std::vector<std::pair<MessageId, FolderId>> all;
        for (const auto& [id, mail] : model.mails) {
            for (const auto& [where, place] : mail.places) {
                if (place.uid != 0)
                    all.emplace_back(id, where);
            }
        }
        if (!all.empty()) {
            const auto [id, where] = all[below(all.size())];
            act(id, where, model.mails[id].places[where]);
        }
    }
    void flagsFromElsewhere()
    {
        somePlacement([&](MessageId, FolderId where, EffectiveModel::Place& place) {
            place.flags = anyFlags();
            must(mail().applyDelta(
                where, { .flags = { { place.uid, place.flags }, { 999999, {} } } }));
        });
    }
    void vanishes()
    {
        somePlacement([&](MessageId id, FolderId where, const EffectiveModel::Place& place) {
            must(mail().applyDelta(where, { .vanished = { place.uid, 999999 } }));
            model.removePlace(id, where);
            model.forgetUnneeded();
        });
    }
    /// A sync finds what was moved to a folder without a uid.
    void foundByTheNextSync()
    {
        for (auto& [id, mailOf] : model.mails) {
            for (auto& [where, place] : mailOf.places) {
                if (place.uid != 0)
                    continue;
                place.uid = newUid(where);
                place.flags = anyFlags();
                RemoteMessage remote = mailOf.remote;
                remote.uid = place.uid;
                remote.flags = place.flags;
                add(where, { remote });
                model.learn(id, where, place.uid);
                return;
            }
        }
    }
    Action anyAction()
    {
        switch (below(6)) {
        case 0:
        case 1:
            return MoveTo{ anyFolder() };
        case 2:
            return CopyTo{ anyFolder() };
        case 3:
            return below(3) == 0 ? Action{ DeleteForever{} } : Action{ MoveTo{ trash } };
        default: {
            FlagChange first, second;
            first.add = anyFlags();
            second.remove = anyFlags();
            return ChangeFlags{ first.then(second) };
        }
        }
    }
    void act()
    {
        const auto id = anyShown();
        if (!id)
            return;
        const Action action = anyAction();
        const auto shownNow = model.shown(*id);
        auto from = std::next(shownNow.begin(), below(shownNow.size()))->first;
        const auto ids = record(action, *id, from);
        std::vector<FolderId> sources;
        if (std::holds_alternative<ChangeFlags>(action)) {
            for (const auto& [where, flags] : shownNow)
                sources.push_back(where);
        } else if (std::holds_alternative<MoveTo>(action)
            && EffectiveModel::arrivalOf(action) != from) {
            sources.push_back(from);
        } else if (std::holds_alternative<DeleteForever>(action)) {
            sources.push_back(from);
        } else if (std::holds_alternative<CopyTo>(action)
            && shownNow.count(EffectiveModel::arrivalOf(action)) == 0) {
            sources.push_back(from);
        }
        ASSERT_EQ(ids.size(), sources.size());
        std::vector<EffectiveModel::Part> parts;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            parts.push_back(partOf(ids[i], action, *id, sources[i], shownNow));
            const auto& places = model.mails[*id].places;
            const auto place = places.find(sources[i]);
            model.journal.push_back({ ids[i], action,
                { { *id, sources[i], place == places.end() ? 0U : place->second.uid } } });
        }
        if (!parts.empty())
            model.addStep(parts);
    }
    static EffectiveModel::Part partOf(ActionId action, const Action& kind, MessageId id,
        FolderId source, const std::map<FolderId, Flags>& before)
    {
        EffectiveModel::Part part{ .action = action, .message = id, .folder = source };
        part.arrival = fulmar::arrivalOf(kind);
        part.wasThere = part.arrival && before.count(*part.arrival) != 0;
        part.deleted = std::holds_alternative<DeleteForever>(kind);
        part.copied = std::holds_alternative<CopyTo>(kind);
        if (const auto* flags = std::get_if<ChangeFlags>(&kind)) {
            const Flags was = before.at(source);
            const FlagChange& change = flags->change;
            part.back.add.bits = change.remove.bits & was.bits;
            part.back.remove.bits = change.add.bits & ~was.bits;
            for (const auto& keyword : change.add.keywords) {
                if (was.keywords.count(keyword) == 0)
                    part.back.remove.keywords.insert(keyword);
            }
            for (const auto& keyword : change.remove.keywords) {
                if (was.keywords.count(keyword) != 0)
                    part.back.add.keywords.insert(keyword);
            }
        }
        return part;
    }
    /// A command leaves for the server: from now on the action is not simply forgotten.
    void beginsOne()
    {
        if (model.journal.empty())
            return;
        auto& entry = model.journal[below(model.journal.size())];
        entry.begun = true;
        must(mail().actionsBegun({ entry.id }, {}));
    }
    void undoes()
    {
        if (model.steps.empty()) {
            EXPECT_EQ(mail().undo(1000).error().code, "nothing-to-undo");
            return;
        }
        if (model.lastIsFinal()) {
            model.steps.pop_back();
            EXPECT_EQ(mail().undo(1000).error().code, "cannot-undo");
            return;
        }
        auto owed = model.undo();
        const auto undone = must(mail().undo(1000));
        ASSERT_EQ(undone.actions.size(), owed.size());
        for (std::size_t i = 0; i < owed.size(); ++i) {
            owed[i].id = undone.actions[i];
            model.journal.push_back(owed[i]);
        }
    }
    void serverDoesOne()
    {
        for (const auto& entry : model.journal) {
            if (std::any_of(entry.targets.begin(), entry.targets.end(),
                    [](const auto& t) { return t.uid == 0; }))
                continue;
            std::vector<NewPosition> positions;
            if (entry.action.index() == 1 || entry.action.index() == 2) {
                const FolderId to = EffectiveModel::arrivalOf(entry.action);
                for (const auto& target : entry.targets) {
                    if (const auto how = below(3); how < 2)
                        positions.push_back({ target.message, to, 7, how == 0 ? newUid(to) : 0 });
                }
            }
            must(mail().actionDone(pending(entry.id), positions));
            model.done(ActionId(entry.id), positions);
            return;
        }
    }
    void serverRefusesOne()
    {
        if (model.journal.empty())
            return;
        const ActionId id = model.journal[below(model.journal.size())].id;
        must(mail().actionDropped(id));
        model.dropped(id);
    }

    void step()
    {
        switch (below(15)) {
        case 0:
        case 1:
            // Few messages, so that much happens to each.
            return model.mails.size() < 25 ? newMail() : vanishes();
        case 2:
            return flagsFromElsewhere();
        case 3:
            return below(3) == 0 ? vanishes() : flagsFromElsewhere();
        case 4:
            return foundByTheNextSync();
        case 5:
        case 6:
        case 7:
            return serverDoesOne();
        case 8:
            return serverRefusesOne();
        case 9:
            return beginsOne();
        case 10:
        case 11:
            return undoes();
        default:
            return act();
        }
    }

    void expectFolder(FolderId where)
    {
        std::vector<std::pair<std::int64_t, MessageId>> rows;
        std::uint32_t unread = 0;
        for (const auto& [id, mailOf] : model.mails) {
            const auto places = model.shown(id);
            const auto place = places.find(where);
            if (place == places.end())
                continue;
            rows.emplace_back(-mailOf.remote.received, MessageId{ -id.value });
            unread += place->second.has(Flag::Seen) ? 0 : 1;
            const auto row = shown(id, where);
            ASSERT_TRUE(row) << id.toString();
            ASSERT_EQ(row->flags, place->second) << id.toString();
            ASSERT_EQ(row->pending, model.isPending(id)) << id.toString();
            ASSERT_EQ(row->folders.size(), places.size()) << id.toString();
        }
        std::sort(rows.begin(), rows.end());
        std::vector<MessageId> expected;
        for (const auto& [received, negated] : rows)
            expected.push_back({ -negated.value });
        ASSERT_THAT(listed(where), ElementsAreArray(expected));
        ASSERT_EQ(count(where), expected.size());
        ASSERT_EQ(count(where, true), unread);
        ASSERT_EQ(listed(where, true).size(), unread);
    }
    void expectModel()
    {
        for (const FolderId where : { inbox, archive, trash })
            ASSERT_NO_FATAL_FAILURE(expectFolder(where));
        std::uint32_t total = 0, unread = 0;
        for (const auto& [id, mailOf] : model.mails) {
            const auto places = model.shown(id);
            total += places.empty() ? 0 : 1;
            unread += std::any_of(places.begin(), places.end(),
                [](const auto& p) { return !p.second.has(Flag::Seen); });
        }
        for (const auto& query : { MessageQuery{ .account = account, .limit = 100000 },
                 MessageQuery{ .limit = 100000 } }) {
            auto unreadQuery = query;
            unreadQuery.unreadOnly = true;
            ASSERT_EQ(must(reader->count(query)), total);
            ASSERT_EQ(must(reader->count(unreadQuery)), unread);
            ASSERT_EQ(must(reader->messages(query)).size(), total);
            ASSERT_EQ(must(reader->messages(unreadQuery)).size(), unread);
        }
        const auto actions = must(mail().pendingActions(account));
        ASSERT_EQ(actions.size(), model.journal.size());
        for (std::size_t i = 0; i < actions.size(); ++i) {
            ASSERT_EQ(actions[i].id, model.journal[i].id);
            ASSERT_EQ(actions[i].targets.size(), model.journal[i].targets.size());
            for (std::size_t t = 0; t < actions[i].targets.size(); ++t) {
                ASSERT_EQ(actions[i].targets[t].folder, model.journal[i].targets[t].folder);
                ASSERT_EQ(actions[i].targets[t].uid, model.journal[i].targets[t].uid);
            }
        }
    }

    std::mt19937_64 random;
    EffectiveModel model;
    std::map<FolderId, std::uint32_t> lastUid;
    std::uint32_t serial = 0;
};

TEST_F(EffectiveStateTest, two_thousand_random_steps_show_what_the_model_shows)
{
    const char* given = std::getenv("FULMAR_SEED");
    const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    RecordProperty("seed", std::to_string(seed));
    std::printf("seed %llu (repeat with FULMAR_SEED)\n", static_cast<unsigned long long>(seed));
    random.seed(seed);
    for (int i = 0; i < 2000; ++i) {
        SCOPED_TRACE("seed " + std::to_string(seed) + " step " + std::to_string(i));
        step();
        ASSERT_NO_FATAL_FAILURE(expectModel());
        if (i % 400 == 399) {
            expectSound();
            reopen();
            ASSERT_NO_FATAL_FAILURE(expectModel());
        }
    }
}

} // namespace
} // namespace fulmar::storage::test
