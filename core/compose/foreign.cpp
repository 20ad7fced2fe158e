// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/foreign.h"

#include "common/ascii.h"
#include "compose/address_check.h"
#include "compose/line_length.h"
#include "compose/recipients.h"
#include "mime/headers.h"
#include "mime/write.h"
#include "text/charset.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <optional>

namespace fulmar::compose {
namespace {

/// One header field with its folded lines and line ends.
struct RawField {
    std::string_view name, value, whole;
};

struct Split {
    std::vector<RawField> fields;
    std::string_view
        body; ///< with the blank line in front of it; empty where the message ends in its header
};

std::string withCrlf(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 32);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool pair = bytes[i] == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n';
        if (bytes[i] == '\r' || bytes[i] == '\n')
            out += "\r\n";
        else
            out += bytes[i];
        i += pair ? 1 : 0;
    }
    return out;
}

/// Bytes of the field at the start of `text`, folded lines included; 0 where there is none.
std::size_t fieldLength(std::string_view text)
{
    const auto colon = text.find(':');
    const auto end = text.find("\r\n");
    if (colon == std::string_view::npos || colon == 0
        || (end != std::string_view::npos && colon > end))
        return 0;
    const auto name = ascii::trim(text.substr(0, colon));
    if (name.empty()
        || !std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; }))
        return 0;
    for (auto stop = end; stop != std::string_view::npos; stop = text.find("\r\n", stop + 2)) {
        const auto next = stop + 2;
        if (next >= text.size() || (text[next] != ' ' && text[next] != '\t'))
            return next;
    }
    return text.size();
}

Split split(std::string_view message)
{
    Split out;
    while (const std::size_t length = fieldLength(message)) {
        const auto whole = message.substr(0, length);
        const auto colon = whole.find(':');
        out.fields.push_back({ .name = ascii::trim(whole.substr(0, colon)),
            .value = whole.substr(colon + 1),
            .whole = whole });
        message.remove_prefix(length);
    }
    out.body = message;
    return out;
}

bool is(const RawField& field, std::string_view name)
{
    return ascii::equalsIgnoreCase(field.name, name);
}

const RawField* find(const Split& message, std::string_view name)
{
    const auto found = std::find_if(message.fields.begin(), message.fields.end(),
        [&](const RawField& field) { return is(field, name); });
    return found == message.fields.end() ? nullptr : &*found;
}

std::vector<Address> addressesOf(const RawField& field)
{
    return mime::parseAddressList(field.value, text::charsetDecoder());
}

Result<void> addRecipient(
    std::vector<std::string>& recipients, const std::string& address, std::string_view field)
{
    auto checked = checkedAddress(address, field);
    if (!checked)
        return Unexpected(checked.error());
    if (std::none_of(recipients.begin(), recipients.end(),
            [&](const auto& r) { return sameMailbox(r, *checked); }))
        recipients.push_back(*checked);
    return {};
}

Result<std::vector<std::string>> recipientsOf(const Split& message, const ForeignOptions& options)
{
    std::vector<std::string> recipients;
    for (const auto& typed : options.recipients) {
        const auto parsed = parseRecipients(typed, "To");
        if (!parsed)
            return Unexpected(parsed.error());
        for (const auto& entry : *parsed) {
            if (auto added = addRecipient(recipients, entry.address, "To"); !added)
                return Unexpected(added.error());
        }
    }
    for (const auto& field : message.fields) {
        const bool addressed = is(field, "To") || is(field, "Cc") || is(field, "Bcc");
        if (!addressed || !options.recipientsFromHeaders)
            continue;
        for (const auto& entry : addressesOf(field)) {
            if (auto added = addRecipient(recipients, entry.address, field.name); !added)
                return Unexpected(added.error());
        }
    }
    if (recipients.empty())
        return Unexpected(Error{
            .kind = ErrorKind::Rejected, .where = "To", .serverText = {}, .code = "no-recipient" });
    return recipients;
}

std::string dateField(std::int64_t now)
{
    const auto time = QDateTime::fromSecsSinceEpoch(now, Qt::UTC);
    return "Date: "
        + QLocale::c().toString(time, QStringLiteral("ddd, d MMM yyyy hh:mm:ss")).toStdString()
        + " +0000\r\n";
}

