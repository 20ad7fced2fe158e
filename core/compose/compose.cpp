// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/compose.h"

#include "common/ascii.h"
#include "compose/address_check.h"
#include "compose/recipients.h"
#include "mime/write.h"

#include <QByteArray>
#include <QMimeDatabase>

#include <algorithm>
#include <array>

namespace fulmar::compose {
namespace {

std::string hex(std::uint64_t number)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4)
        out += digits[(number >> static_cast<unsigned>(shift)) & 0xfU];
    return out;
}

/// Text for a header: a control character would end the field or hide in it, a mark that turns the
/// direction of writing would make it read as another one.
std::string headerText(std::string text)
{
    std::replace_if(text.begin(), text.end(), ascii::isControl, ' ');
    // U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069: all E2 80 xx or E2 81 xx.
    for (std::size_t at = text.find('\xe2'); at != std::string::npos; at = text.find('\xe2', at)) {
        const auto second = at + 2 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
        const auto third = second != 0 ? static_cast<unsigned char>(text[at + 2]) : 0U;
        const bool turns = (second == 0x80
                               && (third == 0x8e || third == 0x8f || (third >= 0xaa && third <= 0xae)))
            || (second == 0x81 && third >= 0xa6 && third <= 0xa9);
        if (turns)
            text.erase(at, 3);
        else
            ++at;
    }
    return text;
}

/// The addresses of one field, checked; their names are cleaned.
Result<std::vector<Address>> checked(const std::vector<Address>& addresses, std::string_view field)
{
    std::vector<Address> out;
    for (const auto& entry : addresses) {
        auto address = checkedAddress(entry.address, field);
        if (!address)
            return Unexpected(address.error());
        out.push_back({ .name = headerText(entry.name), .address = std::move(*address) });
    }
    return out;
}

void addOnce(std::vector<std::string>& envelope, const std::vector<Address>& addresses)
{
    for (const auto& entry : addresses) {
        const bool known = std::any_of(envelope.begin(), envelope.end(),
            [&](const std::string& address) { return sameMailbox(address, entry.address); });
        if (!known)
            envelope.push_back(entry.address);
    }
}

mime::OutgoingMessage outgoing(const Draft& draft, const ComposeOptions& options)
{
    mime::OutgoingMessage message;
    message.subject = headerText(draft.subject);
    message.text = draft.text;
    message.html = options.html;
    message.inReplyTo = draft.inReplyTo;
    message.references = draft.references;
    message.extraFields = options.extraFields;
    message.userAgent = "Fulmar/" FULMAR_VERSION;
    for (const auto& file : draft.attachments) {
        message.attachments.push_back({
            .fileName = headerText(file.fileName),
            .mediaType = file.mediaType.empty() ? "application/octet-stream" : file.mediaType,
            .content = file.content,
        });
    }
    return message;
}

Submission envelopeOf(const Draft& draft, const Account& account, const ComposeOptions& options)
{
    Submission submission;
    submission.account = account.id;
    submission.subject = headerText(draft.subject);
    submission.key = options.key;
    submission.notBefore = options.notBefore;
    submission.answeredMessage = draft.answers;
    submission.forwarded = draft.forward;
    submission.draft = draft.id;
    return submission;
}

} // namespace

std::string makeMessageId(std::string_view senderAddress, const Moment& moment)
{
    const auto at = senderAddress.rfind('@');
    const auto domain = at == std::string_view::npos ? std::string_view("localhost")
                                                     : senderAddress.substr(at + 1);
    return hex(static_cast<std::uint64_t>(moment.now)).substr(6) + '.' + hex(moment.random) + '@'
        + std::string(domain);
}

DraftAttachment makeAttachment(std::string_view fileName, std::string content)
{
    const QMimeDatabase types;
    const auto name = QString::fromUtf8(fileName.data(), static_cast<qsizetype>(fileName.size()));
    constexpr qsizetype enoughToTell = 16 * 1024;
    const auto start = QByteArray::fromRawData(
        content.data(), std::min(enoughToTell, static_cast<qsizetype>(content.size())));
    return {
        .fileName = std::string(fileName),
        .mediaType = types.mimeTypeForFileNameAndData(name, start).name().toStdString(),
        .size = content.size(),
        .content = std::move(content),
    };
}

Result<Submission> compose(
    const Draft& draft, const Account& account, const Moment& moment, const ComposeOptions& options)
{
    auto message = outgoing(draft, options);
    const Address from
        = options.from.value_or(Address{ .name = account.name, .address = account.email });
    const std::array<std::pair<std::string_view, const std::vector<Address>*>, 3> fields{ {
        { "To", &draft.to },
        { "Cc", &draft.cc },
        { "Bcc", &draft.bcc },
    } };
    auto submission = envelopeOf(draft, account, options);
    std::array<std::vector<Address>, 3> lists;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto list = checked(*fields[i].second, fields[i].first);
        if (!list)
            return Unexpected(list.error());
        addOnce(submission.recipients, *list);
        lists[i] = std::move(*list);
    }
    if (submission.recipients.empty())
        return Unexpected(Error{
            .kind = ErrorKind::Rejected, .where = "To", .serverText = {}, .code = "no-recipient" });
    auto sender = checkedAddress(from.address, "From");
    if (!sender)
        return Unexpected(sender.error());
    message.from = { { .name = headerText(from.name), .address = *sender } };
    if (!options.replyTo.empty()) {
        auto replyTo = parseRecipients(options.replyTo, "Reply-To");
        if (!replyTo)
            return Unexpected(replyTo.error());
        message.replyTo = std::move(*replyTo);
    }
    message.to = std::move(lists[0]);
    message.cc = std::move(lists[1]);
    message.date = moment.now;
    message.messageId = submission.messageId = makeMessageId(*sender, moment);
    submission.sender = *sender;
    auto raw = mime::write(message, hex(moment.random));
    if (!raw)
        return Unexpected(raw.error());
    submission.raw = std::move(*raw);
    return submission;
}

} // namespace fulmar::compose
