// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/engine_backend.h"

#include "compose/compose.h"
#include "gui/engine_side.h"
#include "gui/picture_batch.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QThreadPool>

#include <algorithm>

namespace fulmar::app {
namespace {

/// How long a mail from the window can be taken back; it leaves after that.
constexpr std::int64_t undoSeconds = 10;

template <class T>
Result<void> withoutValue(const Result<T>& result)
{
    if (!result)
        return Unexpected(result.error());
    return {};
}

Error notFound(const char* what)
{
    Error error{ ErrorKind::Storage, what, {} };
    error.code = "not-found";
    return error;
}

struct DraftWithAccount {
    Draft draft;
    Account account;
};

Result<DraftWithAccount> loadForSending(MailReader& reader, DraftId id)
{
    auto draft = reader.draft(id);
    if (!draft)
        return Unexpected(draft.error());
    auto accounts = reader.accounts();
    if (!accounts)
        return Unexpected(accounts.error());
    if (!*draft)
        return Unexpected(notFound("draft"));
    for (const AccountRecord& record : *accounts) {
        if (record.account.id == (*draft)->account)
            return DraftWithAccount{ std::move(**draft), record.account };
    }
    return Unexpected(notFound("account"));
}

} // namespace

EngineBackend::EngineBackend(const Profile& profile, QObject* parent)
    : Backend(parent), m_engineSide(new EngineSide(*this, profile)), m_readerSide(new ReaderSide)
{
    m_engineThread.setObjectName(QStringLiteral("engine"));
    m_readerThread.setObjectName(QStringLiteral("reader"));
    m_engineSide->moveToThread(&m_engineThread);
    m_readerSide->moveToThread(&m_readerThread);
    connect(&m_engineThread, &QThread::finished, m_engineSide, &QObject::deleteLater);
    connect(&m_readerThread, &QThread::finished, m_readerSide, &QObject::deleteLater);
    m_engineThread.start();
    m_readerThread.start();
}

EngineBackend::~EngineBackend()
{
    m_readerThread.quit();
    m_engineThread.quit();
    m_readerThread.wait();
    m_engineThread.wait();
    // Pool tasks hold this object to deliver their values.
    QThreadPool::globalInstance()->waitForDone();
}

void EngineBackend::start(ProfileLock lock)
{
    auto held = std::make_shared<ProfileLock>(std::move(lock));
    QMetaObject::invokeMethod(
        m_engineSide, [side = m_engineSide, held] { side->open(std::move(*held)); },
        Qt::QueuedConnection);
}

void EngineBackend::stop()
{
    QMetaObject::invokeMethod(
        m_engineSide, [side = m_engineSide] { side->close(); }, Qt::QueuedConnection);
}

void EngineBackend::onEngine(std::function<void(EngineSide&)> work)
{
    QMetaObject::invokeMethod(
        m_engineSide,
        [side = m_engineSide, work = std::move(work)] {
            if (side->host())
                work(*side);
        },
        Qt::QueuedConnection);
}

void EngineBackend::runOnReader(std::function<void(MailReader&)> query)
{
    QMetaObject::invokeMethod(
        m_readerSide, [side = m_readerSide, query = std::move(query)] { side->run(query); },
        Qt::QueuedConnection);
}

void EngineBackend::act(const Action& action, const std::vector<MessageId>& messages,
    std::optional<FolderId> from, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](EngineSide& side) {
        answer(withoutValue(side.host()->engine().act(action, messages, from)));
    });
}

void EngineBackend::change(const ChangeRequest& request, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](EngineSide& side) {
        answer(withoutValue(side.host()->engine().change(request)));
    });
}

void EngineBackend::undo(QObject* receiver, Answer<Undone> done)
{
    onEngine([=, answer = toGui<Result<Undone>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().undo()); });
}

void EngineBackend::retryActions()
{
    onEngine([](EngineSide& side) { side.host()->engine().runActions([](const auto&) {}); });
}

void EngineBackend::dropAction(ActionId action, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().dropAction(action)); });
}

void EngineBackend::setFolderRole(AccountId account, FolderRole role, const std::string& path,
    QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](EngineSide& side) {
        answer(side.host()->engine().setFolderRole(account, role, path));
    });
}

void EngineBackend::fetchBody(MessageId message, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](
                 EngineSide& side) { side.host()->engine().fetchBody(message, answer); });
}

void EngineBackend::fetchPictures(
    const std::vector<QUrl>& urls, QObject* receiver, Answer<std::vector<QByteArray>> done)
{
    using Pictures = Result<std::vector<QByteArray>>;
    onEngine([urls, answer = toGui<Pictures>(receiver, std::move(done))](EngineSide& side) {
        fetchAll(side.web(), urls,
            [answer](std::vector<QByteArray> contents) { answer(Pictures(std::move(contents))); });
    });
}