/// The From field of the account, encoded by the writer that all other mail goes through.
Result<std::string> fromField(
    const Account& account, const std::string& messageId, std::int64_t now)
{
    mime::OutgoingMessage sample;
    sample.from = { { .name = account.name, .address = account.email } };
    sample.to = sample.from;
    sample.messageId = messageId;
    sample.date = now;
    auto written = mime::write(sample, "seed");
    if (!written)
        return Unexpected(written.error());
    const auto headers = split(*written);
    const auto* from = find(headers, "From");
    return from == nullptr ? std::string() : std::string(from->whole);
}

std::string_view withoutMailboxLine(std::string_view message)
{
    if (!message.starts_with("From ") || fieldLength(message) > 0)
        return message;
    const auto end = message.find("\r\n");
    return end == std::string_view::npos ? std::string_view() : message.substr(end + 2);
}

/// The header that goes in front: what the message lacks. Fills `submission.messageId`.
Result<std::string> missingFields(
    const Split& message, const Account& account, const Moment& moment, Submission& submission)
{
    std::string added;
    const auto* idField = find(message, "Message-ID");
    // Without brackets it is no Message-ID for the servers on the way, whatever a lenient reader
    // makes of it.
    const bool readable = idField != nullptr && idField->value.find('<') != std::string_view::npos;
    const auto ids = readable ? mime::parseMessageIds(idField->value) : std::vector<std::string>();
    submission.messageId = ids.empty() ? makeMessageId(account.email, moment) : ids.front();
    if (find(message, "Date") == nullptr)
        added += dateField(moment.now);
    if (find(message, "From") == nullptr) {
        auto from = fromField(account, submission.messageId, moment.now);
        if (!from)
            return Unexpected(from.error());
        added += *from;
    }
    if (ids.empty())
        added += "Message-ID: <" + submission.messageId + ">\r\n";
    return added;
}

bool isDropped(const RawField& field, bool messageIdIsOurs)
{
    return is(field, "Bcc") || is(field, "Resent-Bcc")
        || (messageIdIsOurs && is(field, "Message-ID"));
}

} // namespace

std::string foreignSender(std::string_view bytes)
{
    const std::string normal = withCrlf(bytes);
    const auto message = split(withoutMailboxLine(normal));
    const auto* from = find(message, "From");
    const auto addresses = from == nullptr ? std::vector<Address>() : addressesOf(*from);
    return addresses.empty() ? std::string() : addresses.front().address;
}

Result<Submission> composeForeign(std::string_view bytes, const Account& account,
    const Moment& moment, const ForeignOptions& options)
{
    const std::string normal = withCrlf(bytes);
    const auto message = split(withoutMailboxLine(normal));
    Submission submission;
    submission.account = account.id;
    submission.key = options.key;
    submission.notBefore = options.notBefore;
    auto sender = checkedAddress(options.sender.empty() ? account.email : options.sender, "From");
    if (!sender)
        return Unexpected(sender.error());
    submission.sender = *sender;
    auto recipients = recipientsOf(message, options);
    if (!recipients)
        return Unexpected(recipients.error());
    submission.recipients = std::move(*recipients);
    auto added = missingFields(message, account, moment, submission);
    if (!added)
        return Unexpected(added.error());
    submission.raw = std::move(*added);
    const bool messageIdIsOurs = submission.raw.find("Message-ID: <") != std::string::npos;
    for (const auto& field : message.fields) {
        if (!isDropped(field, messageIdIsOurs))
            submission.raw += field.whole;
    }
    if (!message.body.starts_with("\r\n"))
        submission.raw += submission.raw.ends_with("\r\n") ? "\r\n" : "\r\n\r\n";
    submission.raw += message.body;
    if (!submission.raw.ends_with("\r\n"))
        submission.raw += "\r\n";
    auto legal = withLegalLines(std::move(submission.raw));
    if (!legal)
        return Unexpected(legal.error());
    submission.raw = std::move(*legal);
    if (const auto* subject = find(message, "Subject"))
        submission.subject = mime::decodeUnstructured(subject->value, text::charsetDecoder());
    return submission;
}

} // namespace fulmar::compose
