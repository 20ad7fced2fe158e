// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/write.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "mime/dates.h"
#include "mime/flowed.h"
#include "mime/header_writer.h"
#include "mime/rfc2231.h"
#include "mime/transfer_encoding.h"

#include <algorithm>

namespace fulmar::mime {
namespace {

constexpr std::size_t longestLine = 998; // bytes without CRLF, RFC 5322 section 2.1.1
constexpr std::size_t mostReferences = 60; // the first and the latest; more help no reader

Error rejected(std::string_view field)
{
    return { ErrorKind::Rejected, std::string(field), {}, "bad-header" };
}

bool breaksHeader(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

std::optional<Error> checkAddresses(std::string_view field, const std::vector<Address>& addresses)
{
    for (const Address& address : addresses) {
        if (!isAddrSpec(address.address) || breaksHeader(address.name))
            return rejected(field);
    }
    return std::nullopt;
}

std::optional<Error> check(const OutgoingMessage& message)
{
    if (message.from.empty())
        return rejected("From");
    const std::pair<std::string_view, const std::vector<Address>*> lists[]
        = { { "From", &message.from }, { "Reply-To", &message.replyTo }, { "To", &message.to },
              { "Cc", &message.cc } };
    for (const auto& [field, addresses] : lists) {
        if (auto error = checkAddresses(field, *addresses))
            return error;
    }
    if (breaksHeader(message.subject))
        return rejected("Subject");
    if (breaksHeader(message.userAgent))
        return rejected("User-Agent");
    for (const auto& [name, value] : message.extraFields) {
        if (breaksHeader(name) || breaksHeader(value) || value.empty() || name.find(':') != std::string::npos)
            return rejected(name);
    }
    if (!isMessageId(message.messageId))
        return rejected("Message-ID");
    if (!formatDate(message.date))
        return rejected("Date");
    for (const OutgoingAttachment& attachment : message.attachments) {
        if (breaksHeader(attachment.fileName))
            return rejected("Content-Disposition");
    }
    return std::nullopt;
}

std::string bracketed(std::string_view id)
{
    return '<' + std::string(id) + '>';
}

/// Ids of other people's mail may be anything; what would break the field is left out.
std::vector<std::string> referenceTokens(const std::vector<std::string>& ids)
{
    std::vector<std::string> tokens;
    for (const std::string& id : ids) {
        if (isMessageId(id))
            tokens.push_back(bracketed(id));
    }
    if (tokens.size() > mostReferences)
        tokens.erase(tokens.begin() + 1, tokens.end() - (mostReferences - 1));
    return tokens;
}

std::string headerOf(const OutgoingMessage& message)
{
    std::string out
        = "Date: " + *formatDate(message.date) + "\r\n" + addressField("From", message.from);
    if (!message.replyTo.empty())
        out += addressField("Reply-To", message.replyTo);
    if (!message.to.empty())
        out += addressField("To", message.to);
    if (!message.cc.empty())
        out += addressField("Cc", message.cc);
    // Without a destination field some relays add one of their own; a group names nobody (RFC 5322
    // section 3.6.3 allows none).
    if (message.to.empty() && message.cc.empty())
        out += "To: undisclosed-recipients:;\r\n";
    out += textField("Subject", toValidUtf8(message.subject));
    out += "Message-ID: " + bracketed(message.messageId) + "\r\n";
    if (isMessageId(message.inReplyTo))
        out += tokenField("In-Reply-To", { bracketed(message.inReplyTo) });
    if (const auto tokens = referenceTokens(message.references); !tokens.empty())
        out += tokenField("References", tokens);
    for (const auto& [name, value] : message.extraFields)
        out += tokenField(name, { value });
    if (!message.userAgent.empty())
        out += textField("User-Agent", toValidUtf8(message.userAgent));
    return out + "MIME-Version: 1.0\r\n";
}

/// Text with CRLF for each CR, LF or CRLF, ended by one; NUL removed.
std::string withCrlf(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 16 + 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' || text[i] == '\n') {
            out += "\r\n";
            i += text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n' ? 1 : 0;
        } else if (text[i] != '\0') {
            out += text[i];
        }
    }
    if (!out.empty() && !out.ends_with("\r\n"))
        out += "\r\n";
    return out;
}

/// Whether CRLF text can travel as it is: ASCII without controls, lines of at most 998 bytes.
bool isSevenBit(std::string_view text)
{
    std::size_t line = 0;
    for (const char c : text) {
        if (ascii::is8Bit(c) || c == '\0')
            return false;
        line = c == '\n' ? 0 : line + 1;
        if (line > longestLine + 1)
            return false;
    }
    return true;
}

/// A body part: its Content fields, the empty line and its body, which ends with CRLF or is empty.
std::string textPart(std::string_view contentType, std::string_view crlfText)
{
    const bool from
        = crlfText.starts_with("From ") || crlfText.find("\nFrom ") != std::string_view::npos;
    const bool plain = isSevenBit(crlfText) && !from;
    return "Content-Type: " + std::string(contentType)
        + "\r\nContent-Transfer-Encoding: " + (plain ? "7bit" : "quoted-printable") + "\r\n\r\n"
        + (plain ? std::string(crlfText) : encodeQuotedPrintable(crlfText));
}

bool isMediaType(std::string_view type)
{
    const std::size_t slash = type.find('/');
    const auto isToken = [](std::string_view text) {
        return !text.empty() && text.size() <= 127
            && std::all_of(text.begin(), text.end(), [](char c) {
                   return ascii::isAlpha(c) || ascii::isDigit(c)
                       || std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
               });
    };
    return slash != std::string_view::npos && isToken(type.substr(0, slash))
        && isToken(type.substr(slash + 1));
}

std::string attachmentPart(const OutgoingAttachment& attachment)
{
    std::string type = isMediaType(attachment.mediaType) ? ascii::lower(attachment.mediaType)
                                                         : "application/octet-stream";
    std::string body;
    // message and multipart may not be in base64 (RFC 2045 section 6.4); one that is not plain
    // ASCII goes as a mere file, so that the whole mail stays 7-bit.
    const bool composite = type.starts_with("message/") || type.starts_with("multipart/");
    if (composite && type == "message/rfc822")
        body = withCrlf(attachment.content);
    const bool asMessage
        = !body.empty() && isSevenBit(body) && attachment.content.find('\0') == std::string::npos;
    if (composite && !asMessage)
        type = "application/octet-stream";
    const std::string name = toValidUtf8(attachment.fileName);
    std::string out = "Content-Type: " + type + (name.empty() ? "" : encodeParameter("name", name))
        + "\r\nContent-Disposition: attachment"
        + (name.empty() ? "" : encodeParameter("filename", name))
        + "\r\nContent-Transfer-Encoding: " + (asMessage ? "7bit" : "base64") + "\r\n\r\n";
    return out + (asMessage ? body : encodeBase64Lines(attachment.content));
}

/// Boundaries that occur in no part: "=_" is in no quoted-printable or base64 text, the others are
/// searched.
class Boundaries {
public:
    explicit Boundaries(std::string_view seed)
    {
        // FNV-1a twice: the seed may hold anything, a boundary may not.
        for (std::uint64_t& word : m_words) {
            word = 0xcbf29ce484222325ULL + static_cast<std::uint64_t>(&word - m_words);
            for (const char c : seed)
                word = (word ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        }
    }

    std::string next(const std::vector<std::string>& parts)
    {
        for (;;) {
            std::string boundary
                = "=_" + hex(m_words[0]) + hex(m_words[1]) + '_' + std::to_string(++m_count);
            if (std::none_of(parts.begin(), parts.end(), [&](const std::string& part) {
                    return part.find(boundary) != std::string::npos;
                }))
                return boundary;
        }
    }

private:
    static std::string hex(std::uint64_t word)
    {
        std::string out;
        for (int shift = 60; shift >= 0; shift -= 4)
            out += "0123456789abcdef"[word >> static_cast<unsigned>(shift) & 15U];
        return out;
    }

    std::uint64_t m_words[2]{};
    int m_count = 0;
};

std::string multipart(
    std::string_view subtype, std::vector<std::string> parts, Boundaries& boundaries)
{
    const std::string boundary = boundaries.next(parts);
    std::size_t size = 256;
    for (const std::string& part : parts)
        size += part.size() + boundary.size() + 8;
    std::string out;
    out.reserve(size);
    out += "Content-Type: multipart/" + std::string(subtype) + ";\r\n boundary=\"" + boundary
        + "\"\r\n\r\n";
    for (std::string& part : parts) {
        out += "--" + boundary + "\r\n";
        out += part;
        // The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1).
        out += "\r\n";
        part = {};
    }
    return out + "--" + boundary + "--\r\n";
}

} // namespace

Result<std::string> write(const OutgoingMessage& message, std::string_view boundarySeed)
{
    if (auto error = check(message))
        return Unexpected(*std::move(error));
    Boundaries boundaries(boundarySeed);
    std::string body = textPart(
        "text/plain; charset=utf-8; format=flowed", withCrlf(flow(toValidUtf8(message.text))));
    if (message.html) {
        std::string html
            = textPart("text/html; charset=utf-8", withCrlf(toValidUtf8(*message.html)));
        body = multipart("alternative", { std::move(body), std::move(html) }, boundaries);
    }
    if (!message.attachments.empty()) {
        std::vector<std::string> parts{ std::move(body) };
        for (const OutgoingAttachment& attachment : message.attachments)
            parts.push_back(attachmentPart(attachment));
        body = multipart("mixed", std::move(parts), boundaries);
    }
    return headerOf(message) + body;
}

} // namespace fulmar::mime
