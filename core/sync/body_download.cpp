// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/body_download.h"

#include "sync/derive.h"

#include <utility>

namespace fulmar {

BodyDownload::BodyDownload(MailStore& store, Background& background, std::string wireName,
    std::uint32_t uidValidity, std::vector<KnownMessage> messages, Observer observer)
    : m_store(store)
    , m_background(background)
    , m_wireName(std::move(wireName))
    , m_uidValidity(uidValidity)
    , m_waiting(std::make_move_iterator(messages.begin()), std::make_move_iterator(messages.end()))
    , m_observer(std::move(observer))
{
}

void BodyDownload::start(ImapClient& client, Done done)
{
    m_client = &client;
    m_done = std::move(done);
    client.ensureSelected(m_wireName, [this](const Result<imap::SelectResult>& selected) {
        if (!selected)
            return fail(selected.error());
        // A body belongs to its UIDVALIDITY; under another one the same UID is another message.
        if (selected->uidValidity != m_uidValidity)
            return fail({ .kind = ErrorKind::Rejected,
                .where = "SELECT",
                .serverText = {},
                .code = "UIDVALIDITY-CHANGED" });
        fetchNextWindows();
    });
}

void BodyDownload::fetchNextWindows()
{
    if (isStopping())
        m_waiting.clear();
    while (!m_finished && m_inFlight < windowsInFlight && !m_waiting.empty()
        && m_unstored < unstoredBytes) {
        imap::UidFetch fetch{ .items = { "UID", "BODY.PEEK[]" } };
        std::uint64_t bytes = 0;
        std::vector<std::uint32_t> uids;
        while (!m_waiting.empty() && uids.size() < windowMessages && bytes < windowBytes) {
            const auto& next = m_waiting.front();
            bytes += next.size;
            fetch.uids.NumberSet::add(next.uid);
            uids.push_back(next.uid);
            m_asked.emplace(next.uid, next.message);
            m_waiting.pop_front();
        }
        ++m_inFlight;
        m_client->run(
            std::move(fetch), [this, uids = std::move(uids)](const imap::CommandDone& answer) {
                --m_inFlight;
                if (answer.error && answer.error->kind != ErrorKind::Rejected)
                    return fail(*answer.error);
                for (const auto uid : uids) {
                    if (m_asked.erase(uid) != 0)
                        m_failed.insert(uid);
                }
                if (m_inFlight == 0 && m_waiting.empty())
                    deriveBatch();
                fetchNextWindows();
                finishIfThrough();
            });
    }
}

void BodyDownload::bodyChunk(imap::BodyChunk& chunk)
{
    if (chunk.offset == 0)
        m_chunks.clear();
    m_chunks += chunk.bytes;
}

void BodyDownload::fetched(imap::FetchData& data)
{
    const auto asked = data.uid ? m_asked.find(data.uid->value()) : m_asked.end();
    if (asked == m_asked.end())
        return;
    for (auto& section : data.sections) {
        if (!section.section.empty() || (!section.streamed && !section.data))
            continue;
        std::string raw = section.streamed ? std::exchange(m_chunks, {}) : std::move(*section.data);
        m_unstored += raw.size();
        m_batchSize += raw.size();
        m_batch.emplace_back(asked->second, std::move(raw));
        m_asked.erase(asked);
        if (m_batchSize >= batchBytes)
            deriveBatch();
        return;
    }
}

void BodyDownload::deriveBatch()
{
    if (m_batch.empty())
        return;
    auto batch = std::make_shared<Batch>(std::exchange(m_batch, {}));
    const auto bytes = std::exchange(m_batchSize, 0);
    std::vector<std::pair<MessageId, std::uint64_t>> sizes;
    for (const auto& [message, raw] : *batch)
        sizes.emplace_back(message, raw.size());
    auto room = m_store.roomForBodies(sizes);
    if (!room)
        return fail(room.error());
    ++m_deriving;
    m_background.run([batch, bytes, room = std::shared_ptr<BodyRoom>(std::move(*room)), this,
                         alive = std::weak_ptr<bool>(m_alive)]() -> Background::Continuation {
        auto bodies = std::make_shared<std::vector<ReceivedBody>>();
        bodies->reserve(batch->size());
        for (auto& [message, raw] : *batch)
            bodies->push_back(deriveBody(message, std::move(raw)));
        auto written = room->write(*bodies);
        return [this, alive, bodies, bytes, written = std::move(written)] {
            if (!alive.expired())
                storeBatch(written, *bodies, bytes);
        };
    });
}

void BodyDownload::storeBatch(
    const Result<void>& written, const std::vector<ReceivedBody>& bodies, std::uint64_t bytes)
{
    --m_deriving;
    m_unstored -= bytes;
    if (m_finished)
        return;
    if (!written)
        return fail(written.error());
    if (const auto stored = m_store.storeBodies(bodies); !stored)
        return fail(stored.error());
    m_stored += static_cast<std::uint32_t>(bodies.size());
    if (m_observer.progress)
        m_observer.progress(m_stored);
    fetchNextWindows();
    finishIfThrough();
}

void BodyDownload::finishIfThrough()
{
    if (m_finished || m_inFlight > 0 || m_deriving > 0 || !m_waiting.empty() || !m_batch.empty())
        return;
    m_finished = true;
    if (m_observer.failed)
        m_observer.failed(m_failed);
    m_done({});
}

void BodyDownload::fail(const Error& error)
{
    if (std::exchange(m_finished, true))
        return;
    m_done(Unexpected(error));
}

} // namespace fulmar
