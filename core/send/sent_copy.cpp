// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/sent_copy.h"

#include "imap/encode.h"

#include <utility>

namespace fulmar {

SentCopyTask::SentCopyTask(
    OutboxStore& store, OutboxItem item, Places places, std::int64_t now, Settled settled)
    : m_store(store)
    , m_item(std::move(item))
    , m_places(std::move(places))
    , m_now(now)
    , m_settled(std::move(settled))
{
}

void SentCopyTask::start(ImapClient& client, Done done)
{
    m_client = &client;
    m_done = std::move(done);
    if (m_places.sent)
        search(m_places.sent->wireName, [this](bool found) { sentIsSearched(found); });
    else
        sentIsSearched(false);
}

void SentCopyTask::search(const std::string& wireName, std::function<void(bool)> then)
{
    m_client->select(
        wireName, [this, then = std::move(then)](const Result<imap::SelectResult>& selected) {
            if (!selected) {
                m_searchFailed = true;
                return then(false);
            }
            const auto criteria
                = "HEADER Message-ID " + imap::encodeString('<' + m_item.messageId + '>');
            m_client->run(
                imap::UidSearch{ .criteria = criteria, .returnAll = m_client->has("ESEARCH") },
                [this, then](const imap::CommandDone& answer) {
                    m_searchFailed = m_searchFailed || answer.error.has_value();
                    then(answer.search && !answer.search->numbers.empty());
                });
        });
}

void SentCopyTask::sentIsSearched(bool found)
{
    if (found) {
        m_item.sentCopy
            = m_item.sentCopy == SentCopyState::Owed ? SentCopyState::Filed : m_item.sentCopy;
        m_item.state = OutboxState::SentSeen;
        return settle();
    }
    if (m_item.state == OutboxState::Unknown)
        return searchOthers();
    if (m_item.sentCopy == SentCopyState::Owed)
        return append();
    m_done({});
}

void SentCopyTask::searchOthers()
{
    if (m_places.others.empty()) {
        // No proof: it stays unknown and the person decides. Noted once; later searches find or
        // find not, and say no more.
        if (m_searchFailed || std::exchange(m_item.searched, m_now) != 0)
            return m_done({});
        m_item.serverText += m_item.serverText.empty() ? "looked for and not found"
                                                       : "; looked for and not found";
        return m_done(m_store.update(m_item));
    }
    const auto folder = std::move(m_places.others.back());
    m_places.others.pop_back();
    search(folder.wireName, [this](bool found) {
        if (!found)
            return searchOthers();
        m_item.state = OutboxState::SentSeen;
        if (m_item.sentCopy == SentCopyState::Owed)
            append();
        else
            settle();
    });
}

void SentCopyTask::append()
{
    // Gmail files a sent mail by itself, some time after it was accepted.
    if (m_client->has("X-GM-EXT-1")) {
        m_item.sentCopy = SentCopyState::NotNeeded;
        return settle();
    }
    appendTo(m_places.sent ? m_places.sent->wireName : m_places.usualName, true);
}

void SentCopyTask::appendTo(const std::string& wireName, bool mayCreate)
{
    auto source = m_store.source(m_item.id);
    if (!source)
        return m_done(Unexpected(source.error()));
    m_client->run(imap::Append{ .mailbox = wireName,
                      .flags = { "\\Seen" },
                      .internalDate = m_item.created,
                      .message = std::move(*source) },
        [this, wireName, mayCreate](const imap::CommandDone& answer) {
            if (!answer.error) {
                m_item.sentCopy = SentCopyState::Filed;
                return settle();
            }
            if (!mayCreate || answer.code.name != "TRYCREATE")
                return m_done(Unexpected(*answer.error));
            m_client->run(imap::Create{ .mailbox = wireName },
                [this, wireName](const imap::CommandDone&) { appendTo(wireName, false); });
        });
}

void SentCopyTask::settle()
{
    if (const auto stored = m_store.update(m_item); !stored)
        return m_done(stored);
    m_settled(m_item);
    m_done({});
}

} // namespace fulmar
