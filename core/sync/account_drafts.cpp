// SPDX-License-Identifier: GPL-3.0-or-later
// The drafts of AccountWorker: their copies on the server.
#include "sync/account_worker.h"

#include "send/draft_copies.h"
#include "sync/remote_folders.h"

#include <utility>

namespace fulmar {

void AccountWorker::settleDraftCopies()
{
    if (m_account.incomingKind != IncomingKind::Imap || m_stopped || m_settlingDrafts)
        return;
    const auto owed = m_parts.outbox.owedDraftCopies(m_account.id);
    const auto folders = m_parts.reader.folders(m_account.id);
    // Without a folder list nobody knows which one is for drafts; the first synchronisation tells.
    if (!owed || owed->empty() || !folders || folders->empty())
        return;
    Folder drafts;
    for (const auto& folder : *folders) {
        if (folder.role == FolderRole::Drafts && !folder.wireName.empty())
            drafts = folder;
    }
    if (drafts.wireName.empty()) {
        drafts.path = usualPath(FolderRole::Drafts, *folders);
        drafts.wireName = wireNameFor(drafts.path, folders->front().delimiter).value_or("Drafts");
    }
    m_settlingDrafts = true;
    auto changed = std::make_shared<bool>(false);
    m_imap.run(std::make_unique<DraftCopyTask>(
                   DraftCopyTask::Parts{ m_parts.outbox, m_parts.reader, m_parts.clock }, m_account,
                   std::deque<DraftCopy>(owed->begin(), owed->end()), drafts,
                   [changed] { *changed = true; }),
        [this, changed, path = drafts.path](const Result<void>&, ImapWorker::Scope) {
            m_settlingDrafts = false;
            if (*changed && m_stayConnected)
                syncByItself(path);
        });
}

} // namespace fulmar
