// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server_search.h"

#include "imap/search_criteria.h"
#include "sync/derive.h"
#include "sync/gmail_folders.h"

#include <algorithm>
#include <map>
#include <utility>

namespace fulmar {
namespace {

/// Whether a query of Gmail's names Spam or Trash, which are not in All Mail.
bool goesBeyondAllMail(const std::string& query)
{
    return query.find("in:anywhere") != std::string::npos
        || query.find("in:spam") != std::string::npos
        || query.find("in:trash") != std::string::npos;
}

bool isRefusal(const Error& error)
{
    return error.kind == ErrorKind::Rejected || error.kind == ErrorKind::Protocol;
}

} // namespace

std::vector<std::string> searchWords(const std::string& query)
{
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    const auto end = [&] {
        if (!word.empty())
            words.push_back(std::exchange(word, {}));
    };
    for (const char c : query) {
        if (c == '"') {
            quoted = !quoted;
            end();
        } else if (c == ' ' && !quoted) {
            end();
        } else {
            word += c;
        }
    }
    end();
    return words;
}

ServerSearch::ServerSearch(MailStore& store, std::vector<Folder> folders, std::string query,
    std::uint32_t limit, std::function<void(Found)> found)
    : m_store(store)
    , m_folders(std::move(folders))
    , m_query(std::move(query))
    , m_limit(limit)
    , m_report(std::move(found))
{
}

void ServerSearch::start(ImapClient& client, Done done)
{
    m_client = &client;
    m_done = std::move(done);
    chooseFolders();
    searchNext();
}

void ServerSearch::chooseFolders()
{
    const bool hasAllMail = m_client->has("X-GM-EXT-1")
        && std::any_of(m_folders.begin(), m_folders.end(), [](const Folder& folder) {
               return folder.role == FolderRole::All && folder.selectable;
           });
    const bool beyond = goesBeyondAllMail(m_query);
    for (const auto& folder : m_folders) {
        const bool isApart = folder.role == FolderRole::Trash || folder.role == FolderRole::Junk;
        const bool isAsked = !hasAllMail || folder.role == FolderRole::All || (beyond && isApart);
        if (folder.selectable && !folder.wireName.empty() && folder.checkpoint.uidValidity != 0
            && isAsked)
            m_waiting.push_back(folder);
    }
}

void ServerSearch::searchNext()
{
    if (m_waiting.empty()) {
        m_report({ .messages = { m_messages.begin(), m_messages.end() },
            .total = m_messages.size() + m_unknown });
        return m_done({});
    }
    m_folder = std::move(m_waiting.front());
    m_waiting.pop_front();
    // SELECT anew: results cover only what the session was told of.
    m_client->select(m_folder.wireName, [this](const Result<imap::SelectResult>& selected) {
        if (!selected && !isRefusal(selected.error()))
            return fail(selected.error());
        // Under another UIDVALIDITY the next synchronisation has to come first.
        if (!selected || selected->uidValidity != m_folder.checkpoint.uidValidity)
            return searchNext();
        m_exists = selected->exists;
        search();
    });
}

void ServerSearch::search()
{
    imap::SearchCriteria criteria;
    if (m_client->has("X-GM-EXT-1")) {
        criteria.text("X-GM-RAW", m_query);
    } else {
        for (const auto& word : searchWords(m_query))
            criteria.text("TEXT", word);
    }
    m_client->run(
        imap::UidSearch{ .criteria = criteria.encoded(), .returnAll = m_client->has("ESEARCH") },
        [this](const imap::CommandDone& answer) {
            if (answer.error && !isRefusal(*answer.error))
                return fail(*answer.error);
            // One folder alone decides what is told; among many a refused one is left out.
            if (answer.error && m_waiting.empty() && m_messages.empty())
                return fail(*answer.error);
            take(answer.search ? answer.search->numbers : imap::NumberSet{});
        });
}

void ServerSearch::take(const imap::NumberSet& found)
{
    // As in a synchronisation: more than the server says exist is not believed.
    constexpr std::uint64_t slack = 1000;
    if (found.count() > m_exists + slack)
        return fail({ .kind = ErrorKind::Limit,
            .where = "UID SEARCH",
            .serverText = {},
            .code = "too-many-messages" });
    const auto known = m_store.knownMessages(m_folder.id);
    if (!known)
        return fail(known.error());
    std::map<std::uint32_t, MessageId> here;
    for (const auto& message : *known)
        here.emplace(message.uid, message.message);
    std::vector<std::uint32_t> missing; // newest first
    const auto& ranges = found.ranges();
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
        for (std::uint64_t uid = range->second; uid >= range->first; --uid) {
            const auto message = here.find(static_cast<std::uint32_t>(uid));
            if (message != here.end())
                m_messages.insert(message->second);
            else if (missing.size() < m_limit)
                missing.push_back(static_cast<std::uint32_t>(uid));
            else
                ++m_unknown;
        }
    }
    if (missing.empty())
        searchNext();
    else
        fetchMissing(missing);
}

void ServerSearch::fetchMissing(const std::vector<std::uint32_t>& uids)
{
    imap::UidFetch fetch{ .items = { "UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE" } };
    if (m_client->has("X-GM-EXT-1"))
        fetch.items.insert(fetch.items.end(), { "X-GM-MSGID", "X-GM-THRID", "X-GM-LABELS" });
    fetch.items.insert(fetch.items.end(),
        { "ENVELOPE", "BODYSTRUCTURE", "BODY.PEEK[HEADER.FIELDS (REFERENCES)]" });
    for (const auto uid : uids)
        fetch.uids.NumberSet::add(uid);
    m_asked = { uids.begin(), uids.end() };
    m_client->run(std::move(fetch), [this, uids](const imap::CommandDone& answer) {
        if (answer.error && !isRefusal(*answer.error))
            return fail(*answer.error);
        collect(uids);
    });
}

void ServerSearch::fetched(imap::FetchData& data)
{
    if (!data.uid || !data.envelope || m_asked.erase(data.uid->value()) == 0)
        return;
    if (auto message = remoteMessageFrom(data)) {
        message->gmail = gmailFieldsFrom(data, gmailLabelOf(m_folder.role, m_folder.path));
        m_delta.added.push_back(std::move(*message));
    }
}

/// Stored without a checkpoint: the folder's synchronisation starts from where it was.
void ServerSearch::collect(const std::vector<std::uint32_t>& uids)
{
    const auto delta = std::exchange(m_delta, {});
    m_asked.clear();
    if (const auto stored = m_store.applyDelta(m_folder.id, delta); !stored)
        return fail(stored.error());
    const auto known = m_store.knownMessages(m_folder.id);
    if (!known)
        return fail(known.error());
    const std::set<std::uint32_t> wanted(uids.begin(), uids.end());
    std::size_t arrived = 0;
    for (const auto& message : *known) {
        if (wanted.count(message.uid) == 0)
            continue;
        m_messages.insert(message.message);
        ++arrived;
    }
    m_unknown += wanted.size() - arrived;
    searchNext();
}

void ServerSearch::fail(const Error& error)
{
    m_done(Unexpected(error));
}

} // namespace fulmar