void EngineBackend::postForm(
    const QUrl& url, const QByteArray& form, QObject* receiver, Answer<void> done)
{
    onEngine(
        [url, form, answer = toGui<Result<void>>(receiver, std::move(done))](EngineSide& side) {
            side.web().post(url, form, webPatience, [answer](const transport::WebAnswer& got) {
                const bool taken = got.error.isEmpty() && got.status >= 200 && got.status < 300;
                answer(taken ? Result<void>()
                             : Result<void>(Unexpected(
                                 Error{ ErrorKind::Rejected, got.error.toStdString(), {} })));
            });
        });
}

void EngineBackend::sync(const SyncRequest& request)
{
    onEngine([=](EngineSide& side) { side.host()->engine().sync(request, {}); });
}

void EngineBackend::retryNow()
{
    onEngine([](EngineSide& side) { side.host()->engine().retryNow(); });
}

void EngineBackend::checkAccount(const Account& account, const Secret<std::string>& password,
    QObject* receiver, Steps progress, Steps done)
{
    Q_UNUSED(progress)
    using List = std::vector<CheckStep>;
    const auto finished
        = toGui<List>(receiver, [done = std::move(done)](List steps) { done(steps); });
    onEngine([=](EngineSide& side) {
        Engine& engine = side.host()->engine();
        if (!password.empty())
            return engine.checkAccount(account, password, finished);
        side.host()->secrets().load(
            account, [&engine, account, finished](const Result<Secret<std::string>>& stored) {
                if (stored)
                    return engine.checkAccount(account, *stored, finished);
                CheckStep step{ .step = "signin", .ok = false };
                step.error = stored.error();
                finished({ step });
            });
    });
}

void EngineBackend::addAccount(const Account& account, const Secret<std::string>& password,
    QObject* receiver, Answer<AccountId> done)
{
    onEngine([=, answer = toGui<Result<AccountId>>(receiver, std::move(done))](EngineSide& side) {
        side.host()->engine().addAccount(account, password, answer);
    });
}

void EngineBackend::updateAccount(const Account& account, const Secret<std::string>& password,
    QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](EngineSide& side) {
        side.host()->engine().updateAccount(account, password, answer);
    });
}

void EngineBackend::removeAccount(AccountId account, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](
                 EngineSide& side) { side.host()->engine().removeAccount(account, answer); });
}

void EngineBackend::saveDraft(const Draft& draft, QObject* receiver, Answer<DraftId> done)
{
    onEngine([=, answer = toGui<Result<DraftId>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().saveDraft(draft)); });
}

void EngineBackend::removeDraft(DraftId draft, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().removeDraft(draft)); });
}

void EngineBackend::storeDraft(DraftId draft, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().storeDraft(draft)); });
}

void EngineBackend::adoptDraft(
    const Draft& draft, const DraftPosition& position, QObject* receiver, Answer<DraftId> done)
{
    onEngine([=, answer = toGui<Result<DraftId>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().adoptDraft(draft, position)); });
}

/// Reads the draft on the reader thread, makes its bytes on the pool, queues it on the engine
/// thread: 20 MB of attachments block nobody.
void EngineBackend::sendDraft(DraftId draft, QObject* receiver, Answer<OutboxId> done)
{
    const auto answer = toGui<Result<OutboxId>>(receiver, std::move(done));
    runOnReader([this, draft, answer](MailReader& reader) {
        auto loaded = std::make_shared<Result<DraftWithAccount>>(loadForSending(reader, draft));
        if (!*loaded)
            return answer(Unexpected(loaded->error()));
        const compose::Moment moment{ QDateTime::currentSecsSinceEpoch(),
            QRandomGenerator::system()->generate64() };
        QThreadPool::globalInstance()->start([this, loaded, moment, answer] {
            auto made = compose::compose((*loaded)->draft, (*loaded)->account, moment);
            if (!made)
                return answer(Unexpected(made.error()));
            auto submission = std::make_shared<Submission>(std::move(*made));
            submission->undoUntil = moment.now + undoSeconds;
            onEngine([submission, answer](
                         EngineSide& side) { answer(side.host()->engine().submit(*submission)); });
        });
    });
}

void EngineBackend::cancelOutbox(OutboxId item, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().cancelOutbox(item)); });
}

void EngineBackend::markSent(OutboxId item, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().markSent(item)); });
}

void EngineBackend::takeBack(OutboxId item, QObject* receiver, Answer<DraftId> done)
{
    onEngine([=, answer = toGui<Result<DraftId>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().takeBack(item)); });
}

void EngineBackend::retryOutbox(OutboxId item, QObject* receiver, Answer<void> done)
{
    onEngine([=, answer = toGui<Result<void>>(receiver, std::move(done))](
                 EngineSide& side) { answer(side.host()->engine().retryOutbox(item)); });
}

} // namespace fulmar::app
