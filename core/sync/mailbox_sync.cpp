// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/mailbox_sync.h"

#include "sync/derive.h"
#include "sync/gmail_folders.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace fulmar {

MailboxSync::MailboxSync(
    MailStore& store, FolderId folder, std::string wireName, Observer observer, Gmail gmail)
    : m_store(store)
    , m_folder(folder)
    , m_wireName(std::move(wireName))
    , m_observer(std::move(observer))
    , m_gmail(std::move(gmail))
{
}

void MailboxSync::start(ImapClient& client, Done done)
{
    m_client = &client;
    m_isGmail = client.has("X-GM-EXT-1");
    m_done = std::move(done);
    client.select(m_wireName, [this](const Result<imap::SelectResult>& selected) {
        if (selected)
            runPlan(*selected);
        else
            fail(selected.error());
    });
}

void MailboxSync::runPlan(const imap::SelectResult& selected)
{
    m_selected = selected;
    const auto checkpoint = m_store.checkpoint(m_folder);
    const auto known = m_store.knownMessages(m_folder);
    if (!checkpoint || !known)
        return fail(checkpoint ? known.error() : checkpoint.error());
    m_checkpoint = *checkpoint;
    m_plan = planSync(m_checkpoint, static_cast<std::uint32_t>(known->size()), selected);
    if (m_gmail.compareLabels && !m_plan.reset && !known->empty())
        m_plan.flags = SyncPlan::FlagStep::Everything;
    if (m_plan.reset) {
        if (const auto reset = m_store.resetFolder(m_folder, selected.uidValidity); !reset)
            return fail(reset.error());
        m_checkpoint = { .uidValidity = selected.uidValidity };
    } else {
        for (const auto& message : *known)
            m_known.emplace(message.uid, message.serverFlags);
    }
    if (m_plan.compareUids)
        compareUids();
    else
        updateFlags();
}

void MailboxSync::compareUids()
{
    m_client->run(imap::UidSearch{ .criteria = "ALL", .returnAll = m_client->has("ESEARCH") },
        [this](const imap::CommandDone& answer) {
            if (answer.error)
                return fail(*answer.error);
            takeServerUids(answer.search ? answer.search->numbers : imap::NumberSet{});
        });
}

void MailboxSync::takeServerUids(const imap::NumberSet& onServer)
{
    // A lying server may name four thousand million messages; more than it says exist is not
    // believed.
    constexpr std::uint64_t slack = 1000;
    if (onServer.count() > m_selected.exists + slack)
        return fail({ .kind = ErrorKind::Limit,
            .where = "UID SEARCH",
            .serverText = {},
            .code = "too-many-messages" });
    std::vector<std::uint32_t> fresh;
    for (const auto& [first, last] : onServer.ranges()) {
        for (std::uint64_t uid = first; uid <= last; ++uid) {
            if (m_known.find(static_cast<std::uint32_t>(uid)) == m_known.end())
                fresh.push_back(static_cast<std::uint32_t>(uid));
        }
    }
    for (auto known = m_known.begin(); known != m_known.end();) {
        if (onServer.contains(known->first)) {
            ++known;
        } else {
            m_collected.vanished.push_back(known->first);
            known = m_known.erase(known);
        }
    }
    m_counts.vanished = static_cast<std::uint32_t>(m_collected.vanished.size());
    m_newTotal = static_cast<std::uint32_t>(fresh.size());
    m_owed.insert(fresh.begin(), fresh.end());
    std::size_t size = firstWindow;
    while (!fresh.empty()) {
        imap::UidSet uids;
        for (std::size_t i = 0; i < size && !fresh.empty(); ++i) {
            uids.NumberSet::add(fresh.back());
            fresh.pop_back();
        }
        m_windows.push_back(std::move(uids));
        size = window;
    }
    updateFlags();
}

void MailboxSync::updateFlags()
{
    const bool needed = m_plan.flags != SyncPlan::FlagStep::Nothing && !m_known.empty();
    if (!needed)
        return fetchNextWindows();
    imap::UidFetch fetch{ .items = { "UID", "FLAGS" } };
    if (m_isGmail)
        fetch.items.emplace_back("X-GM-LABELS");
    if (m_isGmail && m_plan.flags == SyncPlan::FlagStep::Everything && m_client->has("CONDSTORE"))
        fetch.items.emplace_back("MODSEQ");
    fetch.uids.NumberSet::add(1, std::numeric_limits<std::uint32_t>::max());
    if (m_plan.flags == SyncPlan::FlagStep::ChangedSince)
        fetch.changedSince = m_plan.changedSince;
    m_client->run(std::move(fetch), [this](const imap::CommandDone& answer) {
        if (answer.error)
            return fail(*answer.error);
        if (storeCollected())
            fetchNextWindows();
    });
}

/// What every message is asked for, whatever its structure. Gmail's mod-sequences have to be
/// received before they count (`nextModSeq`).
std::vector<std::string> MailboxSync::basicItems() const
{
    std::vector<std::string> items{ "UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE" };
    if (m_isGmail)
        items.insert(items.end(), { "X-GM-MSGID", "X-GM-THRID", "X-GM-LABELS" });
    if (m_isGmail && m_client->has("CONDSTORE"))
        items.emplace_back("MODSEQ");
    return items;
}

