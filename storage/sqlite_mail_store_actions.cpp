// SPDX-License-Identifier: GPL-3.0-or-later
// What the person did: journalled with its overlay and the way back in one transaction of one file.
#include "storage/sqlite_mail_store.h"

#include "storage/text_codec.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace fulmar::storage {
namespace {

Error gone(MessageId message)
{
    return storageError("not-found", "message " + message.toString());
}

struct ShownPlace {
    FolderId folder{};
    std::uint32_t uidValidity = 0, uid = 0;
    Flags flags{};
};

/// Where a message is shown now, with the server position it has there; uid 0 where it only will
/// be.
std::vector<ShownPlace> shownPlaces(Database& database, MessageId message)
{
    std::vector<ShownPlace> places;
    Statement row(database,
        "SELECT p.folder, f.uid_validity, max(p.uid, 0), p.bits, p.keywords FROM placement p JOIN "
        "folder f ON f.id = "
        "p.folder "
        "WHERE p.message = ?1 AND NOT EXISTS (SELECT 1 FROM kept.overlay WHERE message = ?1) "
        "UNION ALL SELECT o.folder, coalesce(f.uid_validity, 0), coalesce(max(p.uid, 0), 0), "
        "o.bits, o.keywords FROM "
        "kept.overlay_place o "
        "LEFT JOIN folder f ON f.id = o.folder LEFT JOIN placement p ON p.message = o.message AND "
        "p.folder = o.folder "
        "WHERE o.message = ?1 AND o.shown = 1 ORDER BY 1");
    row.bind(message);
    while (row.next()) {
        places.push_back({ .folder = row.id<FolderId>(0),
            .uidValidity = row.number<std::uint32_t>(1),
            .uid = row.number<std::uint32_t>(2),
            .flags
            = { .bits = row.number<std::uint32_t>(3), .keywords = decodeKeywords(row.view(4)) } });
    }
    return places;
}

bool isThere(const std::vector<ShownPlace>& places, FolderId folder)
{
    return std::any_of(
        places.begin(), places.end(), [&](const auto& place) { return place.folder == folder; });
}

/// The places of `places` that an action is about; a flag is set wherever the message is.
std::vector<ShownPlace> chosenPlaces(
    const Action& action, std::vector<ShownPlace> places, std::optional<FolderId> from)
{
    const bool there = arrivalOf(action) && isThere(places, *arrivalOf(action));
    if (from && !std::holds_alternative<ChangeFlags>(action))
        std::erase_if(places, [&](const auto& place) { return place.folder != *from; });
    if (std::holds_alternative<MoveTo>(action)) {
        std::erase_if(places, [&](const auto& place) { return place.folder == arrivalOf(action); });
    } else if (std::holds_alternative<CopyTo>(action)) {
        // One source is enough, and one that the server knows the best.
        std::stable_partition(
            places.begin(), places.end(), [](const auto& place) { return place.uid != 0; });
        places.resize(there ? 0 : std::min<std::size_t>(places.size(), 1));
    }
    return places;
}

/// The same on Gmail, where a message is one thing: one place stands for all of them. A move
/// without a place it was done in is one out of the inbox.
std::vector<ShownPlace> chosenOnGmail(const Action& action, std::vector<ShownPlace> places,
    std::optional<FolderId> from, const GmailViews& views)
{
    const auto rank = [&](const ShownPlace& place) {
        if (std::holds_alternative<MoveTo>(action) && place.folder == from.value_or(views.inbox()))
            return 0;
        return views.isView(place.folder) ? 2 : 1;
    };
    std::stable_sort(places.begin(), places.end(),
        [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    const auto arrival = arrivalOf(action);
    const bool changesNothing = arrival && places.front().folder == *arrival;
    // Out of the inbox to All Mail is the archive; what is in no view has nothing to lose there.
    const bool archivesNothing = arrival == views.all() && std::holds_alternative<MoveTo>(action)
        && !views.isView(places.front().folder) && !views.isApart(places.front().folder);
    places.resize(changesNothing || archivesNothing ? 0 : 1);
    return places;
}

/// A move or copy to the folder that its request has just created.
Action withFolder(Action action, const std::vector<FolderId>& created)
{
    if (created.empty() || arrivalOf(action) != FolderId{})
        return action;
    if (auto* move = std::get_if<MoveTo>(&action))
        move->folder = created.back();
    else
        std::get<CopyTo>(action).folder = created.back();
    return action;
}

/// What brings `before` back after `change`.
FlagChange wayBack(const FlagChange& change, const Flags& before)
{
    FlagChange back;
    back.add.bits = change.remove.bits & before.bits;
    back.remove.bits = change.add.bits & ~before.bits;
    for (const auto& keyword : change.remove.keywords) {
        if (before.keywords.count(keyword) != 0)
            back.add.keywords.insert(keyword);
    }
    for (const auto& keyword : change.add.keywords) {
        if (before.keywords.count(keyword) == 0)
            back.remove.keywords.insert(keyword);
    }
    return back;
}

} // namespace

bool SqliteMailStore::crossesAccounts(const Action& action, AccountId account)
{
    const auto arrival = arrivalOf(action);
    const auto other = arrival ? m_folders.accountOf(*arrival) : std::nullopt;
    if (!arrival || other == account)
        return false;
    // Between local folders nothing has to be carried anywhere.
    return !(other && m_localMail.isLocal(*other) && m_localMail.isLocal(account));
}

Result<std::vector<SqliteMailStore::Before>> SqliteMailStore::targetsOf(
    const Action& action, MessageId message, std::optional<FolderId> from)
{
    const auto row = m_messages.find(message);
    const auto shown = row ? shownPlaces(m_database, message) : std::vector<ShownPlace>{};
    const bool fromElsewhere
        = from && !std::holds_alternative<ChangeFlags>(action) && !isThere(shown, *from);
    if (shown.empty() || fromElsewhere)
        return Unexpected(gone(message));
    if (crossesAccounts(action, row->account)) {
        return Unexpected(Error{ .kind = ErrorKind::Unsupported,
            .where = "message " + message.toString(),
            .serverText = {},
            .code = "other-account" });
    }
    const bool wasThere = arrivalOf(action) && isThere(shown, *arrivalOf(action));
    const GmailViews views(m_database, row->account);
    const auto places = views.isGmail() ? chosenOnGmail(action, shown, from, views)
                                        : chosenPlaces(action, shown, from);
    std::vector<Before> targets;
    for (const auto& place : places) {
        targets.push_back({ .account = row->account,
            .target = { .target = { .message = message,
                            .folder = place.folder,
                            .uidValidity = place.uidValidity,
                            .uid = place.uid },
                .messageId = row->messageId,
                .size = row->size },
            .flags = place.flags,
            .wasThere = wasThere });
    }
    return targets;
}

Result<void> SqliteMailStore::recordOnMessages(const Action& requested,
    const ChangeRequest& request, std::int64_t now, Recorded& recorded,
    std::vector<UndoPart>& parts, ChangeSet& changes)
{
    const Action action = withFolder(requested, recorded.folders);
    const std::set<MessageId> distinct(request.messages.begin(), request.messages.end());
    std::map<std::pair<AccountId, FolderId>, std::vector<Before>> groups;
    for (const MessageId message : distinct) {
        auto targets = targetsOf(action, message, request.from);
        if (!targets)
            return Unexpected(std::move(targets.error()));
        for (auto& target : *targets)
            groups[{ target.account, target.target.target.folder }].push_back(std::move(target));
    }
    const auto* flags = std::get_if<ChangeFlags>(&action);
    for (const auto& [group, targets] : groups) {
        std::vector<JournalTarget> journalled;
        for (const auto& before : targets)
            journalled.push_back(before.target);
        const ActionId id = m_journal.add(group.first, action, journalled, now);
        recorded.actions.push_back(id);
        for (const auto& before : targets) {
            parts.push_back({ .action = id,
                .account = group.first,
                .kind = actionName(action),
                .message = before.target.target.message,
                .folder = group.second,
                .arrival = arrivalOf(action).value_or(FolderId{}),
                .wasThere = before.wasThere,
                .back = flags ? wayBack(flags->change, before.flags) : FlagChange{} });
        }
    }
    refreshShown(distinct, changes);
    return {};
}

void SqliteMailStore::refreshShown(const std::set<MessageId>& messages, ChangeSet& changes)
{
    for (const MessageId message : messages) {
        m_overlay.refresh(message, changes);
        changes.changed.insert(message);
    }
    changes.actions = true;
}

Result<MailStore::Recorded> SqliteMailStore::record(const ChangeRequest& request, std::int64_t now)
{
    return m_session.write([&](ChangeSet& changes) -> Result<Recorded> {
        Recorded recorded;
        std::vector<UndoPart> parts;
        for (const auto& action : request.actions) {
            const auto done = folderActedOn(action)
                ? recordOnTree(action, now, recorded, parts, changes)
                : recordOnMessages(action, request, now, recorded, parts, changes);
            if (!done)
                return Unexpected(done.error());
        }
        if (request.name.empty() || parts.empty())
            return recorded;
        const std::set<MessageId> messages(request.messages.begin(), request.messages.end());
        const auto tree = std::find_if(
            parts.rbegin(), parts.rend(), [](const UndoPart& p) { return !p.path.empty(); });
        m_undo.add({ .name = request.name,
                       .messages = static_cast<std::uint32_t>(messages.size()),
                       .folder = tree == parts.rend() ? std::string() : tree->path,
                       .created = now },
            parts);
        return recorded;
    });
}

Result<std::vector<PendingAction>> SqliteMailStore::pendingActions(std::optional<AccountId> account)
{
    return m_session.read(
        [&]() -> Result<std::vector<PendingAction>> { return m_journal.load(account); });
}

Result<void> SqliteMailStore::actionsBegun(
    const std::vector<ActionId>& actions, const ArrivalMark& arrival)
{
    return m_session.write([&](ChangeSet&) -> Result<void> {
        for (const ActionId action : actions)
            m_journal.begun(action, arrival);
        return {};
    });
}

Result<void> SqliteMailStore::actionTried(ActionId action, const std::string& error)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_journal.tried(action, error);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(storageError("not-found", "action " + action.toString()));
        changes.actions = true;
        return {};
    });
}

} // namespace fulmar::storage
