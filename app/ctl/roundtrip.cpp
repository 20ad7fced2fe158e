// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/roundtrip.h"

#include "compose/compose.h"
#include "platform/engine_host.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace fulmar::ctl {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 60s;
constexpr auto lookEvery = 1s;

} // namespace

Roundtrip::Roundtrip(
    app::EngineHost& host, Account account, std::function<void(const CheckStep&)> done)
    : m_host(host), m_account(std::move(account)), m_done(std::move(done))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Roundtrip::look);
}

void Roundtrip::start()
{
    m_start = std::chrono::steady_clock::now();
    Draft draft;
    draft.to = { { .name = {}, .address = m_account.email } };
    draft.subject = "Fulmar account check";
    draft.text = "This mail was sent to try the account. It is deleted by itself.\n";
    const auto submission = compose::compose(
        draft, m_account, { .now = m_host.clock().now(), .random = m_host.clock().random() });
    if (!submission)
        return finish(false, {}, submission.error());
    m_messageId = submission->messageId;
    const auto queued = m_host.engine().submit(*submission);
    if (!queued)
        return finish(false, {}, queued.error());
    m_host.engine().flushOutbox(
        m_account.id, [self = QPointer<Roundtrip>(this)](const Result<void>& sent) {
            if (!self)
                return;
            if (!sent)
                return self->finish(false, {}, sent.error());
            self->look();
        });
}

void Roundtrip::look()
{
    const auto inbox = m_host.reader().folderByRole(m_account.id, FolderRole::Inbox);
    const std::string path = inbox && *inbox ? (*inbox)->path : "INBOX";
    m_host.engine().sync({ .account = m_account.id, .folder = path },
        { .folder = {}, .done = [self = QPointer<Roundtrip>(this), path](const SyncReport& report) {
             if (!self)
                 return;
             if (!report.errors.empty())
                 return self->finish(false, {}, report.errors.front().second);
             const auto folder = self->m_host.reader().folderByPath(self->m_account.id, path);
             auto messages
                 = self->m_host.reader().byMessageIdHeader(self->m_account.id, self->m_messageId);
             if (!folder || !messages)
                 return self->finish(false, {}, folder ? messages.error() : folder.error());
             const bool arrived
                 = *folder && std::any_of(messages->begin(), messages->end(), [&](MessageId id) {
                       const auto message = self->m_host.reader().message(id, (*folder)->id);
                       return message && *message && (*message)->uid != 0;
                   });
             if (arrived)
                 return self->found(*messages);
             if (std::chrono::steady_clock::now() - self->m_start > patience)
                 return self->finish(
                     false, "the mail was sent but did not arrive within a minute", std::nullopt);
             self->m_again.start(lookEvery);
         } });
}

void Roundtrip::found(const std::vector<MessageId>& messages)
{
    const auto took
        = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    // A leftover is a nuisance, not a failure of the account.
    static_cast<void>(m_host.engine().act(DeleteForever{}, messages, std::nullopt));
    m_host.engine().runActions([self = QPointer<Roundtrip>(this), took](const auto&) {
        if (self)
            self->finish(true, QString::number(took, 'f', 1).toStdString() + " s", std::nullopt);
    });
}

void Roundtrip::finish(bool ok, std::string detail, std::optional<Error> error)
{
    if (const auto done = std::exchange(m_done, nullptr))
        done({ .service = {},
            .step = "roundtrip",
            .ok = ok,
            .detail = std::move(detail),
            .error = std::move(error) });
}

} // namespace fulmar::ctl
