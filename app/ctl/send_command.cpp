// SPDX-License-Identifier: GPL-3.0-or-later
// `send` in both forms: a mail made from options, or a finished one on standard input as
// sendmail(8) takes it.
#include "common/ascii.h"
#include "compose/address_check.h"
#include "compose/compose.h"
#include "compose/foreign.h"
#include "compose/recipients.h"
#include "compose/reply.h"
#include "compose/send_time.h"
#include "ctl/commands.h"
#include "ctl/delivery_wait.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "engine.h"
#include "platform/engine_host.h"
#include "text/charset.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace fulmar::ctl {
namespace {

class Send : public Command {
public:
    using Command::Command;
    void start() override
    {
        const bool foreign = context().asSendmail || arguments().has(QStringLiteral("t"))
            || !arguments().words.isEmpty();
        if (arguments().has(QStringLiteral("b"))
            && arguments().value(QStringLiteral("b")) != QStringLiteral("m"))
            return fail(usage(tr("The mode -b%1 is not there; mail is read from standard input.")
                                  .arg(arguments().value(QStringLiteral("b")))));
        const auto due = notBefore();
        if (!due)
            return fail(due.error());
        m_notBefore = *due;
        const auto submission = foreign ? fromInput() : fromOptions();
        if (!submission)
            return fail(submission.error());
        submit(*submission);
    }

private:
    [[nodiscard]] compose::Moment moment() const
    {
        return { .now = host().clock().now(), .random = host().clock().random() };
    }

    [[nodiscard]] Found<std::int64_t> notBefore() const
    {
        const QString at = arguments().value(QStringLiteral("at"));
        if (at.isEmpty())
            return 0;
        const auto time = compose::parseSendTime(at, QDateTime::currentDateTime());
        if (!time)
            return Unexpected(usage(tr("\"%1\" is no time.").arg(at),
                tr("Write it as \"tomorrow 8:00\", \"monday 9:30\", \"in 2 hours\", or as in RFC "
                   "3339: 2026-12-24T18:00:00Z.")));
        return *time;
    }

    /// The account that sends: by address, by --account, else the first that is enabled.
    [[nodiscard]] Found<Account> accountFor(const std::string& address) const
    {
        const auto accounts = allAccounts(reader());
        if (!accounts)
            return Unexpected(accounts.error());
        const QString named = arguments().value(QStringLiteral("account"));
        if (!named.isEmpty()) {
            const auto found = findAccount(reader(), named);
            if (!found)
                return Unexpected(found.error());
            return found->account;
        }
        const Account* fallback = nullptr;
        for (const auto& record : *accounts) {
            if (!address.empty() && compose::sameMailbox(record.account.email, address))
                return record.account;
            if (fallback == nullptr && record.account.enabled)
                fallback = &record.account;
        }
        if (fallback == nullptr)
            return Unexpected(configuration(tr("There is no account to send with."),
                tr("Add one: fulmarctl account add EMAIL")));
        return *fallback;
    }

    // ---- a finished message on standard input

    [[nodiscard]] Found<Submission> fromInput()
    {
        const auto& input = context().input;
        const std::string_view bytes(input.constData(), static_cast<std::size_t>(input.size()));
        if (ascii::trim(bytes).empty())
            return Unexpected(badData(tr("Standard input holds no message.")));
        const std::string envelope = arguments().value(QStringLiteral("f")).toStdString();
        const std::string sender = envelope.empty() ? compose::foreignSender(bytes) : envelope;
        auto account = accountFor(sender);
        if (!account)
            return Unexpected(account.error());
        compose::ForeignOptions options{
            .recipientsFromHeaders = arguments().has(QStringLiteral("t")),
            .recipients = {},
            .sender = envelope,
            .key = arguments().value(QStringLiteral("key")).toStdString(),
            .notBefore = m_notBefore,
        };
        for (const auto& word : arguments().words)
            options.recipients.push_back(word.toStdString());
        if (arguments().has(QStringLiteral("fullname")))
            account->name = arguments().value(QStringLiteral("fullname")).toStdString();
        auto submission = compose::composeForeign(bytes, *account, moment(), options);
        if (!submission)
            return Unexpected(failureOf(submission.error(), smtpContext(*account)));
        return std::move(*submission);
    }

    // ---- a message made from options

    [[nodiscard]] Found<Submission> fromOptions()
    {
        compose::ComposeOptions options{ .from = {},
            .html = {},
            .key = arguments().value(QStringLiteral("key")).toStdString(),
            .notBefore = m_notBefore };
        auto account = sender(options);
        if (!account)
            return Unexpected(account.error());
        auto draft = draftFor(*account);
        if (!draft)
            return Unexpected(draft.error());
        if (arguments().has(QStringLiteral("html"))) {
            const auto html = readFile(arguments().value(QStringLiteral("html")));
            if (!html)
                return Unexpected(html.error());
            options.html = text::guessedToUtf8(*html);
        }
        auto submission = compose::compose(*draft, *account, moment(), options);
        if (!submission)
            return Unexpected(failureOf(submission.error(), smtpContext(*account)));
        return std::move(*submission);
    }

