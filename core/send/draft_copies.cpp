// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/draft_copies.h"

#include "common/message_source.h"
#include "compose/draft_message.h"
#include "imap/encode.h"

#include <utility>

namespace fulmar {

DraftCopyTask::DraftCopyTask(Parts parts, Account account, std::deque<DraftCopy> copies,
    Folder drafts, std::function<void()> changed)
    : m_parts(parts)
    , m_account(std::move(account))
    , m_copies(std::move(copies))
    , m_drafts(std::move(drafts))
    , m_changed(std::move(changed))
{
}

void DraftCopyTask::start(ImapClient& client, Done done)
{
    m_client = &client;
    m_done = std::move(done);
    next();
}

void DraftCopyTask::next()
{
    if (m_copies.empty())
        return m_done({});
    const auto copy = std::move(m_copies.front());
    m_copies.pop_front();
    if (copy.wanted == 0)
        remove(copy);
    else
        put(copy);
}

std::string DraftCopyTask::markOf(const DraftCopy& copy) const
{
    return copy.token + '.' + std::to_string(copy.wanted) + '.';
}

/// Selects the folder; one that is not there has no copies.
void DraftCopyTask::withFolder(std::function<void()> then)
{
    m_client->select(m_drafts.wireName,
        [this, then = std::move(then)](const Result<imap::SelectResult>& selected) {
            m_uidValidity = selected ? selected->uidValidity : 0;
            then();
        });
}

void DraftCopyTask::search(const std::string& mark, std::function<void(imap::UidSet)> then)
{
    if (m_uidValidity == 0)
        return then({});
    const auto criteria
        = "HEADER " + std::string(compose::draftField) + ' ' + imap::encodeString(mark);
    m_client->run(imap::UidSearch{ .criteria = criteria, .returnAll = m_client->has("ESEARCH") },
        [then = std::move(then)](const imap::CommandDone& answer) {
            imap::UidSet uids;
            if (answer.search) {
                for (const auto& [first, last] : answer.search->numbers.ranges())
                    uids.NumberSet::add(first, last);
            }
            then(uids);
        });
}

void DraftCopyTask::put(const DraftCopy& copy)
{
    withFolder([this, copy] {
        search(markOf(copy), [this, copy](const imap::UidSet& there) {
            if (there.empty())
                append(copy, true);
            else
                stored(copy);
        });
    });
}

void DraftCopyTask::append(const DraftCopy& copy, bool mayCreate)
{
    const auto draft = m_parts.reader.draft(copy.draft);
    if (!draft || !*draft)
        return next(); // sent or thrown away meanwhile
    const auto bytes = compose::draftBytes(
        **draft, m_account, { m_parts.clock.now(), m_parts.clock.random() }, markOf(copy));
    if (!bytes)
        return next(); // nothing that a server could take; it stays here
    m_client->run(imap::Append{ .mailbox = m_drafts.wireName,
                      .flags = { "\\Draft", "\\Seen" },
                      .internalDate = m_parts.clock.now(),
                      .message = sourceFromString(*bytes) },
        [this, copy, mayCreate](const imap::CommandDone& answer) {
            if (!answer.error)
                return withFolder([this, copy] { stored(copy); });
            if (answer.code.name != "TRYCREATE" || !mayCreate)
                return m_done(Unexpected(*answer.error));
            m_client->run(imap::Create{ .mailbox = m_drafts.wireName },
                [this, copy](const imap::CommandDone&) { append(copy, false); });
        });
}

/// The new version is there: the older ones, and the one of another program, may go.
void DraftCopyTask::stored(const DraftCopy& copy)
{
    search(copy.token + '.', [this, copy](const imap::UidSet& all) {
        if (all.empty())
            return next(); // it is looked for again next time
        const std::uint32_t newest = all.ranges().back().second;
        imap::UidSet older;
        for (const auto& [first, last] : all.ranges()) {
            if (first < newest)
                older.NumberSet::add(first, last == newest ? newest - 1 : last);
        }
        const auto& before = copy.position;
        if (before.uid != 0 && before.uidValidity == m_uidValidity && before.folder == m_drafts.id
            && before.uid < newest)
            older.NumberSet::add(before.uid);
        expunge(older, [this, copy, newest] {
            const auto noted = m_parts.store.draftCopyStored(copy.id, copy.wanted,
                { .folder = m_drafts.id, .uidValidity = m_uidValidity, .uid = newest });
            if (!noted)
                return m_done(noted);
            m_changed();
            next();
        });
    });
}

void DraftCopyTask::remove(const DraftCopy& copy)
{
    withFolder([this, copy] {
        search(copy.token + '.', [this, copy](imap::UidSet all) {
            const auto& there = copy.position;
            if (there.uid != 0 && there.uidValidity == m_uidValidity && m_uidValidity != 0
                && there.folder == m_drafts.id)
                all.NumberSet::add(there.uid);
            expunge(all, [this, copy] {
                if (const auto noted = m_parts.store.draftCopyRemoved(copy.id); !noted)
                    return m_done(noted);
                m_changed();
                next();
            });
        });
    });
}

void DraftCopyTask::expunge(const imap::UidSet& uids, std::function<void()> then)
{
    if (uids.empty())
        return then();
    m_client->run(imap::UidStore{ .uids = uids,
                      .mode = imap::UidStore::Mode::Add,
                      .flags = { "\\Deleted" },
                      .silent = true },
        [this, uids, then = std::move(then)](const imap::CommandDone& marked) {
            if (marked.error)
                return m_done(Unexpected(*marked.error));
            if (!m_client->has("UIDPLUS"))
                return then();
            m_client->run(
                imap::UidExpunge{ .uids = uids }, [then](const imap::CommandDone&) { then(); });
        });
}

} // namespace fulmar
