// SPDX-License-Identifier: GPL-3.0-or-later
// Whole messages.
#include "storage/sqlite_mail_store.h"

namespace fulmar::storage {

Result<void> SqliteMailStore::storeBodies(const std::vector<ReceivedBody>& bodies)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        for (const auto& body : bodies) {
            const auto row = m_messages.find(body.message);
            if (!row || row->hasBody) // gone while it was under way, or here already
                continue;
            m_messages.storeBody(body);
            changes.changed.insert(body.message);
            Statement place(m_database,
                "SELECT folder FROM placement WHERE message = ?1 UNION "
                "SELECT folder FROM kept.overlay_place WHERE message = ?1");
            place.bind(body.message);
            while (place.next())
                changes.folders.insert(place.id<FolderId>(0));
        }
        return {};
    });
}

} // namespace fulmar::storage