    /// The account of --from; another address than the account's own becomes the From field.
    [[nodiscard]] Found<Account> sender(compose::ComposeOptions& options) const
    {
        const QString from = arguments().value(QStringLiteral("from"));
        if (from.isEmpty())
            return accountFor({});
        const auto parsed = compose::parseRecipients(from.toStdString(), "From");
        if (!parsed)
            return Unexpected(failureOf(parsed.error()));
        if (parsed->size() != 1)
            return Unexpected(usage(tr("--from wants one address.")));
        const auto& address = parsed->front();
        auto account = accountFor(address.address);
        if (!account)
            return account;
        const bool own = compose::sameMailbox(account->email, address.address);
        if (!own && !arguments().has(QStringLiteral("account")))
            return Unexpected(
                configuration(tr("No account has the address %1.").arg(text(address.address)),
                    tr("To send under an alias, say through which account: --account ID.")));
        if (!own || !address.name.empty())
            options.from = address;
        return account;
    }

    [[nodiscard]] Found<Draft> draftFor(const Account& account)
    {
        Draft draft;
        if (arguments().has(QStringLiteral("in-reply-to"))) {
            auto answer = answerTo(account);
            if (!answer)
                return answer;
            draft = std::move(*answer);
        }
        draft.account = account.id;
        const std::pair<const char*, std::vector<Address>*> fields[]
            = { { "to", &draft.to }, { "cc", &draft.cc }, { "bcc", &draft.bcc } };
        for (const auto& [name, list] : fields) {
            if (!arguments().has(QLatin1String(name)))
                continue;
            const std::string typed
                = arguments().values(QLatin1String(name)).join(QLatin1Char(',')).toStdString();
            const std::string field = std::string(1, ascii::toUpper(*name)) + (name + 1);
            auto parsed = compose::parseRecipients(typed, field);
            if (!parsed)
                return Unexpected(failureOf(parsed.error()));
            *list = std::move(*parsed);
        }
        if (arguments().has(QStringLiteral("subject")))
            draft.subject = arguments().value(QStringLiteral("subject")).simplified().toStdString();
        draft.text = body();
        for (const auto& path : arguments().values(QStringLiteral("attach"))) {
            auto content = readFile(path);
            if (!content)
                return Unexpected(content.error());
            draft.attachments.push_back(compose::makeAttachment(
                QFileInfo(path).fileName().toStdString(), std::move(*content)));
        }
        return draft;
    }

    /// Recipients, subject and threading of an answer; the text is the sender's own alone.
    [[nodiscard]] Found<Draft> answerTo(const Account& account) const
    {
        const auto original
            = findMessage(reader(), arguments().value(QStringLiteral("in-reply-to")));
        if (!original)
            return Unexpected(original.error());
        const auto raw = reader().raw(original->id);
        if (!raw)
            return Unexpected(failureOf(raw.error()));
        return compose::reply(*original, raw->value_or(std::string()), compose::ReplyKind::Sender,
            { .account = account, .ownAddresses = {}, .utcOffset = 0 });
    }

    [[nodiscard]] std::string body() const
    {
        const QString given = arguments().value(QStringLiteral("body"));
        if (given != QStringLiteral("-"))
            return given.toStdString();
        const auto& input = context().input;
        std::string text = text::guessedToUtf8(
            std::string_view(input.constData(), static_cast<std::size_t>(input.size())));
        std::erase(text, '\r');
        return text;
    }

    [[nodiscard]] Found<std::string> readFile(const QString& given) const
    {
        const QString path = QDir(context().folder).absoluteFilePath(given);
        QFile file(path);
        if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
            return Unexpected(
                noSuch(tr("The file %1 cannot be read.").arg(given), tr("Nothing was sent.")));
        const QByteArray content = file.readAll();
        if (file.error() != QFileDevice::NoError)
            return Unexpected(Failure{ .exitCode = ExitCode::InputOutput,
                .kind = QStringLiteral("storage"),
                .message = tr("Reading %1 failed: %2").arg(given, file.errorString()),
                .hint = tr("Nothing was sent.") });
        return content.toStdString();
    }

    // ---- into the outbox

    void submit(const Submission& submission)
    {
        const auto queued = engine().submit(submission);
        if (!queued)
            return fail(queued.error());
        const auto item = reader().outboxItem(*queued);
        if (!item)
            return fail(item.error());
        if (!*item)
            return fail(noSuch(tr("The mail is not in the outbox any more.")));
        const bool later = (*item)->state == OutboxState::Scheduled;
        if (later || (!arguments().has(QStringLiteral("wait")) && !context().asSendmail))
            return finishQueued(**item);
        m_wait = std::make_unique<DeliveryWait>(host(), **item,
            guarded([this](const OutboxItem& sent, const std::optional<Failure>& failure) {
                if (!context().asSendmail)
                    printItem(sent);
                if (!failure)
                    return finish();
                // sendmail's callers want to know one thing: is the mail taken care of? What waits
                // for its next try is.
                if (context().asSendmail && sent.state == OutboxState::Queued)
                    return finish();
                fail(*failure);
            }));
        m_wait->start();
    }

    void finishQueued(const OutboxItem& item)
    {
        printItem(item);
        finish();
    }

    void printItem(const OutboxItem& item)
    {
        QString line
            = text(item.id.toString()) + QStringLiteral(": ") + text(outboxStateName(item.state));
        if (!item.serverText.empty())
            line += QStringLiteral(" (") + text(item.serverText).simplified() + u')';
        print(
            {
                { QStringLiteral("outbox"), text(item.id.toString()) },
                { QStringLiteral("messageId"), text(item.messageId) },
                { QStringLiteral("state"), text(outboxStateName(item.state)) },
                { QStringLiteral("server"), text(item.serverText) },
            },
            line);
    }

    std::int64_t m_notBefore = 0;
    std::unique_ptr<DeliveryWait> m_wait;
};

} // namespace

std::unique_ptr<Command> makeSend(const CommandContext& context)
{
    return std::make_unique<Send>(context);
}

} // namespace fulmar::ctl
