// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/action_runner.h"

#include "model/stored_error.h"

#include <algorithm>
#include <map>
#include <utility>

namespace fulmar {
namespace {

std::vector<std::string> atoms(const Flags& flags)
{
    const auto wire = flagsToWire(flags);
    return { wire.begin(), wire.end() };
}

/// What of `flags` the mailbox keeps (RFC 3501 section 7.1, PERMANENTFLAGS); all where it did not
/// tell.
Flags keepable(const Flags& flags, const imap::FlagSet& permanent)
{
    if (permanent.empty() || permanent.find(std::string_view("\\*")) != permanent.end())
        return flags;
    std::set<std::string> kept;
    for (const auto& atom : flagsToWire(flags)) {
        if (permanent.find(atom) != permanent.end())
            kept.insert(atom);
    }
    return flagsFromWire(kept);
}

Error refusal(std::string code, std::string where)
{
    return { .kind = ErrorKind::Rejected,
        .where = std::move(where),
        .serverText = {},
        .code = std::move(code) };
}

} // namespace

ActionRunner::ActionRunner(MailStore& store, MailReader& reader, AccountId account, Ended ended)
    : m_store(store), m_reader(reader), m_account(account), m_ended(std::move(ended))
{
}

bool ActionRunner::isTransient(const Error& error)
{
    return error.code == "UNAVAILABLE" || error.code == "INUSE" || error.code == "LIMIT"
        || error.code == "OVERQUOTA" || error.code == "THROTTLED";
}

void ActionRunner::start(ImapClient& client, Done done)
{
    m_client = &client;
    m_done = std::move(done);
    runNext();
}

void ActionRunner::fetched(imap::FetchData& data)
{
    if (const auto found = foundIn(data); found.uid != 0)
        m_found.push_back(found);
}

void ActionRunner::listed(const imap::Listed& listed)
{
    if (!m_treeRuns.empty())
        m_treeRuns.back()->listed(listed);
}

void ActionRunner::statusReceived(const imap::StatusEntry& entry)
{
    m_status = entry;
    if (!m_treeRuns.empty())
        m_treeRuns.back()->statusReceived(entry);
}

/// The journal is read again for each batch: a finished move gives later actions on the same
/// message their new position.
void ActionRunner::runNext()
{
    const auto journal = m_store.pendingActions(m_account);
    if (!journal)
        return m_done(Unexpected(journal.error()));
    auto batch = nextBatch(*journal, m_skip, m_alone);
    if (!batch)
        return m_done({});
    m_batch = std::move(*batch);
    if (folderActedOn(m_batch.action))
        return runTreeAction();
    const auto folders = m_store.mirroredFolders(m_account);
    if (!folders)
        return m_done(Unexpected(folders.error()));
    const bool hasViews = std::any_of(
        folders->begin(), folders->end(), [](const Folder& f) { return !f.label.empty(); });
    if (hasViews)
        return runOnGmail(*folders);
    const auto source = folder(m_batch.folder);
    if (!source || source->wireName.empty())
        return skipBatch(); // a cache that was begun anew does not know the folder yet
    m_source = source->wireName;
    m_client->select(m_source, [this](const Result<imap::SelectResult>& selected) {
        if (!selected)
            return refuseBatch(selected.error());
        if (selected->uidValidity == m_batch.uidValidity)
            return runBatch(*selected);
        // Positions are void; the folder's synchronisation finds the messages again and the journal
        // follows them.
        skipBatch();
    });
}

void ActionRunner::skipBatch()
{
    for (const auto& action : m_batch.actions)
        m_skip.insert(action.id);
    runNext();
}

/// False where the store failed: the task is over then.
bool ActionRunner::begin(const ArrivalMark& arrival)
{
    std::vector<ActionId> fresh;
    for (auto& action : m_batch.actions) {
        if (!action.begun)
            fresh.push_back(action.id);
        action.begun = true;
        action.arrival = arrival;
    }
    const auto stored = fresh.empty() ? Result<void>() : m_store.actionsBegun(fresh, arrival);
    if (!stored)
        m_done(stored);
    return stored.has_value();
}

void ActionRunner::runTreeAction()
{
    // Names that the server knows: what is pending for the tree is not in them.
    const auto folders = m_store.mirroredFolders(m_account);
    if (!folders)
        return m_done(Unexpected(folders.error()));
    if (!begin({}))
        return;
    m_treeRuns.push_back(std::make_unique<FolderActionRun>(
        *m_client, *folders, m_batch.action, [this](const Result<ActionOutcome>& outcome) {
            if (outcome)
                finishBatch(*outcome);
            else
                refuseBatch(outcome.error());
        }));
    m_treeRuns.back()->start();
}

void ActionRunner::runOnGmail(std::vector<Folder> folders)
{
    if (!begin({}))
        return;
    m_gmailRuns.push_back(std::make_unique<GmailActionRun>(
        *m_client, std::move(folders), m_batch, [this](const Result<ActionOutcome>& outcome) {
            if (outcome)
                finishBatch(*outcome);
            else
                refuseBatch(outcome.error());
        }));
    m_gmailRuns.back()->start();
}

void ActionRunner::runBatch(const imap::SelectResult& selected)
{
    if (selected.readOnly && !std::holds_alternative<CopyTo>(m_batch.action))
        return refuseBatch(refusal("READ-ONLY", m_source));
    if (const auto* flags = std::get_if<ChangeFlags>(&m_batch.action))
        return changeFlags(flags->change, selected);
    const auto arrival = arrivalOf(m_batch.action);
    if (!arrival) {
        if (!begin({}))
            return;
        return expunge(
            [this](bool originalsStay) {
                ActionOutcome outcome;
                outcome.originalsStay = originalsStay;
                finishBatch(outcome);
            },
            [this](const Error& error) { refuseBatch(error); });
    }
    const auto target = folder(*arrival);
    if (!target || target->wireName.empty())
        return refuseBatch(refusal("NONEXISTENT", "folder"));
    if (std::holds_alternative<MoveTo>(m_batch.action))
        return moveTo(*target);
    copyTo(*target, [this](Positions positions) { finishBatch(std::move(positions)); });
}

void ActionRunner::changeFlags(const FlagChange& change, const imap::SelectResult& selected)
{
    const FlagChange kept{ .add = keepable(change.add, selected.permanentFlags),
        .remove = keepable(change.remove, selected.permanentFlags) };
    if (kept.add.keywords != change.add.keywords) {
        // The person should know, once: the keyword is shown nowhere and kept nowhere.
        auto error = refusal("keyword-not-kept", "STORE");
        for (const auto& keyword : change.add.keywords) {
            if (kept.add.keywords.count(keyword) == 0)
                error.serverText = keyword;
        }
        m_ended(m_batch.actions.front(), error);
    }
    if (!begin({}))
        return;
    storeFlags(imap::UidStore::Mode::Add, kept.add, [this, kept] {
        storeFlags(imap::UidStore::Mode::Remove, kept.remove, [this, kept] {
            ActionOutcome outcome;
            outcome.kept = kept;
            finishBatch(outcome);
        });
    });
}

void ActionRunner::storeFlags(
    imap::UidStore::Mode mode, const Flags& flags, std::function<void()> then)
{
    if (flags.empty())
        return then();
    run(imap::UidStore{ .uids = m_batch.uids, .mode = mode, .flags = atoms(flags), .silent = true },
        [then = std::move(then)](const imap::CommandDone&) { then(); });
}

void ActionRunner::moveTo(const Folder& target)
{
    if (m_client->has("MOVE")) {
        if (!begin({}))
            return;
        return m_client->run(imap::UidMove{ .uids = m_batch.uids, .mailbox = target.wireName },
            [this, target](const imap::CommandDone& answer) {
                if (answer.error)
                    return createTarget(target, *answer.error, [this, target] { moveTo(target); });
                finishBatch(positionsFrom(answer, target.id));
            });
    }
    copyTo(target, [this, target](const Positions& positions) {
        expunge(
            [this, positions](bool originalsStay) {
                ActionOutcome outcome(positions);
                outcome.originalsStay = originalsStay;
                finishBatch(outcome);
            },
            [this, target, positions](
                const Error& error) { removeCopies(target, positions, error); });
    });
}

/// `\Deleted` and UID EXPUNGE of exactly the UIDs of the batch.
void ActionRunner::expunge(std::function<void(bool)> then, std::function<void(Error)> refused)
{
    m_client->run(imap::UidStore{ .uids = m_batch.uids,
                      .mode = imap::UidStore::Mode::Add,
                      .flags = { "\\Deleted" },
                      .silent = true },
        [this, then = std::move(then), refused](const imap::CommandDone& marked) {
            if (marked.error)
                return refused(*marked.error);
            if (!m_client->has("UIDPLUS"))
                return then(true);
            m_client->run(imap::UidExpunge{ .uids = m_batch.uids },
                [then, refused](const imap::CommandDone& answer) {
                    if (answer.error)
                        refused(*answer.error);
                    else
                        then(false);
                });
        });
}

/// Runs a command of the batch; a refusal ends the batch.
void ActionRunner::run(imap::Command command, std::function<void(const imap::CommandDone&)> then)
{
    m_client->run(
        std::move(command), [this, then = std::move(then)](const imap::CommandDone& answer) {
            if (answer.error)
                refuseBatch(*answer.error);
            else
                then(answer);
        });
}

void ActionRunner::finishBatch(const ActionOutcome& outcome)
{
    for (const auto& action : m_batch.actions) {
        if (const auto stored = m_store.actionDone(action, outcome); !stored)
            return m_done(stored);
        m_ended(action, std::nullopt);
    }
    runNext();
}

void ActionRunner::refuseBatch(const Error& error)
{
    if (m_batch.actions.size() > 1) { // one of many may be to blame
        for (const auto& action : m_batch.actions)
            m_alone.insert(action.id);
        return runNext();
    }
    for (const auto& action : m_batch.actions) {
        const auto stored = isTransient(error) ? m_store.actionTried(action.id, encodeError(error))
                                               : m_store.actionDropped(action.id);
        if (!stored)
            return m_done(stored);
        m_skip.insert(action.id);
        // What waits for a better time is told when it first has to.
        if (!isTransient(error) || action.tries == 0)
            m_ended(action, error);
    }
    runNext();
}

std::optional<Folder> ActionRunner::folder(FolderId id)
{
    const auto folders = m_store.mirroredFolders(m_account);
    if (!folders)
        return std::nullopt;
    const auto found = std::find_if(
        folders->begin(), folders->end(), [&](const Folder& f) { return f.id == id; });
    return found == folders->end() ? std::nullopt : std::optional<Folder>(*found);
}

/// COPYUID pairs source and destination UIDs; a message it does not name gets uid 0 and is found by
/// the next synchronisation.
ActionRunner::Positions ActionRunner::positionsFrom(
    const imap::CommandDone& answer, FolderId target) const
{
    std::map<std::uint32_t, std::uint32_t> destination;
    if (answer.copied && answer.copied->source.size() == answer.copied->destination.size()) {
        for (std::size_t i = 0; i < answer.copied->source.size(); ++i)
            destination[answer.copied->source[i]] = answer.copied->destination[i];
    }
    Positions positions;
    for (const auto& action : m_batch.actions) {
        for (const auto& moved : action.targets) {
            const auto uid = destination.find(moved.uid);
            positions.push_back({ .message = moved.message,
                .folder = target,
                .uidValidity = answer.copied ? answer.copied->uidValidity : 0,
                .uid = uid == destination.end() ? 0 : uid->second });
        }
    }
    return positions;
}

} // namespace fulmar
