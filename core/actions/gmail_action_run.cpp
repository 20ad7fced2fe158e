// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/gmail_action_run.h"

#include <algorithm>
#include <utility>

namespace fulmar {
namespace {

std::vector<std::string> atoms(const Flags& flags)
{
    const auto wire = flagsToWire(flags);
    return { wire.begin(), wire.end() };
}

Error later(std::string where)
{
    return { .kind = ErrorKind::Rejected,
        .where = std::move(where),
        .serverText = {},
        .code = "UNAVAILABLE" };
}

} // namespace

GmailActionRun::GmailActionRun(
    ImapClient& client, std::vector<Folder> folders, const ActionBatch& batch, Done done)
    : m_client(client)
    , m_folders(std::move(folders))
    , m_action(batch.action)
    , m_source(batch.folder)
    , m_done(std::move(done))
{
    std::map<FolderId, Work> work;
    for (const auto& action : batch.actions) {
        for (const auto& target : action.targets) {
            auto& group = work[target.mailbox];
            group.uidValidity = target.uidValidity;
            group.messages.emplace(target.uid, target.message);
        }
    }
    for (auto& [mailbox, group] : work) {
        if (const auto* found = folder(mailbox))
            group.mailbox = *found;
        m_work.push_back(std::move(group));
    }
}

void GmailActionRun::runNextMailbox()
{
    if (m_work.empty())
        return m_done(m_outcome);
    const Work& work = m_work.front();
    const auto* source = folder(m_source);
    const auto* target = arrivalOf(m_action) ? folder(*arrivalOf(m_action)) : nullptr;
    const auto trash = std::find_if(m_folders.begin(), m_folders.end(),
        [](const Folder& f) { return f.role == FolderRole::Trash; });
    if (work.mailbox.wireName.empty()
        || (arrivalOf(m_action) && (!target || target->wireName.empty())))
        return fail({ .kind = ErrorKind::Rejected,
            .where = "folder",
            .serverText = {},
            .code = "NONEXISTENT" });
    const auto steps = gmailSteps(m_action,
        { .mailbox = work.mailbox,
            .source = source ? *source : work.mailbox,
            .target = target ? std::optional(*target) : std::nullopt,
            .trash = trash == m_folders.end() ? Folder{} : *trash });
    m_steps.assign(steps.begin(), steps.end());
    if (m_steps.empty()) {
        m_work.pop_front();
        return runNextMailbox();
    }
    m_client.ensureSelected(
        work.mailbox.wireName, [this](const Result<imap::SelectResult>& selected) {
            if (!selected)
                return fail(selected.error());
            if (selected->uidValidity != m_work.front().uidValidity)
                return fail(later("UIDVALIDITY"));
            runNextStep();
        });
}

void GmailActionRun::runNextStep()
{
    if (m_steps.empty()) {
        m_work.pop_front();
        return runNextMailbox();
    }
    const GmailStep step = m_steps.front();
    m_steps.pop_front();
    if (const auto* flags = std::get_if<StoreGmailFlags>(&step))
        return store(flags->change);
    if (const auto* label = std::get_if<StoreGmailLabel>(&step)) {
        return run(
            imap::UidStoreLabels{ .uids = uids(),
                .mode = label->add ? imap::UidStore::Mode::Add : imap::UidStore::Mode::Remove,
                .labels = { label->label } },
            [this](const imap::CommandDone&) { runNextStep(); });
    }
    if (const auto* move = std::get_if<MoveOnGmail>(&step))
        return moveTo(*move);
    expunge();
}

void GmailActionRun::store(const FlagChange& change)
{
    const auto command = [this](imap::UidStore::Mode mode, const Flags& flags) {
        return imap::UidStore{
            .uids = uids(), .mode = mode, .flags = atoms(flags), .silent = true
        };
    };
    if (!change.add.empty()) {
        return run(command(imap::UidStore::Mode::Add, change.add),
            [this, change](
                const imap::CommandDone&) { store({ .add = {}, .remove = change.remove }); });
    }
    if (change.remove.empty())
        return runNextStep();
    run(command(imap::UidStore::Mode::Remove, change.remove),
        [this](const imap::CommandDone&) { runNextStep(); });
}

/// COPY to Trash is a move on Gmail too, and adds a label elsewhere.
void GmailActionRun::moveTo(const MoveOnGmail& move)
{
    if (move.wireName.empty())
        return fail({ .kind = ErrorKind::Rejected,
            .where = "trash",
            .serverText = {},
            .code = "NONEXISTENT" });
    if (m_client.has("MOVE"))
        return run(imap::UidMove{ .uids = uids(), .mailbox = move.wireName },
            [this, move](const imap::CommandDone& answer) { moved(move, answer); });
    run(imap::UidCopy{ .uids = uids(), .mailbox = move.wireName },
        [this, move](const imap::CommandDone& answer) { moved(move, answer); });
}

void GmailActionRun::moved(const MoveOnGmail& move, const imap::CommandDone& answer)
{
    Work& work = m_work.front();
    std::map<std::uint32_t, MessageId> there;
    if (answer.copied && answer.copied->source.size() == answer.copied->destination.size()) {
        for (std::size_t i = 0; i < answer.copied->source.size(); ++i) {
            const auto message = work.messages.find(answer.copied->source[i]);
            if (message == work.messages.end())
                continue;
            there.emplace(answer.copied->destination[i], message->second);
            m_outcome.positions.push_back({ .message = message->second,
                .folder = move.folder,
                .uidValidity = answer.copied->uidValidity,
                .uid = answer.copied->destination[i] });
        }
    }
    if (m_steps.empty())
        return runNextStep();
    // What is to be done where they went needs their positions there; without them the next
    // synchronisation learns those, and the action goes on from there.
    if (there.size() != work.messages.size())
        return fail(later("COPYUID"));
    work.messages = std::move(there);
    m_client.ensureSelected(move.wireName, [this](const Result<imap::SelectResult>& selected) {
        if (selected)
            runNextStep();
        else
            fail(selected.error());
    });
}

void GmailActionRun::expunge()
{
    Flags deleted;
    deleted.set(Flag::Deleted);
    run(imap::UidStore{ .uids = uids(),
            .mode = imap::UidStore::Mode::Add,
            .flags = atoms(deleted),
            .silent = true },
        [this](const imap::CommandDone&) {
            if (!m_client.has("UIDPLUS"))
                return runNextStep();
            run(imap::UidExpunge{ .uids = uids() },
                [this](const imap::CommandDone&) { runNextStep(); });
        });
}

void GmailActionRun::run(imap::Command command, std::function<void(const imap::CommandDone&)> then)
{
    m_client.run(
        std::move(command), [this, then = std::move(then)](const imap::CommandDone& answer) {
            if (answer.error)
                fail(*answer.error);
            else
                then(answer);
        });
}

void GmailActionRun::fail(const Error& error)
{
    m_done(Unexpected(error));
}

imap::UidSet GmailActionRun::uids() const
{
    imap::UidSet set;
    for (const auto& [uid, message] : m_work.front().messages)
        set.NumberSet::add(uid);
    return set;
}

const Folder* GmailActionRun::folder(FolderId id) const
{
    const auto found = std::find_if(m_folders.begin(), m_folders.end(),
        [&](const Folder& candidate) { return candidate.id == id; });
    return found == m_folders.end() ? nullptr : &*found;
}

} // namespace fulmar
