// SPDX-License-Identifier: GPL-3.0-or-later
// The copying half of ActionRunner: no copy is made twice, no original goes before its copy is
// there.
#include "actions/action_runner.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace fulmar {

void ActionRunner::copyTo(const Folder& target, std::function<void(Positions)> then)
{
    const auto& first = m_batch.actions.front();
    if (!first.begun)
        return markAndCopy(target, std::move(then));
    // An earlier try may have got through: what is there already is not copied again.
    findCopiesIn(target, [this, target, then = std::move(then)](const Positions& found) {
        copyMissing(target, found, then);
    });
}

/// STATUS tells from which UID on copies will be; it is kept before COPY leaves.
void ActionRunner::markAndCopy(const Folder& target, std::function<void(Positions)> then)
{
    m_status.reset();
    m_client->run(imap::Status{ .mailbox = target.wireName, .items = { "UIDNEXT", "UIDVALIDITY" } },
        [this, target, then = std::move(then)](const imap::CommandDone&) {
            const ArrivalMark mark{
                .uidValidity = m_status ? m_status->uidValidity.value_or(0) : 0,
                .uidNext = m_status ? m_status->uidNext.value_or(0) : 0,
            };
            if (begin(mark))
                copyMissing(target, {}, then);
        });
}

void ActionRunner::copyMissing(
    const Folder& target, const Positions& known, std::function<void(Positions)> then)
{
    imap::UidSet missing;
    for (const auto& message : copiedMessages()) {
        const bool isThere = std::any_of(known.begin(), known.end(),
            [&](const NewPosition& p) { return p.message == message.message; });
        if (!isThere)
            missing.NumberSet::add(message.sourceUid);
    }
    if (missing.empty())
        return then(known);
    m_client->run(imap::UidCopy{ .uids = missing, .mailbox = target.wireName },
        [this, target, known, then = std::move(then)](const imap::CommandDone& answer) {
            if (answer.error)
                return createTarget(target, *answer.error,
                    [this, target, known, then] { copyMissing(target, known, then); });
            if (!answer.copied)
                return findCopiesIn(target, then);
            auto positions = positionsFrom(answer, target.id);
            for (auto& position : positions) {
                const auto before = std::find_if(known.begin(), known.end(),
                    [&](const NewPosition& p) { return p.message == position.message; });
                if (before != known.end())
                    position = *before;
            }
            then(std::move(positions));
        });
}

/// Messages of the target since the mark, compared with those of the batch; then the source is
/// selected again. Those that are not found are left out.
void ActionRunner::findCopiesIn(const Folder& target, std::function<void(Positions)> then)
{
    const ArrivalMark mark = m_batch.actions.front().arrival;
    if (mark.uidNext == 0)
        return then({});
    m_client->select(target.wireName,
        [this, target, mark, then = std::move(then)](const Result<imap::SelectResult>& selected) {
            if (!selected || selected->uidValidity != mark.uidValidity)
                return backToSource([then] { then({}); });
            m_found.clear();
            imap::UidSet since;
            since.NumberSet::add(mark.uidNext, std::numeric_limits<std::uint32_t>::max());
            m_client->run(imap::UidFetch{ .uids = since,
                              .items = { "UID", "RFC822.SIZE", "INTERNALDATE", "ENVELOPE" } },
                [this, target, mark, then](const imap::CommandDone&) {
                    // "n:*" names the last message even where it is below n.
                    std::erase_if(m_found,
                        [&](const FoundMessage& found) { return found.uid < mark.uidNext; });
                    const auto positions
                        = findCopies(copiedMessages(), m_found, target.id, mark.uidValidity);
                    backToSource([then, positions] { then(positions); });
                });
        });
}

void ActionRunner::backToSource(std::function<void()> then)
{
    m_client->select(
        m_source, [this, then = std::move(then)](const Result<imap::SelectResult>& selected) {
            if (!selected)
                return refuseBatch(selected.error());
            if (selected->uidValidity != m_batch.uidValidity)
                return skipBatch();
            then();
        });
}

std::vector<CopiedMessage> ActionRunner::copiedMessages()
{
    std::vector<CopiedMessage> wanted;
    for (const auto& action : m_batch.actions) {
        for (const auto& target : action.targets) {
            const auto message = m_reader.message(target.message);
            CopiedMessage copied{ .message = target.message, .sourceUid = target.uid };
            if (message && *message) {
                copied.messageId = (*message)->summary.messageId;
                copied.size = (*message)->size;
                copied.received = (*message)->received;
            }
            wanted.push_back(std::move(copied));
        }
    }
    return wanted;
}

/// A folder for the trash, junk or archive, and one that Fulmar made itself, comes back where it is
/// missing. Any other that is gone was deleted by somebody: their wish counts.
void ActionRunner::createTarget(
    const Folder& target, const Error& error, std::function<void()> again)
{
    const bool ours = target.role == FolderRole::Trash || target.role == FolderRole::Junk
        || target.role == FolderRole::Archive || target.checkpoint.uidValidity == 0;
    if (error.code != "TRYCREATE" || !ours || !m_created.insert(target.id).second)
        return refuseBatch(error);
    m_client->run(imap::Create{ .mailbox = target.wireName },
        [this, error, wireName = target.wireName, again = std::move(again)](
            const imap::CommandDone& answer) {
            if (answer.error)
                return refuseBatch(error);
            m_client->run(imap::Subscribe{ .mailbox = wireName }, [](const imap::CommandDone&) {});
            again();
        });
}

/// The originals must stay, so the copies must not: nobody asked for two. Where that is refused
/// too, or they are not known, the next synchronisation shows them.
void ActionRunner::removeCopies(const Folder& target, const Positions& copies, const Error& error)
{
    imap::UidSet uids;
    for (const auto& copy : copies) {
        if (copy.uid != 0)
            uids.NumberSet::add(copy.uid);
    }
    if (uids.empty() || !m_client->has("UIDPLUS"))
        return refuseBatch(error);
    m_client->select(
        target.wireName, [this, uids, error](const Result<imap::SelectResult>& selected) {
            if (!selected)
                return refuseBatch(error);
            m_client->run(imap::UidStore{ .uids = uids,
                              .mode = imap::UidStore::Mode::Add,
                              .flags = { "\\Deleted" },
                              .silent = true },
                [](const imap::CommandDone&) {});
            m_client->run(imap::UidExpunge{ .uids = uids },
                [this, error](const imap::CommandDone&) { refuseBatch(error); });
        });
}

} // namespace fulmar
