// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/derive.h"

#include "common/ascii.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"
#include "text/html_text.h"
#include "text/snippet.h"

#include <algorithm>
#include <utility>

namespace fulmar {
namespace {

constexpr std::size_t previewLength = 140; ///< characters; two lines of the widest list

Address decodeAddress(const imap::Address& raw, const mime::CharsetDecoder& toUtf8)
{
    Address address{ .name = mime::decodeUnstructured(raw.name.value_or(""), toUtf8),
        .address = raw.mailbox.value_or("") };
    if (raw.host && !raw.host->empty())
        address.address += '@' + *raw.host;
    return address;
}

std::vector<Address> decodeAddresses(
    const std::vector<imap::Address>& list, const mime::CharsetDecoder& toUtf8)
{
    std::vector<Address> addresses;
    for (const auto& raw : list) {
        // Group syntax: a start has a mailbox and no host, an end has neither (RFC 3501
        // section 7.4.2).
        if (raw.host && raw.mailbox)
            addresses.push_back(decodeAddress(raw, toUtf8));
    }
    return addresses;
}

bool hasName(const imap::BodyParameters& parameters)
{
    return std::any_of(parameters.begin(), parameters.end(), [](const auto& p) {
        return ascii::startsWithIgnoreCase(p.first, "name")
            || ascii::startsWithIgnoreCase(p.first, "filename");
    });
}

bool holdsAttachment(const imap::BodyStructure& part)
{
    if (part.type == "multipart")
        return std::any_of(part.children.begin(), part.children.end(), holdsAttachment);
    if (part.disposition && ascii::equalsIgnoreCase(*part.disposition, "attachment"))
        return true;
    const bool shownInline = part.type == "image" && part.id;
    return !shownInline
        && (hasName(part.dispositionParameters) || hasName(part.parameters)
            || part.type == "message");
}

bool holdsAttachment(const mime::Part& part)
{
    if (part.isMultipart())
        return std::any_of(part.children.begin(), part.children.end(),
            [](const auto& child) { return holdsAttachment(child); });
    return part.isAttachment();
}

std::string firstId(std::string_view field)
{
    const auto ids = mime::parseMessageIds(field);
    return ids.empty() ? std::string() : ids.front();
}

MessageSummary summaryFromHeaders(const mime::Message& message, const mime::CharsetDecoder& toUtf8)
{
    const auto& headers = message.root.headers;
    const auto field = [&](std::string_view name) {
        return mime::headerValue(headers, name).value_or(std::string_view{});
    };
    const auto addresses
        = [&](std::string_view name) { return mime::parseAddressList(field(name), toUtf8); };
    return {
        .from = addresses("From"),
        .to = addresses("To"),
        .cc = addresses("Cc"),
        .bcc = addresses("Bcc"),
        .replyTo = addresses("Reply-To"),
        .subject = mime::decodeUnstructured(field("Subject"), toUtf8),
        .date = mime::parseDate(field("Date")),
        .messageId = firstId(field("Message-ID")),
        .inReplyTo = firstId(field("In-Reply-To")),
        .references = mime::parseMessageIds(field("References")),
        .hasAttachments = holdsAttachment(message.root),
    };
}

const mime::Part* firstText(const mime::Part& part, std::string_view subtype)
{
    if (part.isMultipart()) {
        for (const auto& child : part.children) {
            if (const auto* found = firstText(child, subtype))
                return found;
        }
        return nullptr;
    }
    return part.type == "text" && part.subtype == subtype && !part.isAttachment() ? &part : nullptr;
}

std::string previewOf(
    const mime::Message& message, std::string_view raw, const mime::CharsetDecoder& toUtf8)
{
    if (const auto* plain = firstText(message.root, "plain")) {
        auto preview = text::snippet(mime::decodedText(raw, *plain, toUtf8), previewLength);
        if (!preview.empty())
            return preview;
    }
    if (const auto* html = firstText(message.root, "html"))
        return text::snippet(text::htmlToText(mime::decodedText(raw, *html, toUtf8),
                                 { .linkTargets = false, .hidden = true }),
            previewLength);
    return {};
}

} // namespace

MessageSummary summaryFromEnvelope(const imap::Envelope& envelope,
    const imap::BodyStructure* structure, std::string_view referencesField)
{
    const auto toUtf8 = text::charsetDecoder();
    return {
        .from = decodeAddresses(envelope.from, toUtf8),
        .to = decodeAddresses(envelope.to, toUtf8),
        .cc = decodeAddresses(envelope.cc, toUtf8),
        .bcc = decodeAddresses(envelope.bcc, toUtf8),
        .replyTo = decodeAddresses(envelope.replyTo, toUtf8),
        .subject = mime::decodeUnstructured(envelope.subject.value_or(""), toUtf8),
        .date = envelope.date ? mime::parseDate(*envelope.date) : std::nullopt,
        .messageId = firstId(envelope.messageId.value_or("")),
        .inReplyTo = firstId(envelope.inReplyTo.value_or("")),
        .references = mime::parseMessageIds(referencesField),
        .hasAttachments = structure && holdsAttachment(*structure),
    };
}

std::optional<RemoteMessage> remoteMessageFrom(const imap::FetchData& data)
{
    if (!data.uid)
        return std::nullopt;
    std::string_view references;
    for (const auto& section : data.sections) {
        if (!section.data || !ascii::startsWithIgnoreCase(section.section, "HEADER.FIELDS"))
            continue;
        references = *section.data;
        const auto colon = references.find(':');
        references
            = colon == std::string_view::npos ? std::string_view{} : references.substr(colon + 1);
    }
    RemoteMessage message{ .uid = data.uid->value(),
        .received = data.internalDate.value_or(0),
        .size = data.size.value_or(0) };
    if (data.flags)
        message.flags = flagsFromWire({ data.flags->begin(), data.flags->end() });
    if (data.envelope)
        message.summary = summaryFromEnvelope(
            *data.envelope, data.bodyStructure ? &*data.bodyStructure : nullptr, references);
    return message;
}

ReceivedBody deriveBody(MessageId message, std::string raw)
{
    const auto toUtf8 = text::charsetDecoder();
    const auto parsed = mime::parse(raw, toUtf8);
    ReceivedBody body{ .message = message,
        .preview = previewOf(parsed, raw, toUtf8),
        .summary = summaryFromHeaders(parsed, toUtf8) };
    body.raw = std::move(raw);
    return body;
}

} // namespace fulmar
