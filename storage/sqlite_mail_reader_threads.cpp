// SPDX-License-Identifier: GPL-3.0-or-later
// Conversations.
#include "storage/sqlite_mail_reader.h"

#include "storage/text_codec.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace fulmar::storage {
namespace {

/// What joins messages to a conversation by header fields.
struct Links {
    std::set<MessageId> messages{};
    std::set<std::string> ids{}; ///< Message-IDs of them and of those that they answer

    /// True where something was added.
    bool add(const Statement& row)
    {
        if (!messages.insert(row.id<MessageId>(0)).second)
            return false;
        for (auto& id : decodeTexts(row.view(3)))
            ids.insert(std::move(id));
        for (const int column : { 1, 2 }) {
            if (!row.view(column).empty())
                ids.insert(row.text(column));
        }
        return true;
    }

    [[nodiscard]] bool join(const Statement& row) const
    {
        const auto known = [&](const std::string& id) { return ids.count(id) != 0; };
        if (known(row.text(1)) || known(row.text(2)))
            return true;
        const auto references = decodeTexts(row.view(3));
        return std::any_of(references.begin(), references.end(), known);
    }
};

/// Answers name what they answer, so each round over the account finds what the one before led to;
/// with References fields the second round finds nothing more.
Links linksOf(Database& database, MessageId message, AccountId account)
{
    constexpr int rounds = 8; // a chain of answers without References that is longer is cut there
    Links links;
    {
        Statement row(database,
            "SELECT id, message_id, in_reply_to, reference_ids FROM message WHERE id = ?1");
        if (row.bind(message).next())
            links.add(row);
    }
    bool grew = !links.ids.empty();
    for (int round = 0; grew && round < rounds; ++round) {
        grew = false;
        Statement row(database,
            "SELECT id, message_id, in_reply_to, reference_ids FROM message WHERE account = ?1");
        row.bind(account);
        while (row.next()) {
            if (links.join(row))
                grew = links.add(row) || grew;
        }
    }
    return links;
}

std::set<MessageId> membersOf(Database& database, const Message& message)
{
    if (message.gmailThread == 0)
        return linksOf(database, message.id, message.account).messages;
    std::set<MessageId> members{ message.id };
    Statement row(database,
        "SELECT id FROM message WHERE account = ?1 AND gmail_thread = ?2 AND gmail_thread <> 0");
    row.bind(message.account, message.gmailThread);
    while (row.next())
        members.insert(row.id<MessageId>(0));
    return members;
}

} // namespace

Result<std::vector<Message>> SqliteMailReader::conversation(MessageId id)
{
    return read([&]() -> Result<std::vector<Message>> {
        std::vector<Message> members;
        const auto asked = loadMessage(id, std::nullopt);
        if (!asked)
            return members;
        for (const MessageId member : membersOf(m_database, *asked)) {
            if (auto message = loadMessage(member, std::nullopt))
                members.push_back(std::move(*message));
        }
        const auto order = [](const Message& message) {
            return std::tuple(
                message.summary.date.value_or(message.received), message.received, message.id);
        };
        std::sort(members.begin(), members.end(),
            [&](const Message& a, const Message& b) { return order(a) < order(b); });
        return members;
    });
}

} // namespace fulmar::storage
