// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/action_runner.h"

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

} // namespace

ActionRunner::ActionRunner(MailStore& store, MailReader& reader, AccountId account, Ended ended)
    : m_store(store), m_reader(reader), m_account(account), m_ended(std::move(ended))
{
}

void ActionRunner::start(ImapClient& client, Done done)
{
    m_client = &client;
    m_done = std::move(done);
    runNext();
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
    const auto source = folder(m_batch.folder);
    if (!source)
        return skipBatch(); // a cache that was begun anew does not know the folder yet
    m_client->select(source->wireName, [this](const Result<imap::SelectResult>& selected) {
        if (!selected)
            return refuseBatch(selected.error());
        if (selected->uidValidity == m_batch.uidValidity)
            return runBatch();
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

void ActionRunner::runBatch()
{
    if (const auto* flags = std::get_if<ChangeFlags>(&m_batch.action))
        return changeFlags(flags->change);
    if (std::holds_alternative<DeleteForever>(m_batch.action))
        return deleteForever({});
    const auto* move = std::get_if<MoveTo>(&m_batch.action);
    const auto target = folder(move ? move->folder : std::get<CopyTo>(m_batch.action).folder);
    if (!target)
        return refuseBatch({ .kind = ErrorKind::Rejected,
            .where = "action",
            .serverText = {},
            .code = "TRYCREATE" });
    if (move)
        return moveTo(*target);
    run(imap::UidCopy{ .uids = m_batch.uids, .mailbox = target->wireName },
        [this](const imap::CommandDone&) { finishBatch({}); });
}

void ActionRunner::changeFlags(const FlagChange& change)
{
    storeFlags(imap::UidStore::Mode::Add, change.add, [this, change] {
        storeFlags(imap::UidStore::Mode::Remove, change.remove, [this] { finishBatch({}); });
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
    if (!m_client->has("MOVE"))
        return copyThenDelete(target);
    run(imap::UidMove{ .uids = m_batch.uids, .mailbox = target.wireName },
        [this, id = target.id](
            const imap::CommandDone& answer) { finishBatch(positionsFrom(answer, id)); });
}

void ActionRunner::copyThenDelete(const Folder& target)
{
    run(imap::UidCopy{ .uids = m_batch.uids, .mailbox = target.wireName },
        [this, id = target.id](
            const imap::CommandDone& answer) { deleteForever(positionsFrom(answer, id)); });
}

void ActionRunner::deleteForever(std::vector<NewPosition> positions)
{
    Flags deleted;
    deleted.set(Flag::Deleted);
    storeFlags(imap::UidStore::Mode::Add, deleted, [this, positions = std::move(positions)] {
        if (!m_client->has("UIDPLUS"))
            return finishBatch(positions);
        run(imap::UidExpunge{ .uids = m_batch.uids },
            [this, positions](const imap::CommandDone&) { finishBatch(positions); });
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

void ActionRunner::finishBatch(const std::vector<NewPosition>& positions)
{
    for (const auto& action : m_batch.actions) {
        if (const auto stored = m_store.actionDone(action, positions); !stored)
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
    const bool transient = error.code == "UNAVAILABLE" || error.code == "INUSE"
        || error.code == "LIMIT" || error.code == "OVERQUOTA";
    for (const auto& action : m_batch.actions) {
        const auto stored = transient ? m_store.actionTried(action.id, error.serverText)
                                      : m_store.actionDropped(action.id);
        if (!stored)
            return m_done(stored);
        if (transient)
            m_skip.insert(action.id);
        else
            m_ended(action, error);
    }
    runNext();
}

std::optional<Folder> ActionRunner::folder(FolderId id)
{
    const auto folders = m_reader.folders(m_account);
    if (!folders)
        return std::nullopt;
    const auto found = std::find_if(
        folders->begin(), folders->end(), [&](const Folder& f) { return f.id == id; });
    return found == folders->end() ? std::nullopt : std::optional<Folder>(*found);
}

/// COPYUID pairs source and destination UIDs; a message it does not name gets uid 0 and is found by
/// the next synchronisation.
std::vector<NewPosition> ActionRunner::positionsFrom(
    const imap::CommandDone& answer, FolderId target) const
{
    std::map<std::uint32_t, std::uint32_t> destination;
    if (answer.copied && answer.copied->source.size() == answer.copied->destination.size()) {
        for (std::size_t i = 0; i < answer.copied->source.size(); ++i)
            destination[answer.copied->source[i]] = answer.copied->destination[i];
    }
    std::vector<NewPosition> positions;
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
