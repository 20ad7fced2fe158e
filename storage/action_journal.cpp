// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/action_journal.h"

#include "storage/gmail_views.h"
#include "storage/text_codec.h"

namespace fulmar::storage {
namespace {

FolderId folderOf(const Action& action)
{
    return arrivalOf(action).value_or(folderActedOn(action).value_or(FolderId{}));
}

FlagChange changeOf(const Action& action)
{
    const auto* flags = std::get_if<ChangeFlags>(&action);
    return flags ? flags->change : FlagChange{};
}

std::string pathOf(const Action& action)
{
    if (const auto* create = std::get_if<CreateFolder>(&action))
        return create->path;
    if (const auto* rename = std::get_if<RenameFolder>(&action))
        return rename->path;
    return {};
}

/// One bit of an action of the folder tree; lies in the column of the flags, which it has none of.
bool switchOf(const Action& action)
{
    if (const auto* subscribe = std::get_if<SubscribeFolder>(&action))
        return subscribe->subscribed;
    const auto* removal = std::get_if<DeleteFolder>(&action);
    return removal && removal->onlyEmpty;
}

/// Columns kind, folder, add_bits, add_keywords, remove_bits, remove_keywords from `first` on.
Action messageActionOf(const Statement& row, int first)
{
    const std::string_view kind = row.view(first);
    const auto folder = row.id<FolderId>(first + 1);
    if (kind == "move")
        return MoveTo{ folder };
    if (kind == "copy")
        return CopyTo{ folder };
    if (kind == "delete" || kind == "hidden")
        return DeleteForever{};
    return ChangeFlags{ {
        .add = { .bits = row.number<std::uint32_t>(first + 2),
            .keywords = decodeKeywords(row.view(first + 3)) },
        .remove = { .bits = row.number<std::uint32_t>(first + 4),
            .keywords = decodeKeywords(row.view(first + 5)) },
    } };
}

Action actionOf(const Statement& row)
{
    const std::string_view kind = row.view(2);
    const auto folder = row.id<FolderId>(3);
    if (kind == "create-folder")
        return CreateFolder{ folder, row.id<AccountId>(1), row.text(11),
            roleFromName(row.text(12)) };
    if (kind == "rename-folder")
        return RenameFolder{ folder, row.text(11) };
    if (kind == "delete-folder")
        return DeleteFolder{ folder, row.flag(4) };
    if (kind == "subscribe-folder")
        return SubscribeFolder{ folder, row.flag(4) };
    return messageActionOf(row, 2);
}

/// On Gmail a message has one position, whatever view it was acted on in, and that is where it is
/// now.
void findGmailPositions(Database& database, PendingAction& pending)
{
    GmailViews views(database, pending.account);
    if (!views.isGmail())
        return;
    for (auto& target : pending.targets) {
        const auto position = views.position(target.message);
        target.mailbox = position ? position->folder : views.all();
        target.uid = position ? static_cast<std::uint32_t>(position->uid) : 0;
        target.uidValidity = static_cast<std::uint32_t>(
            database.value("SELECT uid_validity FROM folder WHERE id = ?1", target.mailbox)
                .value_or(0));
    }
}

PendingAction pendingOf(Database& database, const Statement& row)
{
    PendingAction pending{
        .id = row.id<ActionId>(0),
        .account = row.id<AccountId>(1),
        .action = actionOf(row),
        .created = row.integer(8),
        .tries = row.number<std::uint32_t>(9),
        .lastError = row.text(10),
        .begun = row.flag(13),
        .arrival = { row.number<std::uint32_t>(14), row.number<std::uint32_t>(15) },
    };
    Statement target(database,
        "SELECT message, folder, uid_validity, uid FROM kept.action_target WHERE action = ?1 ORDER "
        "BY folder, uid, message");
    target.bind(pending.id);
    while (target.next()) {
        pending.targets.push_back({
            .message = target.id<MessageId>(0),
            .folder = target.id<FolderId>(1),
            .uidValidity = target.number<std::uint32_t>(2),
            .uid = target.number<std::uint32_t>(3),
            .mailbox = target.id<FolderId>(1),
        });
    }
    findGmailPositions(database, pending);
    return pending;
}

void addTarget(Database& database, ActionId action, const JournalTarget& target)
{
    database.run("INSERT INTO kept.action_target (action, message, folder, uid_validity, "
                 "uid, message_id, size) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        action, target.target.message, target.target.folder, target.target.uidValidity,
        target.target.uid, target.messageId, target.size);
}

} // namespace

ActionId ActionJournal::add(AccountId account, const Action& action,
    const std::vector<JournalTarget>& targets, std::int64_t now)
{
    const FlagChange change = changeOf(action);
    const auto* create = std::get_if<CreateFolder>(&action);
    m_database.run(
        "INSERT INTO kept.action (account, kind, folder, add_bits, add_keywords, remove_bits, "
        "remove_keywords, created, path, role) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        account, actionName(action), folderOf(action),
        folderActedOn(action) ? static_cast<std::uint32_t>(switchOf(action)) : change.add.bits,
        encodeKeywords(change.add.keywords), change.remove.bits,
        encodeKeywords(change.remove.keywords), now, pathOf(action),
        roleName(create ? create->role : FolderRole::None));
    const ActionId id{ m_database.lastInsertId() };
    for (const auto& target : targets)
        addTarget(m_database, id, target);
    return id;
}

void ActionJournal::addHidden(AccountId account, const JournalTarget& target, std::int64_t now)
{
    m_database.run(
        "INSERT INTO kept.action (account, kind, created) VALUES (?1, 'hidden', ?2)", account, now);
    addTarget(m_database, ActionId{ m_database.lastInsertId() }, target);
}

std::vector<PendingAction> ActionJournal::loadSome(std::optional<AccountId> account, bool treeOnly)
{
    std::vector<PendingAction> pending;
    Statement row(m_database,
        "SELECT id, account, kind, folder, add_bits, add_keywords, remove_bits, remove_keywords, "
        "created, tries, last_error, path, role, begun, arrival_validity, arrival_uid_next "
        "FROM kept.action WHERE (?1 = 0 OR account = ?1) AND kind <> 'hidden' "
        "AND (?2 = 0 OR kind NOT IN ('flag', 'move', 'copy', 'delete')) ORDER BY id");
    row.bind(account.value_or(AccountId{}), treeOnly);
    while (row.next())
        pending.push_back(pendingOf(m_database, row));
    return pending;
}

std::vector<PendingAction> ActionJournal::load(std::optional<AccountId> account)
{
    return loadSome(account, false);
}

std::vector<PendingAction> ActionJournal::loadTreeActions(std::optional<AccountId> account)
{
    return loadSome(account, true);
}

std::optional<PendingAction> ActionJournal::find(ActionId id)
{
    Statement row(m_database,
        "SELECT id, account, kind, folder, add_bits, add_keywords, remove_bits, remove_keywords, "
        "created, tries, last_error, path, role, begun, arrival_validity, arrival_uid_next "
        "FROM kept.action WHERE id = ?1 AND kind <> 'hidden'");
    if (!row.bind(id).next())
        return std::nullopt;
    return pendingOf(m_database, row);
}

void ActionJournal::remove(ActionId id)
{
    m_database.run("DELETE FROM kept.action_target WHERE action = ?1", id);
    m_database.run("DELETE FROM kept.action WHERE id = ?1", id);
}

void ActionJournal::begun(ActionId id, const ArrivalMark& arrival)
{
    m_database.run("UPDATE kept.action SET begun = 1, arrival_validity = ?2, arrival_uid_next = ?3 "
                   "WHERE id = ?1",
        id, arrival.uidValidity, arrival.uidNext);
}

std::vector<ActionId> ActionJournal::arrivingAt(FolderId folder)
{
    std::vector<ActionId> ids;
    Statement row(m_database,
        "SELECT id FROM kept.action WHERE kind IN ('move', 'copy') AND folder = ?1 ORDER BY id");
    row.bind(folder);
    while (row.next())
        ids.push_back(row.id<ActionId>(0));
    return ids;
}

bool ActionJournal::hasHidden()
{
    return m_database.exists("SELECT 1 FROM kept.action WHERE kind = 'hidden' LIMIT 1");
}

bool ActionJournal::removeHidden(MessageId message, FolderId folder)
{
    const auto action
        = m_database.value("SELECT a.id FROM kept.action_target t JOIN kept.action a ON a.id = "
                           "t.action WHERE t.message = ?1 AND t.folder = ?2 AND a.kind = 'hidden'",
            message, folder);
    if (!action)
        return false;
    remove(ActionId{ *action });
    return true;
}

void ActionJournal::tried(ActionId id, const std::string& error)
{
    m_database.run(
        "UPDATE kept.action SET tries = tries + 1, last_error = ?2 WHERE id = ?1", id, error);
}

std::vector<JournalStep> ActionJournal::stepsOf(MessageId message)
{
    std::vector<JournalStep> steps;
    Statement row(m_database,
        "SELECT t.folder, a.kind, a.folder, a.add_bits, a.add_keywords, a.remove_bits, "
        "a.remove_keywords "
        "FROM kept.action_target t JOIN kept.action a ON a.id = t.action WHERE t.message = ?1 "
        "ORDER BY t.action, t.folder");
    row.bind(message);
    while (row.next())
        steps.push_back({ .action = messageActionOf(row, 1), .source = row.id<FolderId>(0) });
    return steps;
}

void ActionJournal::learnPosition(
    MessageId message, FolderId folder, std::uint32_t uidValidity, std::uint32_t uid)
{
    m_database.run("UPDATE kept.action_target SET uid_validity = ?3, uid = ?4 WHERE message = ?1 "
                   "AND folder = ?2",
        message, folder, uidValidity, uid);
}

void ActionJournal::returnTargets(ActionId after, FolderId arrival, const ActionTarget& source)
{
    // A message that is a target of the later action at the source already stays one target.
    m_database.run(
        "UPDATE OR IGNORE kept.action_target SET folder = ?4, uid_validity = ?5, uid = ?6 "
        "WHERE action > ?1 AND message = ?2 AND folder = ?3 AND uid = 0",
        after, source.message, arrival, source.folder, source.uidValidity, source.uid);
    // A later move back to the source has become a move to where it is.
    m_database.run(
        "DELETE FROM kept.action_target WHERE action > ?1 AND message = ?2 AND folder = ?3 "
        "AND action IN (SELECT id FROM kept.action WHERE kind IN ('move', 'copy') AND folder = ?3)",
        after, source.message, source.folder);
    dropTargets(after, arrival, source.message);
}

void ActionJournal::dropTargets(ActionId after, FolderId arrival, MessageId message)
{
    m_database.run("DELETE FROM kept.action_target WHERE action > ?1 AND message = ?2 AND folder = "
                   "?3 AND uid = 0",
        after, message, arrival);
    removeEmptyActions();
}

void ActionJournal::voidPositions(FolderId folder, std::uint32_t uidValidity)
{
    m_database.run("UPDATE kept.action_target SET uid = 0 WHERE folder = ?1 AND uid > 0 AND "
                   "uid_validity <> ?2",
        folder, uidValidity);
}

void ActionJournal::removeEmptyActions()
{
    m_database.run("DELETE FROM kept.action WHERE kind IN ('flag', 'move', 'copy', 'delete', "
                   "'hidden') AND id NOT IN (SELECT action FROM kept.action_target)");
}

} // namespace fulmar::storage
