// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/account_sync.h"

#include "actions/action_runner.h"
#include "sync/body_download.h"

#include <algorithm>
#include <utility>

namespace fulmar {
namespace {

/// Bodies per task: between two tasks a body that a person is waiting for gets its turn.
constexpr std::size_t bodiesPerTask = 2000;
constexpr std::int64_t secondsPerDay = 24 * 60 * 60;

/// Adds what a task took to the report of its folder when it goes out of scope of its callback.
struct Meter {
    transport::Traffic traffic;
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

    void addTo(FolderReport& report, const transport::Traffic& now) const
    {
        report.bytesIn += now.bytesIn - traffic.bytesIn;
        report.bytesOut += now.bytesOut - traffic.bytesOut;
        report.seconds
            += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
};

} // namespace

AccountSync::AccountSync(Parts parts, Account account, SyncRequest request, Callbacks callbacks)
    : m_parts(parts)
    , m_account(std::move(account))
    , m_request(std::move(request))
    , m_callbacks(std::move(callbacks))
{
}

void AccountSync::start()
{
    runActions([this] {
        // One folder that is known needs no look at all the others: after a push every round trip
        // counts.
        const auto known = m_request.folder
            ? m_parts.reader.folderByPath(m_account.id, *m_request.folder)
            : Result<std::optional<Folder>>(std::nullopt);
        const auto folders = m_parts.reader.folders(m_account.id);
        if (known && *known && (*known)->selectable)
            chooseFolders({});
        else if (folders && folders->empty() && !m_request.folder)
            showNewestScreen();
        else
            listFolders();
    });
}

void AccountSync::resume()
{
    if (auto step = std::exchange(m_waiting, nullptr))
        step();
}

/// Takes the next step, or leaves it for `resume()`.
void AccountSync::proceed(std::function<void()> step)
{
    if (m_callbacks.paused())
        m_waiting = std::move(step);
    else
        step();
}

/// An account that was never looked at: its inbox is there by that name (RFC 3501 section 5.1), and
/// the person waits for it and for nothing else.
void AccountSync::showNewestScreen()
{
    const auto stored = m_parts.store.applyFolderList(
        m_account.id, { { .path = "INBOX", .wireName = "INBOX", .role = FolderRole::Inbox } });
    const auto inbox = m_parts.reader.folderByPath(m_account.id, "INBOX");
    if (!stored || !inbox || !*inbox)
        return listFolders(); // which tells what is wrong with the store
    auto screen = std::make_unique<MailboxSync>(m_parts.store, (*inbox)->id, "INBOX",
        MailboxSync::Observer{}, MailboxSync::Gmail{}, MailboxSync::Extent::NewestScreen);
    m_parts.worker.run(std::move(screen),
        [this, alive = std::weak_ptr<bool>(m_alive)](
            const Result<void>& shown, ImapWorker::Scope scope) {
            if (alive.expired())
                return;
            if (!shown && scope == ImapWorker::Scope::Connection)
                return fail(shown.error());
            proceed([this] { listFolders(); });
        });
}

/// Runs a task; a refusal of one folder is remembered, everything else ends the run.
void AccountSync::run(std::unique_ptr<ImapTask> task, std::function<void()> then)
{
    m_parts.worker.run(std::move(task),
        [this, alive = std::weak_ptr<bool>(m_alive), then = std::move(then)](
            const Result<void>& result, ImapWorker::Scope scope) {
            if (alive.expired())
                return;
            const bool bearable = result || result.error().kind == ErrorKind::Rejected
                || result.error().kind == ErrorKind::Limit
                || result.error().kind == ErrorKind::Protocol;
            if (!bearable || (!result && scope == ImapWorker::Scope::Connection))
                return fail(result.error());
            if (!result && !m_folderError)
                m_folderError = result.error();
            then();
        });
}

void AccountSync::runActions(std::function<void()> then)
{
    const auto pending = m_parts.store.pendingActions(m_account.id);
    if (!pending)
        return fail(pending.error());
    if (pending->empty())
        return then();
    run(std::make_unique<ActionRunner>(
            m_parts.store, m_parts.reader, m_account.id, m_callbacks.actionEnded),
        std::move(then));
}

void AccountSync::listFolders()
{
    auto statuses = std::make_shared<FolderSync::Statuses>();
    auto list = std::make_unique<FolderSync>(m_parts.store, m_account.id,
        [statuses](FolderSync::Statuses found) { *statuses = std::move(found); });
    m_parts.worker.run(std::move(list),
        [this, statuses, alive = std::weak_ptr<bool>(m_alive)](
            const Result<void>& listed, ImapWorker::Scope) {
            if (alive.expired())
                return;
            if (listed)
                chooseFolders(*statuses);
            else
                fail(listed.error());
        });
}

void AccountSync::chooseFolders(const FolderSync::Statuses& statuses)
{
    const auto folders = m_parts.reader.folders(m_account.id);
    if (!folders)
        return fail(folders.error());
    chooseViews(*folders, statuses);
    for (const auto& folder : *folders) {
        if (!folder.selectable || !folder.label.empty() || !isRequested(folder))
            continue;
        FolderWork work{ .folder = folder,
            .report = { .account = m_account.id, .folder = folder.id, .path = folder.path },
            .unavailable = {} };
        const bool compares = folder.role == FolderRole::All && m_compareLabels;
        if (!compares && canBeSkipped(folder, statuses))
            report(work);
        else
            m_folders.push_back(std::move(work));
    }
    syncHeaders(0);
}

bool AccountSync::canBeSkipped(const Folder& folder, const FolderSync::Statuses& statuses)
{
    const auto status = statuses.find(folder.wireName);
    if (status == statuses.end() || status->second.uidValidity != folder.checkpoint.uidValidity
        || status->second.uidNext != folder.checkpoint.uidNext)
        return false;
    const auto state = m_parts.store.folderState(folder.id);
    if (!state || !isUnchanged(state->checkpoint, state->known, status->second))
        return false;
    if (m_request.headersOnly || m_account.bodiesOnDemand)
        return true;
    const auto wanted = m_parts.store.wantedBodies(folder.id, wish(), 1);
    return wanted && wanted->first.empty();
}

void AccountSync::syncHeaders(std::size_t index)
{
    if (index == m_folders.size())
        return compareViews([this] { downloadBodies(0); });
    auto& work = m_folders[index];
    m_callbacks.progress(work.folder.path, 0, 0);
    const Meter meter{ .traffic = m_parts.worker.traffic() };
    MailboxSync::Observer observer{
        .progress = [this, path = work.folder.path](std::uint32_t done,
                        std::uint32_t total) { m_callbacks.progress(path, done, total); },
        .counted =
            [&work](const MailboxSync::Counts& counts) {
                work.report.added += counts.added;
                work.report.changed += counts.changed;
                work.report.vanished += counts.vanished;
            },
        .stop = m_callbacks.paused,
    };
    run(std::make_unique<MailboxSync>(m_parts.store, work.folder.id, work.folder.wireName,
            std::move(observer), gmailOf(work.folder)),
        [this, index, meter] {
            meter.addTo(m_folders[index].report, m_parts.worker.traffic());
            // A folder that a pause stopped on the way is looked at again; what is here stays.
            const auto next = m_callbacks.paused() ? index : index + 1;
            proceed([this, next] { syncHeaders(next); });
        });
}

void AccountSync::downloadBodies(std::size_t index)
{
    if (index == m_folders.size())
        return finish();
    auto& work = m_folders[index];
    const auto wanted = wantedBodies(work);
    if (wanted.first.empty()) {
        report(work);
        return downloadBodies(index + 1);
    }
    const auto checkpoint = m_parts.store.checkpoint(work.folder.id);
    if (!checkpoint)
        return fail(checkpoint.error());
    const Meter meter{ .traffic = m_parts.worker.traffic() };
    BodyDownload::Observer observer{
        .progress =
            [this, &work, before = work.bodiesDone, total = work.bodiesDone + wanted.total](
                std::uint32_t stored) {
                work.bodiesDone = before + stored;
                m_callbacks.progress(work.folder.path, work.bodiesDone, total);
            },
        .failed =
            [&work](const std::set<std::uint32_t>& uids) {
                work.unavailable.insert(uids.begin(), uids.end());
            },
        .stop = m_callbacks.paused,
    };
    const auto attempted = std::make_shared<std::vector<std::uint32_t>>();
    for (const auto& message : wanted.first)
        attempted->push_back(message.uid);
    run(std::make_unique<BodyDownload>(m_parts.store, m_parts.background, work.folder.wireName,
            checkpoint->uidValidity, wanted.first, std::move(observer)),
        [this, index, meter, attempted, errorBefore = m_folderError.has_value()] {
            auto& done = m_folders[index];
            meter.addTo(done.report, m_parts.worker.traffic());
            // The folder as a whole was refused: asking again for the same bodies would go on for
            // ever.
            if (m_folderError && !errorBefore)
                done.unavailable.insert(attempted->begin(), attempted->end());
            proceed([this, index] { downloadBodies(index); });
        });
}

BodyWish AccountSync::wish() const
{
    BodyWish wish;
    if (m_account.syncDays != 0)
        wish.receivedSince = m_parts.clock.now() - m_account.syncDays * secondsPerDay;
    if (m_account.bodyLimit != 0)
        wish.largest = m_account.bodyLimit;
    return wish;
}

WantedBodies AccountSync::wantedBodies(FolderWork& work)
{
    if (m_request.headersOnly || m_account.bodiesOnDemand
        || (m_callbacks.mayDownload && !m_callbacks.mayDownload()))
        return {};
    auto wanted = m_parts.store.wantedBodies(
        work.folder.id, wish(), bodiesPerTask + work.unavailable.size());
    if (!wanted)
        return {};
    std::erase_if(wanted->first, [&](const KnownMessage& message) {
        return work.unavailable.find(message.uid) != work.unavailable.end();
    });
    return std::move(*wanted);
}

void AccountSync::report(FolderWork& work)
{
    m_bodiesMissing += work.unavailable.size();
    if (const auto folder = m_parts.reader.folderByPath(m_account.id, work.folder.path);
        folder && *folder) {
        work.report.total = (*folder)->total;
        work.report.unread = (*folder)->unread;
    }
    m_callbacks.folder(work.report);
}

/// Actions that waited for a position may know it now.
void AccountSync::finish()
{
    runActions([this] {
        if (m_folderError)
            return fail(*m_folderError);
        if (const auto settled = settleViews(); !settled)
            return fail(settled.error());
        if (!m_request.folder)
            dropLostActions();
        const auto done = m_callbacks.done;
        done(m_bodiesMissing);
    });
}

/// Every folder was compared, so a message that still has no position is gone from the server, and
/// so is a folder that is not listed: what was to be done there is told as refused. A message whose
/// earlier action waits for a better time keeps its place in the queue.
void AccountSync::dropLostActions()
{
    const auto journal = m_parts.store.pendingActions(m_account.id);
    const auto folders = m_parts.reader.folders(m_account.id);
    if (!journal || !folders)
        return;
    std::set<FolderId> listed;
    for (const auto& folder : *folders)
        listed.insert(folder.id);
    std::set<MessageId> waiting;
    for (const auto& action : *journal) {
        const bool lost = std::all_of(
            action.targets.begin(), action.targets.end(), [&](const ActionTarget& target) {
                return listed.find(target.folder) == listed.end()
                    || (target.uid == 0 && waiting.find(target.message) == waiting.end());
            });
        if (lost && m_parts.store.actionDropped(action.id)) {
            m_callbacks.actionEnded(action,
                Error{ .kind = ErrorKind::Rejected,
                    .where = "action",
                    .serverText = {},
                    .code = "message-gone" });
            continue;
        }
        for (const auto& target : action.targets)
            waiting.insert(target.message);
    }
}

void AccountSync::fail(const Error& error)
{
    const auto done = m_callbacks.done;
    done(Unexpected(error));
}

} // namespace fulmar