std::vector<std::string> MailboxSync::headerItems() const
{
    auto items = basicItems();
    items.insert(
        items.end(), { "ENVELOPE", "BODYSTRUCTURE", "BODY.PEEK[HEADER.FIELDS (REFERENCES)]" });
    return items;
}

void MailboxSync::fetchNextWindows()
{
    const auto items = headerItems();
    while (m_inFlight < windowsInFlight && !m_windows.empty()) {
        ++m_inFlight;
        auto uids = std::move(m_windows.front());
        m_windows.pop_front();
        m_client->run(imap::UidFetch{ .uids = std::move(uids), .items = items },
            [this](const imap::CommandDone& answer) {
                --m_inFlight;
                if (m_finished)
                    return;
                if (answer.error)
                    return fail(*answer.error);
                if (!storeCollected())
                    return;
                if (m_observer.progress)
                    m_observer.progress(m_newDone, m_newTotal);
                fetchNextWindows();
            });
    }
    if (m_inFlight > 0 || !m_windows.empty())
        return;
    if (m_owed.empty())
        storeCheckpoint();
    else if (m_withoutStructure)
        confirmOwed();
    else
        fetchWithoutStructure();
}

/// A structure nested beyond our limits, or an ENVELOPE that no grammar fits, must not hide the
/// message.
void MailboxSync::fetchWithoutStructure()
{
    m_withoutStructure = true;
    imap::UidFetch fetch{ .items = basicItems() };
    for (const auto uid : m_owed)
        fetch.uids.NumberSet::add(uid);
    ++m_inFlight;
    m_client->run(std::move(fetch), [this](const imap::CommandDone& answer) {
        --m_inFlight;
        if (answer.error)
            return fail(*answer.error);
        if (storeCollected())
            fetchNextWindows();
    });
}

void MailboxSync::fetched(imap::FetchData& data)
{
    m_largestModSeq = std::max(m_largestModSeq, data.modSeq.value_or(0));
    if (!data.uid)
        return; // an unsolicited answer: the next comparison sees the same change
    const auto known = m_known.find(data.uid->value());
    if (known == m_known.end()) {
        const bool complete = data.envelope || (m_withoutStructure && data.size);
        if (complete && m_owed.erase(data.uid->value()) != 0) {
            if (auto message = remoteMessageFrom(data)) {
                message->gmail = gmailFieldsFrom(data, m_gmail.mailboxLabel);
                m_collected.added.push_back(std::move(*message));
            }
        }
    } else if (data.flags) {
        auto flags = flagsFromWire({ data.flags->begin(), data.flags->end() });
        if (flags == known->second && !data.gmailLabels)
            return;
        known->second = flags;
        m_collected.flags.push_back({ .uid = known->first,
            .flags = std::move(flags),
            .labels = gmailLabelsFrom(data, m_gmail.mailboxLabel) });
    }
}

/// Expunged between the comparison and now is no fault; listed by SEARCH and not given by FETCH is.
void MailboxSync::confirmOwed()
{
    imap::UidSet owed;
    for (const auto uid : m_owed)
        owed.NumberSet::add(uid);
    m_client->run(imap::UidSearch{ .criteria = "UID " + owed.toString(),
                      .returnAll = m_client->has("ESEARCH") },
        [this](const imap::CommandDone& answer) {
            if (answer.error)
                return fail(*answer.error);
            if (answer.search && !answer.search->numbers.empty())
                return fail({ .kind = ErrorKind::Protocol,
                    .where = "FETCH",
                    .serverText = {},
                    .code = "messages-missing" });
            m_owed.clear();
            storeCheckpoint();
        });
}

bool MailboxSync::storeCollected()
{
    FolderDelta delta = std::exchange(m_collected, {});
    m_newDone += static_cast<std::uint32_t>(delta.added.size());
    m_counts.added += static_cast<std::uint32_t>(delta.added.size());
    m_counts.changed += static_cast<std::uint32_t>(delta.flags.size());
    if (delta.added.empty() && delta.flags.empty() && delta.vanished.empty())
        return true;
    const auto stored = m_store.applyDelta(m_folder, delta);
    if (!stored)
        fail(stored.error());
    return stored.has_value();
}

void MailboxSync::storeCheckpoint()
{
    if (m_finished)
        return;
    m_finished = true;
    const FolderCheckpoint reached{ .uidValidity = m_selected.uidValidity,
        .uidNext = m_selected.uidNext,
        .highestModSeq
        = nextModSeq(m_checkpoint, m_selected, m_largestModSeq, m_client->has("X-GM-EXT-1")),
        .exists = m_selected.exists };
    FolderDelta delta = std::exchange(m_collected, {});
    if (reached != m_checkpoint)
        delta.checkpoint = reached;
    if (delta.checkpoint || !delta.vanished.empty()) {
        if (const auto stored = m_store.applyDelta(m_folder, delta); !stored)
            return m_done(stored);
    }
    if (m_observer.counted)
        m_observer.counted(m_counts);
    m_done({});
}

void MailboxSync::fail(const Error& error)
{
    if (std::exchange(m_finished, true))
        return;
    m_done(Unexpected(error));
}

} // namespace fulmar
