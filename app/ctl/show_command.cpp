// SPDX-License-Identifier: GPL-3.0-or-later
// `show`: one message as bytes, text, sanitised HTML or decoded headers.
#include "compose/quote.h"
#include "compose/recipients.h"
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "ctl/message_parts.h"
#include "engine.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "platform/engine_host.h"
#include "text/authentication_results.h"
#include "text/charset.h"
#include "text/html_sanitizer.h"
#include "text/part_text.h"

#include <QDateTime>

namespace fulmar::ctl {
namespace {

QJsonValue orNull(const std::string& word)
{
    return word.empty() ? QJsonValue() : QJsonValue(text(word));
}

class Show : public Command {
public:
    using Command::Command;
    void start() override
    {
        auto message = findMessage(reader(), arguments().words.first());
        if (!message)
            return fail(message.error());
        m_message = std::move(*message);
        if (m_message.hasBody)
            return show();
        engine().fetchBody(m_message.id, guarded([this](const Result<void>& fetched) {
            if (!fetched)
                return fail(fetched.error(), contextOf(reader(), m_message.account));
            show();
        }));
    }

private:
    void show()
    {
        const auto raw = reader().raw(m_message.id);
        if (!raw)
            return fail(raw.error());
        if (!*raw)
            return fail(noSuch(tr("The body of %1 is not here.").arg(text(m_message.id.toString())),
                tr("Run: fulmarctl sync")));
        m_raw = std::move(**raw);
        if (arguments().has(QStringLiteral("raw"))) {
            printBytes(QByteArray::fromStdString(m_raw));
            return finish();
        }
        // The row may be older than the body that was just fetched.
        if (auto fresh = reader().message(m_message.id); fresh && *fresh)
            m_message = std::move(**fresh);
        m_parsed = mime::parse(m_raw, text::charsetDecoder());
        if (json())
            print(record(), {});
        else
            showToPeople();
        finish();
    }

    void showToPeople()
    {
        if (arguments().has(QStringLiteral("html")))
            return print({}, text(sanitisedHtml().html));
        if (arguments().has(QStringLiteral("text")))
            return print({}, text(compose::readableText(m_raw, m_parsed)));
        if (arguments().has(QStringLiteral("headers"))) {
            for (const auto& field : m_parsed.root.headers)
                print({},
                    text(field.name) + QStringLiteral(": ")
                        + text(mime::decodeUnstructured(field.value, text::charsetDecoder())));
            return;
        }
        const auto& summary = m_message.summary;
        print({}, tr("From:    %1").arg(text(compose::formatRecipients(summary.from))));
        print({}, tr("To:      %1").arg(text(compose::formatRecipients(summary.to))));
        if (!summary.cc.empty())
            print({}, tr("Cc:      %1").arg(text(compose::formatRecipients(summary.cc))));
        const auto time = QDateTime::fromSecsSinceEpoch(summary.date.value_or(m_message.received));
        print({}, tr("Date:    %1").arg(time.toString(QStringLiteral("yyyy-MM-dd hh:mm:ss t"))));
        print({}, tr("Subject: %1").arg(text(summary.subject)));
        for (const auto& file : attachmentsOf(m_parsed))
            print({},
                tr("File:    %1  %2  %3")
                    .arg(text(file->number), text(file->fileName),
                        sizeText(mime::decodedBody(m_raw, *file).size())));
        print({}, QLatin1Char('\n') + text(compose::readableText(m_raw, m_parsed)));
    }

    [[nodiscard]] QJsonObject record()
    {
        const auto paths = folderPaths(reader());
        QJsonObject json = messageJson(
            m_message, paths ? pathsOf(m_message, *paths) : std::vector<std::string>());
        QJsonArray headers;
        for (const auto& field : m_parsed.root.headers)
            headers += QJsonObject{ { QStringLiteral("name"), text(field.name) },
                { QStringLiteral("value"),
                    text(mime::decodeUnstructured(field.value, text::charsetDecoder())) } };
        const auto html = sanitisedHtml();
        json.insert(QStringLiteral("headers"), headers);
        json.insert(QStringLiteral("parts"), partsJson(m_raw, m_parsed));
        json.insert(QStringLiteral("text"), text(compose::readableText(m_raw, m_parsed)));
        json.insert(QStringLiteral("html"), text(html.html));
        json.insert(QStringLiteral("remoteContent"), static_cast<qint64>(html.remoteContentCount));
        json.insert(QStringLiteral("authentication"), authentication());
        return json;
    }

    [[nodiscard]] QJsonObject authentication()
    {
        const auto account = findAccount(reader(), text(m_message.account.toString()));
        const auto domains = account
            ? text::trustedDomainsFor(account->account.incoming.host, account->account.email)
            : std::vector<std::string>();
        const auto results = text::authenticationResults(m_parsed.root.headers, domains);
        return { { QStringLiteral("spf"), orNull(results.spf) },
            { QStringLiteral("dkim"), orNull(results.dkim) },
            { QStringLiteral("dmarc"), orNull(results.dmarc) } };
    }

    [[nodiscard]] text::SanitizedHtml sanitisedHtml() const
    {
        const auto* part = firstHtml(m_parsed);
        return part == nullptr ? text::SanitizedHtml()
                               : text::sanitizeHtml(text::htmlOf(m_raw, *part));
    }

    Message m_message;
    std::string m_raw;
    mime::Message m_parsed;
};

} // namespace

std::unique_ptr<Command> makeShow(const CommandContext& context)
{
    return std::make_unique<Show>(context);
}

} // namespace fulmar::ctl
