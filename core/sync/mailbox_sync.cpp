// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/mailbox_sync.h"

#include "sync/derive.h"
#include "sync/gmail_folders.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace fulmar {
namespace {

constexpr auto lastUid = std::numeric_limits<std::uint32_t>::max();
} // namespace

MailboxSync::MailboxSync(MailStore& store, FolderId folder, std::string wireName, Observer observer,
    Gmail gmail, Extent extent)
    : m_store(store)
    , m_folder(folder)
    , m_wireName(std::move(wireName))
    , m_observer(std::move(observer))
    , m_gmail(std::move(gmail))
    , m_extent(extent)
{
}

void MailboxSync::start(ImapClient& client, Done done)
{
    m_client = &client;
    m_isGmail = client.has("X-GM-EXT-1");
    m_done = std::move(done);
    // Gmail's inbox is a view of All Mail, which is looked at as a whole.
    if (m_isGmail && m_extent == Extent::NewestScreen)
        return finish({});
    const auto state = m_store.folderState(m_folder);
    if (!state)
        return fail(state.error());
    m_state = *state;
    m_selecting = true;
    client.select(
        m_wireName,
        [this](const Result<imap::SelectResult>& selected) {
            m_selecting = false;
            if (selected)
                runPlan(*selected);
            else
                fail(selected.error());
        },
        knownState());
}

void MailboxSync::runPlan(const imap::SelectResult& selected)
{
    m_selected = selected;
    const auto told = whatWasTold();
    m_plan = planSync(m_state, selected, told);
    if (m_gmail.compareLabels && !m_plan.reset && m_state.known != 0)
        m_plan.flags = SyncPlan::FlagStep::Everything;
    if (m_plan.reset) {
        if (const auto reset = m_store.resetFolder(m_folder, selected.uidValidity); !reset)
            return fail(reset.error());
        m_state = { .checkpoint = { .uidValidity = selected.uidValidity } };
        m_known.clear();
    } else if (m_plan.nothingToDo()) {
        takeTold();
        return storeCollected() ? fetchNextWindows() : void();
    }
    const auto newest = selected.uidNext > firstScreen ? selected.uidNext - firstScreen : 1;
    if (m_plan.newFrom != 0 || (m_plan.newestFirst && selected.uidNext != 0))
        fetchFrom(m_plan.newFrom != 0 ? m_plan.newFrom : newest);
    else
        afterNewest();
}

/// Messages whose uids need not be known before: a folder is as large as it may be.
void MailboxSync::fetchFrom(std::uint32_t uid)
{
    m_fresh.clear();
    m_newFrom = uid;
    imap::UidFetch fetch{ .items = headerItems() };
    fetch.uids.NumberSet::add(uid, lastUid);
    m_client->run(std::move(fetch), [this](const imap::CommandDone& answer) {
        m_newFrom = 0;
        if (answer.error)
            return fail(*answer.error);
        if (!storeCollected())
            return;
        if (m_extent == Extent::NewestScreen)
            return finish({});
        if (m_plan.newFrom != 0)
            m_plan.compareUids = m_state.known + m_newDone != m_selected.exists;
        afterNewest();
    });
}

void MailboxSync::afterNewest()
{
    if (m_extent == Extent::NewestScreen)
        return finish({});
    m_fresh.clear();
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
    auto known = m_store.knownUids(m_folder);
    if (!known)
        return fail(known.error());
    m_known = std::move(*known);
    for (const auto& [first, last] : onServer.ranges()) {
        for (std::uint64_t uid = first; uid <= last; ++uid) {
            if (!std::binary_search(m_known.begin(), m_known.end(), uid))
                m_fresh.push_back(static_cast<std::uint32_t>(uid));
        }
    }
    for (const auto uid : m_known) {
        if (!onServer.contains(uid))
            m_collected.vanished.push_back(uid);
    }
    m_newTotal = m_newDone + static_cast<std::uint32_t>(m_fresh.size());
    if (storeCollected())
        updateFlags();
}

void MailboxSync::updateFlags()
{
    if (m_plan.flags == SyncPlan::FlagStep::Nothing)
        return fetchNextWindows();
    imap::UidFetch fetch{ .items = { "UID", "FLAGS" } };
    if (m_isGmail)
        fetch.items.emplace_back("X-GM-LABELS");
    if (m_isGmail && m_plan.flags == SyncPlan::FlagStep::Everything && m_client->has("CONDSTORE"))
        fetch.items.emplace_back("MODSEQ");
    fetch.uids.NumberSet::add(1, lastUid);
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
    if (m_finished)
        return;
    const bool stopping = m_observer.stop && m_observer.stop();
    while (!stopping && m_inFlight < windowsInFlight && !m_fresh.empty())
        fetchWindow();
    if (m_inFlight > 0)
        return;
    if (stopping)
        finish({});
    else if (m_owed.empty())
        storeCheckpoint();
    else if (m_withoutStructure)
        confirmOwed();
    else
        fetchWithoutStructure();
}

