// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a POP3 session: what goes from the server, QUIT, what is there now.
#include "sync/pop3_download.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace fulmar {

void Pop3Download::removeAndQuit()
{
    if (m_account.pop3.keep == Pop3Keep::Forever)
        return quit({});
    // As it is now, with what has just been stored.
    auto history = m_parts.store.pop3History(m_account.id);
    if (!history)
        return fail(history.error());
    m_history = *std::move(history);
    quit(planRemovals(m_listing, m_history, m_account.pop3, m_parts.clock.now()));
}

void Pop3Download::quit(std::vector<std::size_t> removals)
{
    auto marked = std::make_shared<std::vector<std::size_t>>();
    for (const std::size_t index : removals) {
        m_client->run(pop3::Delete{ m_listing[index].number },
            [marked, index](const pop3::CommandDone& answer) {
                if (!answer.error)
                    marked->push_back(index);
            });
    }
    m_client->run(pop3::Quit{}, [this, marked](const pop3::CommandDone& answer) {
        if (answer.error)
            return fail(*answer.error); // nothing that was marked counts as removed
        std::unordered_set<std::size_t> gone(marked->begin(), marked->end());
        m_outcome.removed = static_cast<std::uint32_t>(gone.size());
        std::vector<Pop3Listed> left;
        for (std::size_t i = 0; i < m_listing.size(); ++i) {
            if (gone.count(i) == 0)
                left.push_back(std::move(m_listing[i]));
            else
                m_state.serverBytes -= std::min(m_state.serverBytes, m_listing[i].size);
        }
        m_listing = std::move(left);
        recordSession();
    });
    m_client->flush();
}

/// What is on the server now, for the page that shows it.
void Pop3Download::recordSession()
{
    auto history = m_parts.store.pop3History(m_account.id);
    if (!history)
        return fail(history.error());
    const auto presence = planPresence(m_listing, *history);
    m_state.serverMessages = static_cast<std::uint32_t>(m_listing.size());
    m_outcome.serverMessages = m_state.serverMessages;
    auto kept = m_parts.store.setOnServer(presence.there, presence.gone);
    if (kept)
        kept = m_parts.store.setPop3State(m_account.id, m_state);
    if (!kept)
        return fail(kept.error());
    end(m_outcome);
}

} // namespace fulmar
