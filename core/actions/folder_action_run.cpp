// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/folder_action_run.h"

#include "sync/remote_folders.h"

#include <algorithm>
#include <utility>

namespace fulmar {
namespace {

bool isMailbox(const imap::ListEntry& entry)
{
    return entry.attributes.find(std::string_view("\\Noselect")) == entry.attributes.end()
        && entry.attributes.find(std::string_view("\\NonExistent")) == entry.attributes.end();
}

} // namespace

FolderActionRun::FolderActionRun(
    ImapClient& client, std::vector<Folder> folders, Action action, Done done)
    : m_client(client)
    , m_folders(std::move(folders))
    , m_action(std::move(action))
    , m_done(std::move(done))
{
}

void FolderActionRun::start()
{
    if (const auto* made = std::get_if<CreateFolder>(&m_action))
        return create(*made);
    if (!folder())
        return refuse("NONEXISTENT", "folder");
    if (const auto* renamed = std::get_if<RenameFolder>(&m_action))
        return rename(*renamed);
    if (const auto* gone = std::get_if<DeleteFolder>(&m_action))
        return remove(*gone);
    subscribe(std::get<SubscribeFolder>(m_action));
}

void FolderActionRun::listed(const imap::Listed& listed)
{
    if (!listed.subscribedOnly)
        m_listed.push_back(listed.entry);
}

void FolderActionRun::statusReceived(const imap::StatusEntry& entry)
{
    m_messages = entry.messages;
}

const Folder* FolderActionRun::folder() const
{
    const auto id = folderActedOn(m_action);
    const auto found = std::find_if(m_folders.begin(), m_folders.end(),
        [&](const Folder& f) { return f.id == id && !f.wireName.empty(); });
    return found == m_folders.end() ? nullptr : &*found;
}

/// That of the folder above, else what any folder has: servers with several namespaces have
/// several.
std::optional<char> FolderActionRun::delimiterFor(const std::string& path) const
{
    for (const auto& folder : m_folders) {
        if (isBelow(path, folder.path) && folder.delimiter)
            return folder.delimiter;
    }
    for (const auto& folder : m_folders) {
        if (folder.delimiter && folder.path != "INBOX")
            return folder.delimiter;
    }
    return m_rootDelimiter;
}

void FolderActionRun::run(imap::Command command, ImapClient::Done then)
{
    m_client.run(std::move(command), std::move(then));
}

void FolderActionRun::refuse(std::string code, std::string where)
{
    m_done(Unexpected(Error{ .kind = ErrorKind::Rejected,
        .where = std::move(where),
        .serverText = {},
        .code = std::move(code) }));
}

void FolderActionRun::lookFor(const std::string& wireName, std::function<void(bool)> then)
{
    m_listed.clear();
    run(imap::List{ .pattern = wireName },
        [this, wireName, then = std::move(then)](const imap::CommandDone&) {
            then(std::any_of(m_listed.begin(), m_listed.end(), [&](const imap::ListEntry& entry) {
                return entry.name == wireName && isMailbox(entry);
            }));
        });
}

void FolderActionRun::create(const CreateFolder& action)
{
    if (delimiterFor(action.path))
        return createNamed(action.path);
    // No folder has told it yet: LIST "" "" is the question for it (RFC 3501 section 6.3.8).
    m_listed.clear();
    run(imap::List{ .pattern = {} }, [this, path = action.path](const imap::CommandDone&) {
        if (!m_listed.empty())
            m_rootDelimiter = m_listed.front().delimiter;
        createNamed(path);
    });
}

void FolderActionRun::createNamed(const std::string& path)
{
    const auto delimiter = delimiterFor(path);
    const auto wireName = wireNameFor(path, delimiter);
    if (!wireName)
        return refuse("folder-name", path);
    const RemoteFolder made{ .path = path, .wireName = *wireName, .delimiter = delimiter };
    const auto finish = [this, made] {
        // Other clients show what is subscribed; that this one may be refused does no harm.
        run(imap::Subscribe{ .mailbox = made.wireName }, [this, made](const imap::CommandDone&) {
            ActionOutcome outcome;
            outcome.folder = made;
            m_done(std::move(outcome));
        });
    };
    run(imap::Create{ .mailbox = *wireName },
        [this, made, finish](const imap::CommandDone& answer) {
            if (!answer.error)
                return finish();
            lookFor(made.wireName, [this, error = *answer.error, finish](bool there) {
                if (there)
                    finish();
                else
                    m_done(Unexpected(error));
            });
        });
}

void FolderActionRun::rename(const RenameFolder& action)
{
    const Folder& old = *folder();
    const auto wireName = wireNameFor(action.path, delimiterFor(action.path));
    if (!wireName)
        return refuse("folder-name", action.path);
    ActionOutcome outcome;
    outcome.folder = RemoteFolder{
        .path = action.path, .wireName = *wireName, .delimiter = delimiterFor(action.path)
    };
    if (*wireName == old.wireName)
        return m_done(std::move(outcome));
    m_client.unselect(); // some servers refuse to rename the selected mailbox
    run(imap::Rename{ .from = old.wireName, .to = *wireName },
        [this, outcome, from = old.wireName, to = *wireName](const imap::CommandDone& answer) {
            if (!answer.error) {
                moveSubscription(from, to);
                return m_done(outcome);
            }
            lookFor(from, [this, outcome, to, error = *answer.error](bool oldIsThere) {
                if (oldIsThere)
                    return m_done(Unexpected(error));
                lookFor(to, [this, outcome, error](bool newIsThere) {
                    m_done(newIsThere ? Result<ActionOutcome>(outcome) : Unexpected(error));
                });
            });
        });
}

/// RENAME leaves the list of subscriptions as it is (RFC 3501 section 6.3.5).
void FolderActionRun::moveSubscription(const std::string& from, const std::string& to)
{
    if (!folder()->subscribed)
        return;
    run(imap::Subscribe{ .mailbox = to }, [](const imap::CommandDone&) {});
    run(imap::Subscribe{ .mailbox = from, .subscribed = false }, [](const imap::CommandDone&) {});
}

void FolderActionRun::remove(const DeleteFolder& action)
{
    m_client.unselect();
    if (!action.onlyEmpty)
        return removeNow();
    run(imap::Status{ .mailbox = folder()->wireName, .items = { "MESSAGES" } },
        [this](const imap::CommandDone&) {
            if (m_messages.value_or(0) > 0)
                refuse("folder-not-empty", folder()->path);
            else
                removeNow();
        });
}

void FolderActionRun::removeNow()
{
    run(imap::Delete{ .mailbox = folder()->wireName }, [this](const imap::CommandDone& answer) {
        if (!answer.error) {
            run(imap::Subscribe{ .mailbox = folder()->wireName, .subscribed = false },
                [](const imap::CommandDone&) {});
            return m_done(ActionOutcome());
        }
        lookFor(folder()->wireName, [this, error = *answer.error](bool there) {
            m_done(there ? Unexpected(error) : Result<ActionOutcome>(ActionOutcome()));
        });
    });
}

void FolderActionRun::subscribe(const SubscribeFolder& action)
{
    run(imap::Subscribe{ .mailbox = folder()->wireName, .subscribed = action.subscribed },
        [this](const imap::CommandDone& answer) {
            m_done(
                answer.error ? Unexpected(*answer.error) : Result<ActionOutcome>(ActionOutcome()));
        });
}

} // namespace fulmar
