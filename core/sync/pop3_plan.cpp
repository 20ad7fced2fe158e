// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pop3_plan.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace fulmar {
namespace {

constexpr std::int64_t secondsPerDay = 86'400;

using Counts = std::unordered_map<std::string_view, std::size_t>;

Counts countListed(const std::vector<Pop3Listed>& listing)
{
    Counts counts;
    for (const auto& message : listing)
        ++counts[message.uidl];
    return counts;
}

/// What the history says of all rows of one UIDL together.
struct Known {
    std::size_t rows = 0;
    std::int64_t lastFetched = 0;
    bool whole = true; ///< each is here with all its bytes, or was deleted here
    bool deleted = true; ///< each was deleted here, or is in the trash
};

std::unordered_map<std::string_view, Known> knownOf(const std::vector<Pop3Seen>& history)
{
    std::unordered_map<std::string_view, Known> known;
    for (const auto& seen : history) {
        Known& all = known[seen.uidl];
        const bool isGone = !seen.message.isValid();
        ++all.rows;
        all.lastFetched = std::max(all.lastFetched, seen.fetched);
        all.whole = all.whole && (isGone || !seen.partial);
        all.deleted = all.deleted && (isGone || seen.inTrash);
    }
    return known;
}

/// Which messages are over the limits, counted from the newest.
std::unordered_set<std::size_t> overLimit(
    const std::vector<Pop3Listed>& listing, const Pop3Settings& settings)
{
    std::unordered_set<std::size_t> over;
    std::uint64_t bytes = 0;
    for (std::size_t i = listing.size(); i-- > 0;) {
        bytes += listing[i].size;
        const bool tooMany
            = settings.keepMessages > 0 && listing.size() - i > settings.keepMessages;
        const bool tooBig = settings.keepBytes > 0 && bytes > settings.keepBytes;
        if (tooMany || tooBig)
            over.insert(i);
    }
    return over;
}

} // namespace

std::vector<Pop3Fetch> planFetches(const std::vector<Pop3Listed>& listing,
    const std::vector<Pop3Seen>& history, const Pop3Settings& settings)
{
    const auto listed = countListed(listing);
    const auto known = knownOf(history);
    std::vector<Pop3Fetch> fetches;
    for (std::size_t i = listing.size(); i-- > 0;) {
        const auto& message = listing[i];
        const auto rows = known.find(message.uidl);
        const bool isKnown = !message.uidl.empty() && rows != known.end()
            && rows->second.rows >= listed.at(message.uidl);
        if (!isKnown)
            fetches.push_back({ .index = i,
                .headerOnly
                = settings.headersOnlyOver > 0 && message.size > settings.headersOnlyOver });
    }
    return fetches;
}

std::vector<std::size_t> planRemovals(const std::vector<Pop3Listed>& listing,
    const std::vector<Pop3Seen>& history, const Pop3Settings& settings, std::int64_t now)
{
    std::vector<std::size_t> removals;
    if (settings.keep == Pop3Keep::Forever || settings.recent)
        return removals;
    const auto listed = countListed(listing);
    const auto known = knownOf(history);
    const auto over = settings.keep == Pop3Keep::Limit ? overLimit(listing, settings)
                                                       : std::unordered_set<std::size_t>{};
    for (std::size_t i = 0; i < listing.size(); ++i) {
        const auto row = known.find(listing[i].uidl);
        if (listing[i].uidl.empty() || row == known.end() || !row->second.whole
            || row->second.rows < listed.at(listing[i].uidl))
            continue;
        const Known& all = row->second;
        const bool isOld = now - all.lastFetched >= secondsPerDay * settings.keepDays;
        const bool goes = settings.keep == Pop3Keep::Remove
            || (settings.keep == Pop3Keep::Days && isOld)
            || (settings.keep == Pop3Keep::UntilDeleted && all.deleted) || over.count(i) != 0;
        if (goes)
            removals.push_back(i);
    }
    return removals;
}

Pop3Presence planPresence(
    const std::vector<Pop3Listed>& listing, const std::vector<Pop3Seen>& history)
{
    const auto listed = countListed(listing);
    Pop3Presence presence;
    for (const auto& seen : history) {
        const bool isThere = listed.count(seen.uidl) != 0;
        if (isThere != seen.onServer)
            (isThere ? presence.there : presence.gone).push_back(seen.id);
    }
    return presence;
}

std::int64_t waitForSignIn(const Pop3State& state, std::int64_t now)
{
    if (state.loginDelay == 0 || now < state.lastSignIn)
        return 0;
    return std::max<std::int64_t>(state.lastSignIn + state.loginDelay - now, 0);
}

} // namespace fulmar
