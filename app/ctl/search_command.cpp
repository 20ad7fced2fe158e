// SPDX-License-Identifier: GPL-3.0-or-later
// `search`: in what is here, or by the server's own search.
#include "compose/quote.h"
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "ctl/message_table.h"
#include "engine.h"
#include "mime/parse.h"
#include "sync/server_search.h"
#include "text/charset.h"

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <deque>

namespace fulmar::ctl {
namespace {

constexpr std::uint32_t defaultLimit = 100;
constexpr std::uint32_t pageSize = 200; ///< messages looked at between two turns of the event loop

bool holds(const std::string& utf8, const QString& word)
{
    return text(utf8).contains(word, Qt::CaseInsensitive);
}

bool hold(const std::vector<Address>& addresses, const QString& word)
{
    return std::any_of(addresses.begin(), addresses.end(),
        [&](const Address& a) { return holds(a.name, word) || holds(a.address, word); });
}

/// Subject, people, labels and the first words.
bool summaryHolds(const Message& message, const QString& word)
{
    const auto& summary = message.summary;
    return holds(summary.subject, word) || hold(summary.from, word) || hold(summary.to, word)
        || hold(summary.cc, word) || holds(message.preview, word);
}

class Search : public Command {
public:
    using Command::Command;
    void start() override
    {
        m_clock.start();
        const auto account
            = findAccountOption(reader(), arguments().value(QStringLiteral("account")));
        if (!account)
            return fail(account.error());
        m_account = *account;
        const auto limit = numberOf(arguments(), QStringLiteral("limit"), 0, 1'000'000);
        if (!limit)
            return fail(limit.error());
        m_limit = static_cast<std::uint32_t>(limit->value_or(defaultLimit));
        m_query = arguments().words.join(u' ').toStdString();
        for (const auto& word : searchWords(m_query))
            m_words += text(word);
        if (m_words.isEmpty())
            return fail(usage(
                tr("Say what to search for."), tr("Example: fulmarctl search 'invoice march'")));
        if (arguments().has(QStringLiteral("server")))
            askServers();
        else
            lookAtNextPage();
    }

private:
    // ---- what is here

    void lookAtNextPage()
    {
        const auto page = reader().messages(
            { .account = m_account, .folder = {}, .limit = pageSize, .offset = m_offset });
        if (!page)
            return fail(page.error());
        for (const auto& message : *page) {
            ++(message.hasBody ? m_indexed : m_notIndexed);
            if (!matches(message))
                continue;
            if (m_total++ < m_limit)
                m_found.push_back(message);
        }
        m_offset += static_cast<std::uint32_t>(page->size());
        if (page->size() < pageSize)
            return printAll();
        QTimer::singleShot(0, this, guarded([this] { lookAtNextPage(); }));
    }

    /// Each word in the summary or in the text.
    bool matches(const Message& message)
    {
        QStringList missing;
        for (const auto& word : m_words) {
            if (!summaryHolds(message, word))
                missing += word;
        }
        if (missing.isEmpty() || !message.hasBody)
            return missing.isEmpty();
        const auto raw = reader().raw(message.id);
        if (!raw || !*raw)
            return false;
        const auto parsed = mime::parse(**raw, text::charsetDecoder());
        const QString readable = text(compose::readableText(**raw, parsed));
        return std::all_of(missing.begin(), missing.end(),
            [&](const QString& word) { return readable.contains(word, Qt::CaseInsensitive); });
    }

    // ---- what the servers say

    void askServers()
    {
        const auto accounts = allAccounts(reader());
        if (!accounts)
            return fail(accounts.error());
        for (const auto& record : *accounts) {
            const bool isAsked = !m_account || *m_account == record.account.id;
            if (isAsked && record.account.enabled
                && record.account.incomingKind == IncomingKind::Imap)
                m_waiting.push_back(record.account.id);
        }
        askNextServer();
    }

    void askNextServer()
    {
        if (m_waiting.empty())
            return showServerResult();
        const auto account = m_waiting.front();
        m_waiting.pop_front();
        engine().searchServer(account, m_query, m_limit,
            guarded([this, account](const Result<Engine::ServerMatches>& matches) {
                if (!matches)
                    return fail(matches.error(), contextOf(reader(), account));
                m_total += matches->total;
                m_ids.insert(m_ids.end(), matches->messages.begin(), matches->messages.end());
                askNextServer();
            }));
    }

    void showServerResult()
    {
        auto messages = reader().messagesById(m_ids, std::nullopt);
        if (!messages)
            return fail(messages.error());
        for (const auto& message : *messages)
            ++(message.hasBody ? m_indexed : m_notIndexed);
        m_found = std::move(*messages);
        if (m_found.size() > m_limit)
            m_found.resize(m_limit);
        printAll();
    }

    // ---- both

    void printAll()
    {
        const auto paths = folderPaths(reader());
        if (!paths)
            return fail(paths.error());
        MessageTable table;
        for (const auto& message : m_found) {
            if (json())
                print(messageJson(message, pathsOf(message, *paths)), {});
            else
                table.add(message);
        }
        if (!json())
            print({}, table.isEmpty() ? tr("Nothing was found.") : table.toString());
        else
            print(
                {
                    { QStringLiteral("done"), true },
                    { QStringLiteral("total"), static_cast<qint64>(m_total) },
                    { QStringLiteral("indexed"), static_cast<qint64>(m_indexed) },
                    { QStringLiteral("notIndexed"), static_cast<qint64>(m_notIndexed) },
                    { QStringLiteral("seconds"), static_cast<double>(m_clock.elapsed()) / 1000 },
                },
                {});
        finish();
    }

    QElapsedTimer m_clock;
    std::optional<AccountId> m_account;
    std::string m_query;
    QStringList m_words;
    std::uint32_t m_limit = defaultLimit, m_offset = 0;
    std::uint64_t m_total = 0, m_indexed = 0, m_notIndexed = 0;
    std::vector<Message> m_found;
    std::deque<AccountId> m_waiting;
    std::vector<MessageId> m_ids;
};

} // namespace

std::unique_ptr<Command> makeSearch(const CommandContext& context)
{
    return std::make_unique<Search>(context);
}

} // namespace fulmar::ctl
