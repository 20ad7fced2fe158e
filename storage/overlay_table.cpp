// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/overlay_table.h"

#include "storage/action_journal.h"
#include "storage/gmail_views.h"
#include "storage/message_rows.h"
#include "storage/placement_table.h"

#include "storage/text_codec.h"

#include <algorithm>
#include <map>
#include <vector>

namespace fulmar::storage {
namespace {

/// Where a message is shown, with the flags that its place gives it.
using Presence = std::map<FolderId, Flags>;

void applyMove(Presence& presence, FolderId from, FolderId to, const Flags& otherwise)
{
    const auto source = presence.find(from);
    const Flags flags = source == presence.end() ? otherwise : source->second;
    if (source != presence.end())
        presence.erase(source);
    presence.try_emplace(to, flags);
}

void applyCopy(Presence& presence, FolderId from, FolderId to, const Flags& otherwise)
{
    const auto source = presence.find(from);
    presence.try_emplace(to, source == presence.end() ? otherwise : source->second);
}

/// Where a message is shown when it goes from one folder of a Gmail account to another.
void goOnGmail(Presence& presence, const GmailViews& views, FolderId from, FolderId to, bool moves,
    const Flags& otherwise)
{
    const auto source = presence.find(from);
    const Flags flags = source == presence.end() ? otherwise : source->second;
    const bool comesBack = std::any_of(presence.begin(), presence.end(),
        [&](const auto& place) { return views.isApart(place.first); });
    if (views.isApart(to) || comesBack)
        presence.clear();
    else if (moves && from != to && views.isView(from))
        presence.erase(from);
    if (!views.isApart(to))
        presence.try_emplace(views.all(), flags);
    presence.try_emplace(to, flags);
}

FlagChange applyGmailSteps(Presence& presence, const GmailViews& views,
    const std::vector<JournalStep>& steps, const Flags& otherwise)
{
    FlagChange change;
    for (const auto& step : steps) {
        if (const auto* flags = std::get_if<ChangeFlags>(&step.action)) {
            change = change.then(flags->change);
            if (flags->change.add.has(Flag::Flagged) && presence.count(views.all()) != 0
                && views.starred().isValid())
                presence.try_emplace(views.starred(), presence.at(views.all()));
            if (flags->change.remove.has(Flag::Flagged))
                presence.erase(views.starred());
        } else if (const auto arrival = arrivalOf(step.action)) {
            goOnGmail(presence, views, step.source, *arrival,
                std::holds_alternative<MoveTo>(step.action), otherwise);
        } else if (std::holds_alternative<DeleteForever>(step.action)) {
            presence.clear();
        }
    }
    return change;
}

/// The steps on a message, oldest first, on top of `presence`; gives the change of flags.
FlagChange applySteps(
    Presence& presence, const std::vector<JournalStep>& steps, const Flags& otherwise)
{
    FlagChange change;
    for (const auto& step : steps) {
        if (const auto* flags = std::get_if<ChangeFlags>(&step.action))
            change = change.then(flags->change);
        else if (const auto* move = std::get_if<MoveTo>(&step.action))
            applyMove(presence, step.source, move->folder, otherwise);
        else if (const auto* copy = std::get_if<CopyTo>(&step.action))
            applyCopy(presence, step.source, copy->folder, otherwise);
        else if (std::holds_alternative<DeleteForever>(step.action))
            presence.erase(step.source);
    }
    return change;
}

struct PlaceRow {
    bool shown = false, unread = false, masked = false, maskedUnread = false;
    Flags flags{};
};

} // namespace

bool OverlayTable::covers(MessageId message)
{
    return m_database.exists("SELECT 1 FROM kept.overlay WHERE message = ?1", message)
        || m_database.exists("SELECT 1 FROM kept.action_target WHERE message = ?1", message);
}

void OverlayTable::forget(MessageId message, ChangeSet& changes)
{
    {
        Statement place(m_database, "SELECT folder FROM kept.overlay_place WHERE message = ?1");
        place.bind(message);
        while (place.next())
            changes.folders.insert(place.id<FolderId>(0));
    }
    m_database.run("DELETE FROM kept.overlay_place WHERE message = ?1", message);
    m_database.run("DELETE FROM kept.overlay WHERE message = ?1", message);
}

void OverlayTable::refresh(MessageId message, ChangeSet& changes)
{
    if (!covers(message))
        return;
    forget(message, changes);
    const auto steps = ActionJournal(m_database).stepsOf(message);
    const auto row = MessageRows(m_database).find(message);
    if (steps.empty() || !row)
        return;

    Presence presence;
    std::map<FolderId, PlaceRow> places;
    Flags otherwise = row->lastFlags;
    bool serverUnread = false;
    for (const auto& placement : PlacementTable(m_database).ofMessage(message)) {
        const bool unread = !placement.flags.has(Flag::Seen);
        serverUnread = serverUnread || unread;
        presence.emplace(placement.folder, placement.flags);
        places[placement.folder]
            = { .masked = true, .maskedUnread = unread, .flags = placement.flags };
        otherwise = placement.flags;
    }
    const GmailViews views(m_database, row->account);
    const FlagChange change = views.isGmail() ? applyGmailSteps(presence, views, steps, otherwise)
                                              : applySteps(presence, steps, otherwise);
    bool unread = false;
    for (const auto& [folder, flags] : presence) {
        PlaceRow& place = places[folder];
        place.shown = true;
        place.flags = change.appliedTo(flags);
        place.unread = !place.flags.has(Flag::Seen);
        unread = unread || place.unread;
    }
    m_database.run("INSERT INTO kept.overlay (message, account, received, shown, unread, masked, "
                   "masked_unread) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        message, row->account, row->received, !presence.empty(), unread, row->placed, serverUnread);
    for (const auto& [folder, place] : places) {
        m_database.run("INSERT INTO kept.overlay_place (message, folder, received, shown, unread, "
                       "masked, masked_unread, "
                       "bits, keywords) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            message, folder, row->received, place.shown, place.unread, place.masked,
            place.maskedUnread, place.flags.bits, encodeKeywords(place.flags.keywords));
        changes.folders.insert(folder);
    }
}

void OverlayTable::rebuild()
{
    std::vector<MessageId> messages;
    {
        Statement row(m_database,
            "SELECT message FROM kept.action_target UNION SELECT message FROM kept.overlay");
        while (row.next())
            messages.push_back(row.id<MessageId>(0));
    }
    m_database.run("DELETE FROM kept.overlay_place");
    m_database.run("DELETE FROM kept.overlay");
    ChangeSet ignored;
    for (const MessageId message : messages)
        refresh(message, ignored);
}

} // namespace fulmar::storage
