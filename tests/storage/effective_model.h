// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store_fixture.h"

#include "common/limits.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace fulmar::storage::test {

/// What the store should show, worked out in memory in the plainest way: the mirror, the journal,
/// and one function that lays the one over the other.
class EffectiveModel {
public:
    struct Place {
        std::uint32_t uid = 0; ///< 0 = provisional
        Flags flags{};
    };
    struct Target {
        MessageId message{};
        FolderId folder{};
        std::uint32_t uid = 0;
    };
    struct Entry {
        ActionId id{};
        Action action{};
        std::vector<Target> targets{};
        bool begun = false;
    };
    /// What one action did to one message, for taking it back.
    struct Part {
        ActionId action{};
        MessageId message{};
        FolderId folder{};
        std::optional<FolderId> arrival{};
        bool wasThere = false, deleted = false, copied = false;
        FlagChange back{};
    };
    struct Mail {
        RemoteMessage remote{};
        std::map<FolderId, Place> places{};
        Flags lastFlags{};
    };

    std::map<MessageId, Mail> mails;
    std::vector<Entry> journal;
    struct Step {
        std::int64_t number = 0;
        std::vector<Part> parts{};
    };
    std::vector<Step> steps;
    std::int64_t lastStep = 0;
    void addStep(std::vector<Part> parts)
    {
        steps.push_back({ ++lastStep, std::move(parts) });
        std::erase_if(
            steps, [&](const Step& step) { return step.number <= lastStep - limits::undoSteps; });
    }

    [[nodiscard]] bool isPending(MessageId message) const
    {
        return std::any_of(journal.begin(), journal.end(), [&](const Entry& entry) {
            return std::any_of(entry.targets.begin(), entry.targets.end(),
                [&](const Target& target) { return target.message == message; });
        });
    }

    /// Folders that show the message, with the flags shown.
    [[nodiscard]] std::map<FolderId, Flags> shown(MessageId message) const
    {
        const Mail& mail = mails.at(message);
        std::map<FolderId, Flags> presence;
        Flags otherwise = mail.lastFlags;
        for (const auto& [folder, place] : mail.places) {
            presence[folder] = place.flags;
            otherwise = place.flags;
        }
        FlagChange change;
        for (const auto& entry : journal) {
            for (const auto& target : entry.targets) {
                if (target.message == message)
                    step(presence, change, entry.action, target.folder, otherwise);
            }
        }
        for (auto& [folder, flags] : presence)
            flags = change.appliedTo(flags);
        return presence;
    }

    void removePlace(MessageId message, FolderId folder)
    {
        Mail& mail = mails.at(message);
        const auto place = mail.places.find(folder);
        if (place == mail.places.end())
            return;
        mail.lastFlags = place->second.flags;
        mail.places.erase(place);
    }
    void forgetUnneeded()
    {
        for (auto mail = mails.begin(); mail != mails.end();)
            mail = mail->second.places.empty() && !isPending(mail->first) ? mails.erase(mail)
                                                                          : std::next(mail);
    }
    void learn(MessageId message, FolderId folder, std::uint32_t uid)
    {
        for (auto& entry : journal) {
            for (auto& target : entry.targets) {
                if (target.message == message && target.folder == folder)
                    target.uid = uid;
            }
        }
    }

    void done(ActionId id, const std::vector<NewPosition>& positions)
    {
        const Entry entry = take(id);
        for (const auto& target : entry.targets) {
            Mail& mail = mails.at(target.message);
            if (const auto* flags = std::get_if<ChangeFlags>(&entry.action)) {
                if (const auto place = mail.places.find(target.folder); place != mail.places.end())
                    place->second.flags = flags->change.appliedTo(place->second.flags);
                continue;
            }
            const auto source = mail.places.find(target.folder);
            const bool known = source != mail.places.end();
            const Flags flags = known ? source->second.flags : mail.lastFlags;
            if (!std::holds_alternative<CopyTo>(entry.action))
                removePlace(target.message, target.folder);
            if (!std::holds_alternative<DeleteForever>(entry.action))
                arrive(mail, target.message, arrivalOf(entry.action), flags, known, positions);
        }
        forgetUnneeded();
    }

    void dropped(ActionId id)
    {
        for (auto& step : steps)
            std::erase_if(step.parts, [&](const Part& part) { return part.action == id; });
        std::erase_if(steps, [](const auto& step) { return step.parts.empty(); });
        const Entry entry = take(id);
        const bool moved = std::holds_alternative<MoveTo>(entry.action);
        if (moved || std::holds_alternative<CopyTo>(entry.action)) {
            for (const auto& target : entry.targets)
                withdraw(entry, target, moved);
        }
        std::erase_if(journal, [](const Entry& e) { return e.targets.empty(); });
        forgetUnneeded();
    }

