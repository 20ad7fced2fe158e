// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_backend.h"

#include <set>
#include <tuple>

namespace fulmar::app::testing {

std::vector<Message> FakeReader::sorted(std::optional<FolderId> folder, bool unreadOnly) const
{
    std::vector<Message> out;
    for (const Message& m : messageList) {
        const bool here
            = !folder || std::find(m.folders.begin(), m.folders.end(), *folder) != m.folders.end();
        if (here && !(unreadOnly && m.flags.has(Flag::Seen)))
            out.push_back(m);
    }
    std::sort(out.begin(), out.end(), [](const Message& a, const Message& b) {
        return std::tie(a.received, a.id) > std::tie(b.received, b.id);
    });
    return out;
}

Result<std::vector<Message>> FakeReader::messages(const MessageQuery& query)
{
    if (failure)
        return Unexpected(*failure);
    const auto all = sorted(query.folder, query.unreadOnly);
    const std::size_t begin = std::min<std::size_t>(query.offset, all.size());
    const std::size_t end = std::min<std::size_t>(begin + query.limit, all.size());
    return std::vector<Message>(all.begin() + static_cast<std::ptrdiff_t>(begin),
        all.begin() + static_cast<std::ptrdiff_t>(end));
}

Result<std::uint32_t> FakeReader::count(const MessageQuery& query)
{
    return static_cast<std::uint32_t>(sorted(query.folder, query.unreadOnly).size());
}

Message* FakeReader::find(MessageId id)
{
    const auto found = std::find_if(
        messageList.begin(), messageList.end(), [&](const Message& m) { return m.id == id; });
    return found == messageList.end() ? nullptr : &*found;
}

Result<std::optional<Message>> FakeReader::message(MessageId id, std::optional<FolderId>)
{
    const Message* found = find(id);
    return found ? std::optional(*found) : std::nullopt;
}

Result<std::vector<Message>> FakeReader::messagesById(
    const std::vector<MessageId>& ids, std::optional<FolderId> folder)
{
    const std::set<MessageId> wanted(ids.begin(), ids.end());
    std::vector<Message> out;
    for (const Message& m : sorted(folder, false)) {
        if (wanted.count(m.id))
            out.push_back(m);
    }
    return out;
}

Result<std::optional<std::string>> FakeReader::raw(MessageId id)
{
    if (failure)
        return Unexpected(*failure);
    const auto found = bodies.find(id);
    return found == bodies.end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<Draft>> FakeReader::drafts()
{
    auto list = draftList;
    for (Draft& draft : list) {
        for (DraftAttachment& file : draft.attachments)
            file.content.clear();
    }
    return list;
}

Result<std::optional<Draft>> FakeReader::draft(DraftId id)
{
    for (const Draft& draft : draftList) {
        if (draft.id == id)
            return std::optional(draft);
    }
    return std::optional<Draft>{};
}

void FakeBackend::act(const Action& action, const std::vector<MessageId>& messages,
    std::optional<FolderId> from, QObject* receiver, Answer<void> done)
{
    acted.push_back({ action, messages, from });
    if (onAct && !orderFailure)
        onAct(acted.back());
    reply<void>(receiver, done, {});
}

void FakeBackend::change(const ChangeRequest& request, QObject* receiver, Answer<void> done)
{
    changes.push_back(request);
    for (const Action& action : request.actions) {
        acted.push_back({ action, request.messages, request.from });
        if (onAct && !orderFailure)
            onAct(acted.back());
    }
    reply<void>(receiver, done, {});
}

void FakeBackend::undo(QObject* receiver, Answer<Undone> done)
{
    ++undos;
    reply<Undone>(receiver, done, undone);
}

void FakeBackend::dropAction(ActionId action, QObject* receiver, Answer<void> done)
{
    dropped.push_back(action);
    reply<void>(receiver, done, {});
}

void FakeBackend::setFolderRole(
    AccountId, FolderRole role, const std::string& path, QObject* receiver, Answer<void> done)
{
    roles.emplace_back(role, path);
    reply<void>(receiver, done, {});
}

void FakeBackend::fetchBody(MessageId message, QObject* receiver, Answer<void> done)
{
    fetched.push_back(message);
    if (onFetch)
        onFetch(message);
    reply<void>(receiver, done, {});
}

void FakeBackend::fetchPictures(
    const std::vector<QUrl>& urls, QObject* receiver, Answer<std::vector<QByteArray>> done)
{
    fetchedPictures.insert(fetchedPictures.end(), urls.begin(), urls.end());
    reply<std::vector<QByteArray>>(receiver, done, std::vector<QByteArray>(urls.size(), picture));
}

void FakeBackend::postForm(
    const QUrl& url, const QByteArray& form, QObject* receiver, Answer<void> done)
{
    posted.emplace_back(url, form);
    reply<void>(receiver, done, {});
}

void FakeBackend::checkAccount(const Account& account, const Secret<std::string>&,
    QObject* receiver, Steps progress, Steps done)
{
    checked.push_back(account);
    const QPointer<QObject> guard(receiver);
    const auto steps = std::make_shared<std::vector<CheckStep>>(checkSteps);
    if (!steps->empty())
        deliver(guard, std::make_shared<std::vector<CheckStep>>(1, steps->front()), progress);
    deliver(guard, steps, done);
}

void FakeBackend::addAccount(
    const Account& account, const Secret<std::string>&, QObject* receiver, Answer<AccountId> done)
{
    added.push_back(account);
    reply<AccountId>(receiver, done, AccountId{ 1 });
}

void FakeBackend::updateAccount(
    const Account& account, const Secret<std::string>&, QObject* receiver, Answer<void> done)
{
    updated.push_back(account);
    reply<void>(receiver, done, {});
}

void FakeBackend::removeAccount(AccountId, QObject* receiver, Answer<void> done)
{
    reply<void>(receiver, done, {});
}

void FakeBackend::saveDraft(const Draft& draft, QObject* receiver, Answer<DraftId> done)
{
    savedDrafts.push_back(draft);
    if (!orderFailure) {
        Draft stored = draft;
        if (!stored.id.isValid())
            stored.id = { static_cast<std::int64_t>(reader.draftList.size()) + 1 };
        std::int64_t file = 1;
        for (DraftAttachment& attachment : stored.attachments)
            attachment.id = file++;
        auto& list = reader.draftList;
        list.erase(std::remove_if(
                       list.begin(), list.end(), [&](const Draft& d) { return d.id == stored.id; }),
            list.end());
        list.push_back(stored);
        return reply<DraftId>(receiver, done, stored.id);
    }
    reply<DraftId>(receiver, done, DraftId{});
}

void FakeBackend::removeDraft(DraftId draft, QObject* receiver, Answer<void> done)
{
    removedDrafts.push_back(draft);
    reply<void>(receiver, done, {});
}

void FakeBackend::sendDraft(DraftId draft, QObject* receiver, Answer<OutboxId> done)
{
    sentDrafts.push_back(draft);
    reply<OutboxId>(receiver, done, OutboxId{ 1 });
}

void FakeBackend::cancelOutbox(OutboxId item, QObject* receiver, Answer<void> done)
{
    cancelled.push_back(item);
    reply<void>(receiver, done, {});
}

void FakeBackend::retryOutbox(OutboxId item, QObject* receiver, Answer<void> done)
{
    retried.push_back(item);
    reply<void>(receiver, done, {});
}

} // namespace fulmar::app::testing