void MailboxSync::fetchWindow()
{
    std::vector<std::uint32_t> uids;
    imap::UidFetch fetch{ .items = headerItems() };
    while (!m_fresh.empty() && uids.size() < window) {
        uids.push_back(m_fresh.back());
        fetch.uids.NumberSet::add(m_fresh.back());
        m_fresh.pop_back();
    }
    m_open.insert(uids.begin(), uids.end());
    ++m_inFlight;
    m_client->run(std::move(fetch), [this, uids](const imap::CommandDone& answer) {
        --m_inFlight;
        if (m_finished)
            return;
        if (answer.error)
            return fail(*answer.error);
        for (const auto uid : uids) {
            if (m_open.erase(uid) != 0)
                m_owed.insert(uid);
        }
        if (!storeCollected())
            return;
        if (m_observer.progress)
            m_observer.progress(m_newDone, m_newTotal);
        fetchNextWindows();
    });
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

void MailboxSync::responseSkipped(const Error&)
{
    // A header that is missing is noticed by its window; a flag is not.
    if (m_inFlight == 0 && m_newFrom == 0)
        m_complete = false;
}

void MailboxSync::fetched(imap::FetchData& data)
{
    m_largestModSeq = std::max(m_largestModSeq, data.modSeq.value_or(0));
    if (!data.uid)
        return; // an unsolicited answer: the next comparison sees the same change
    if (takeMessage(data) || !data.flags)
        return;
    FlagUpdate update{ .uid = data.uid->value(),
        .flags = flagsFromWire({ data.flags->begin(), data.flags->end() }),
        .labels = gmailLabelsFrom(data, m_gmail.mailboxLabel) };
    if (m_selecting)
        return m_toldFlags.push_back(std::move(update));
    m_collected.flags.push_back(std::move(update));
    if (m_collected.flags.size() >= flagsAtOnce)
        storeCollected();
}

/// Whether it was a message that was asked for.
bool MailboxSync::takeMessage(const imap::FetchData& data)
{
    const auto uid = data.uid->value();
    if (!data.envelope && !(m_withoutStructure && data.size))
        return false;
    // "900:*" gives the last message also where its uid is lower (RFC 3501 section 6.4.8).
    const bool wanted
        = (m_newFrom != 0 && uid >= m_newFrom) || m_open.erase(uid) != 0 || m_owed.erase(uid) != 0;
    if (!wanted)
        return false;
    if (auto message = remoteMessageFrom(data)) {
        message->gmail = gmailFieldsFrom(data, m_gmail.mailboxLabel);
        m_collected.added.push_back(std::move(*message));
    }
    return true;
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
    if (m_finished)
        return false;
    FolderDelta delta = std::exchange(m_collected, {});
    keepChangedFlags(delta);
    m_newDone += static_cast<std::uint32_t>(delta.added.size());
    m_counts.added += static_cast<std::uint32_t>(delta.added.size());
    m_counts.changed += static_cast<std::uint32_t>(delta.flags.size());
    m_counts.vanished += static_cast<std::uint32_t>(delta.vanished.size());
    if (delta.added.empty() && delta.flags.empty() && delta.vanished.empty())
        return true;
    const auto stored = m_store.applyDelta(m_folder, delta);
    if (!stored)
        fail(stored.error());
    return stored.has_value();
}

/// Leaves the updates that say something new.
void MailboxSync::keepChangedFlags(FolderDelta& delta)
{
    if (delta.flags.empty())
        return;
    std::stable_sort(delta.flags.begin(), delta.flags.end(),
        [](const FlagUpdate& a, const FlagUpdate& b) { return a.uid < b.uid; });
    std::vector<std::uint32_t> uids;
    for (const auto& update : delta.flags)
        uids.push_back(update.uid);
    const auto stored = m_store.storedFlags(m_folder, uids);
    if (!stored)
        return; // the store has the last word in `applyDelta`
    std::vector<FlagUpdate> changed;
    auto known = stored->begin();
    for (std::size_t i = 0; i < delta.flags.size(); ++i) {
        auto& update = delta.flags[i];
        if (i + 1 < delta.flags.size() && delta.flags[i + 1].uid == update.uid)
            continue; // the last word counts
        known = std::lower_bound(known, stored->end(), update.uid,
            [](const FlagUpdate& a, std::uint32_t uid) { return a.uid < uid; });
        if (known != stored->end() && known->uid == update.uid
            && (known->flags != update.flags || update.labels))
            changed.push_back(std::move(update));
    }
    delta.flags = std::move(changed);
}

void MailboxSync::storeCheckpoint()
{
    const bool isGmail = m_client->has("X-GM-EXT-1");
    const FolderCheckpoint reached{ .uidValidity = m_selected.uidValidity,
        .uidNext = m_selected.uidNext,
        .highestModSeq
        = nextModSeq(m_state.checkpoint, m_selected, m_largestModSeq, isGmail, m_complete),
        .exists = m_selected.exists };
    if (!storeCollected())
        return;
    if (reached != m_state.checkpoint) {
        if (const auto stored = m_store.applyDelta(m_folder, { .checkpoint = reached }); !stored)
            return fail(stored.error());
    }
    finish({});
}

void MailboxSync::finish(const Result<void>& result)
{
    if (std::exchange(m_finished, true))
        return;
    if (result && m_observer.counted)
        m_observer.counted(m_counts);
    m_done(result);
}

} // namespace fulmar