    Entry* find(ActionId id)
    {
        const auto found = std::find_if(
            journal.begin(), journal.end(), [&](const Entry& entry) { return entry.id == id; });
        return found == journal.end() ? nullptr : &*found;
    }
    /// Whether the last step can be taken back.
    [[nodiscard]] bool lastIsFinal()
    {
        return std::any_of(
            steps.back().parts.begin(), steps.back().parts.end(), [&](const Part& part) {
                const Entry* entry = find(part.action);
                return part.deleted && (!entry || entry->begun);
            });
    }
    /// Takes the last step back; gives the actions that are owed now, without their keys.
    std::vector<Entry> undo()
    {
        const auto parts = steps.back().parts;
        steps.pop_back();
        std::vector<Entry> owed;
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
            const Entry* entry = find(part->action);
            if (entry && !entry->begun)
                dropped(part->action);
            else if (const auto back = wayBack(*part))
                owed.push_back(*back);
        }
        return owed;
    }

    static FolderId arrivalOf(const Action& action)
    {
        const auto* move = std::get_if<MoveTo>(&action);
        return move ? move->folder : std::get<CopyTo>(action).folder;
    }

private:
    std::optional<Entry> wayBack(const Part& part)
    {
        const FolderId from = part.arrival.value_or(part.folder);
        if (mails.count(part.message) == 0 || shown(part.message).count(from) == 0
            || (part.copied && part.wasThere) || (!part.arrival && part.back == FlagChange{}))
            return std::nullopt;
        Entry entry;
        if (!part.arrival)
            entry.action = ChangeFlags{ part.back };
        else if (part.copied)
            entry.action = DeleteForever{};
        else if (part.wasThere)
            entry.action = CopyTo{ part.folder };
        else
            entry.action = MoveTo{ part.folder };
        const auto& places = mails.at(part.message).places;
        const auto place = places.find(from);
        entry.targets = { { part.message, from, place == places.end() ? 0U : place->second.uid } };
        return entry;
    }
    static void step(std::map<FolderId, Flags>& presence, FlagChange& change, const Action& action,
        FolderId source, const Flags& otherwise)
    {
        if (const auto* flags = std::get_if<ChangeFlags>(&action)) {
            change = change.then(flags->change);
            return;
        }
        const Flags moved = presence.count(source) ? presence[source] : otherwise;
        if (!std::holds_alternative<CopyTo>(action))
            presence.erase(source);
        if (!std::holds_alternative<DeleteForever>(action))
            presence.emplace(arrivalOf(action), moved);
    }

    static bool isTold(
        const std::vector<NewPosition>& positions, MessageId message, std::uint32_t& uid)
    {
        for (const auto& position : positions) {
            if (position.message == message) {
                uid = position.uid;
                return true;
            }
        }
        return false;
    }
    void arrive(Mail& mail, MessageId message, FolderId to, const Flags& flags, bool known,
        const std::vector<NewPosition>& positions)
    {
        std::uint32_t uid = 0;
        const bool told = isTold(positions, message, uid);
        const auto there = mail.places.find(to);
        if (there != mail.places.end() && (there->second.uid != 0 || uid == 0))
            return;
        if (uid == 0 && !known && !told)
            return;
        mail.places[to] = { uid, flags };
        if (uid != 0)
            learn(message, to, uid);
    }

    void withdraw(const Entry& entry, const Target& source, bool moved)
    {
        const FolderId arrival = arrivalOf(entry.action);
        for (auto& later : journal) {
            if (later.id < entry.id)
                continue;
            const bool standsAtSource
                = std::any_of(later.targets.begin(), later.targets.end(), [&](const Target& t) {
                      return t.message == source.message && t.folder == source.folder;
                  });
            std::vector<Target> kept;
            for (Target target : later.targets) {
                const bool waits = target.message == source.message && target.folder == arrival
                    && target.uid == 0;
                if (waits && (!moved || standsAtSource))
                    continue;
                if (waits)
                    target = source;
                const bool toItself = moved && target.message == source.message
                    && target.folder == source.folder
                    && (std::holds_alternative<MoveTo>(later.action)
                        || std::holds_alternative<CopyTo>(later.action))
                    && arrivalOf(later.action) == source.folder;
                if (!toItself)
                    kept.push_back(target);
            }
            later.targets = kept;
        }
    }

    Entry take(ActionId id)
    {
        const auto found = std::find_if(
            journal.begin(), journal.end(), [&](const Entry& entry) { return entry.id == id; });
        Entry entry = *found;
        journal.erase(found);
        return entry;
    }
};

} // namespace fulmar::storage::test
