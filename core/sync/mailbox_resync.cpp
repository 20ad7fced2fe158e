// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a folder's synchronisation that RFC 7162 (QRESYNC) makes short.
#include "sync/mailbox_sync.h"

#include <algorithm>
#include <utility>

namespace fulmar {
namespace {

/// Positions named in the sequence match data of QRESYNC; halving distances from the end.
constexpr int matchedPositions = 20;

bool holds(const std::vector<std::uint32_t>& ascending, std::uint32_t uid)
{
    return std::binary_search(ascending.begin(), ascending.end(), uid);
}

std::optional<imap::SequenceMatch> matchOf(const std::vector<std::uint32_t>& known)
{
    imap::SequenceMatch match;
    for (auto position = known.size(); position > 0; position /= 2) {
        match.seqs.add(static_cast<std::uint32_t>(position));
        match.uids.NumberSet::add(known[position - 1]);
        if (match.seqs.count() == matchedPositions)
            break;
    }
    return known.empty() ? std::nullopt : std::optional(std::move(match));
}

} // namespace

std::optional<imap::Qresync> MailboxSync::knownState()
{
    if (!m_client->hasQresync() || !canResync(m_state))
        return std::nullopt;
    auto known = m_store.knownUids(m_folder);
    if (!known)
        return std::nullopt; // the next call of the store tells what is wrong
    m_known = std::move(*known);
    m_resyncing = true;
    return imap::Qresync{ .uidValidity = m_state.checkpoint.uidValidity,
        .modSeq = m_state.checkpoint.highestModSeq,
        .match = matchOf(m_known) };
}

/// Nothing where SELECT was no QRESYNC; what it told counts against what is known here.
std::optional<Resync> MailboxSync::whatWasTold()
{
    if (!m_resyncing || m_selected.uidValidity != m_state.checkpoint.uidValidity)
        return std::nullopt;
    Resync told{ .complete = m_complete };
    for (const auto uid : m_known)
        told.vanished += m_toldVanished.contains(uid) ? 1 : 0;
    std::sort(m_toldFlags.begin(), m_toldFlags.end(),
        [](const FlagUpdate& a, const FlagUpdate& b) { return a.uid < b.uid; });
    for (const auto& update : m_toldFlags) {
        const bool again = !m_fresh.empty() && m_fresh.back() == update.uid;
        if (!again && !holds(m_known, update.uid) && !m_toldVanished.contains(update.uid))
            m_fresh.push_back(update.uid);
    }
    told.added = static_cast<std::uint32_t>(m_fresh.size());
    return told;
}

void MailboxSync::takeTold()
{
    m_newTotal = static_cast<std::uint32_t>(m_fresh.size());
    for (const auto uid : m_known) {
        if (m_toldVanished.contains(uid))
            m_collected.vanished.push_back(uid);
    }
    for (auto& update : m_toldFlags) {
        if (holds(m_known, update.uid))
            m_collected.flags.push_back(std::move(update));
    }
}

void MailboxSync::vanished(const imap::UidSet& uids, bool earlier)
{
    // What goes from now on is told again by the next synchronisation.
    if (m_selecting && earlier)
        m_toldVanished.add(uids.ranges());
}

} // namespace fulmar
