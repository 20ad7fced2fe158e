// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/delivery_report.h"

#include "common/ascii.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"

#include <algorithm>
#include <array>
#include <functional>

namespace fulmar {
namespace {

constexpr std::size_t longestReason = 500; // bytes; more is no reason but a transcript

using Fields = std::vector<std::pair<std::string, std::string>>; ///< names in lower case

std::string oneLine(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool blank = ascii::isControl(c) || c == ' ';
        if (!blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
        if (out.size() >= longestReason)
            break;
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

/// Blocks of header-like fields, divided by blank lines (RFC 3464 section 2.1).
std::vector<Fields> blocksOf(std::string_view text)
{
    std::vector<Fields> blocks(1);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (ascii::trim(line).empty()) {
            if (!blocks.back().empty())
                blocks.emplace_back();
        } else if ((line.front() == ' ' || line.front() == '\t') && !blocks.back().empty()) {
            blocks.back().back().second += ' ' + std::string(ascii::trim(line));
        } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
            blocks.back().emplace_back(ascii::lower(ascii::trim(line.substr(0, colon))),
                std::string(ascii::trim(line.substr(colon + 1))));
        }
    }
    return blocks;
}

std::string valueOf(const Fields& fields, std::string_view name)
{
    const auto found = std::find_if(
        fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::string() : found->second;
}

/// "rfc822; <anna+2Bx@example.org>" as the address; xtext is undone where the type says it may be.
std::string typedAddress(std::string_view value)
{
    const auto semicolon = value.find(';');
    value = ascii::trim(semicolon == std::string_view::npos ? value : value.substr(semicolon + 1));
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto digit = [&](std::size_t at) -> int {
            const char c = at < value.size() ? value[at] : ' ';
            return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        };
        if (value[i] == '+' && digit(i + 1) >= 2 && digit(i + 1) < 8 && digit(i + 2) >= 0
            && value.find('@', i) != std::string_view::npos) {
            const int byte = digit(i + 1) * 16 + digit(i + 2);
            if (byte == '+' || byte == '=') {
                out += static_cast<char>(byte);
                i += 2;
                continue;
            }
        }
        if (value[i] != '<' && value[i] != '>' && value[i] != '"')
            out += value[i];
    }
    return std::string(ascii::trim(out));
}

/// The first "4.x.y" or "5.x.y" in a text.
std::string enhancedIn(std::string_view text)
{
    for (std::size_t i = 0; i + 4 < text.size(); ++i) {
        const bool starts = i == 0 || !(ascii::isDigit(text[i - 1]) || text[i - 1] == '.');
        if (!starts || (text[i] != '4' && text[i] != '5' && text[i] != '2') || text[i + 1] != '.'
            || !ascii::isDigit(text[i + 2]))
            continue;
        std::size_t end = i + 2;
        int dots = 1;
        while (end < text.size() && (ascii::isDigit(text[end]) || (text[end] == '.' && dots < 2))) {
            dots += text[end] == '.' ? 1 : 0;
            ++end;
        }
        const bool followed = end < text.size() && (text[end] == '.' || ascii::isAlpha(text[end]));
        if (dots == 2 && ascii::isDigit(text[end - 1]) && end - i <= 9 && !followed)
            return std::string(text.substr(i, end - i));
    }
    return {};
}

/// The first basic reply code 4yz or 5yz that stands alone, 0 where there is none.
int basicIn(std::string_view text)
{
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        const auto isCharOf = [&](std::size_t at) {
            return at < text.size()
                && (ascii::isDigit(text[at]) || ascii::isAlpha(text[at]) || text[at] == '.');
        };
        if ((text[i] == '4' || text[i] == '5') && text[i + 1] >= '0' && text[i + 1] <= '7'
            && ascii::isDigit(text[i + 2]) && (i == 0 || !isCharOf(i - 1)) && !isCharOf(i + 3))
            return (text[i] - '0') * 100 + (text[i + 1] - '0') * 10 + (text[i + 2] - '0');
    }
    return 0;
}

/// Failed for good: what may work another day (a full mailbox, a refusing policy, a silent server)
/// is soft, an address that is not there is hard.
RecipientFate bounceOf(std::string_view status, std::string_view reason)
{
    if (status.starts_with("4."))
        return RecipientFate::BouncedSoft;
    constexpr auto softStatus = std::to_array<std::string_view>(
        { "5.2.2", "5.2.3", "5.3.4", "5.4.7", "5.4.1", "5.4.4", "5.4.5", "5.7." });
    if (std::any_of(softStatus.begin(), softStatus.end(),
            [&](std::string_view soft) { return status.starts_with(soft); })
        && status != "5.4.4")
        return RecipientFate::BouncedSoft;
    if (status.empty() && basicIn(reason) / 100 == 4)
        return RecipientFate::BouncedSoft;
    return RecipientFate::BouncedHard;
}

std::optional<RecipientFate> fateOf(
    const std::string& action, const std::string& status, const std::string& reason)
{
    if (action.starts_with("failed"))
        return bounceOf(status, reason);
    if (action.starts_with("delayed"))
        return RecipientFate::Delayed;
    if (action.starts_with("delivered") || action.starts_with("expanded"))
        return RecipientFate::Delivered;
    if (action.starts_with("relayed"))
        return RecipientFate::Relayed;
    if (action.empty() && status.starts_with('5'))
        return bounceOf(status, reason);
    if (action.empty() && status.starts_with('4'))
        return RecipientFate::Delayed;
    return std::nullopt;
}

void addId(DeliveryReport& report, std::string_view text)
{
    for (auto& id : mime::parseMessageIds(text)) {
        if (std::find(report.messageIds.begin(), report.messageIds.end(), id)
            == report.messageIds.end())
            report.messageIds.push_back(std::move(id));
    }
}

void readStatusBlocks(DeliveryReport& report, std::string_view text)
{
    for (const auto& fields : blocksOf(text)) {
        if (const auto envelope = valueOf(fields, "original-envelope-id"); !envelope.empty())
            report.messageIds.insert(report.messageIds.begin(), typedAddress(envelope));
        const auto original = typedAddress(valueOf(fields, "original-recipient"));
        const auto final = typedAddress(valueOf(fields, "final-recipient"));
        const auto& address = original.find('@') != std::string::npos ? original : final;
        if (address.empty())
            continue;
        auto reason = valueOf(fields, "diagnostic-code");
        if (const auto type = reason.find(';'); type != std::string::npos)
            reason.erase(0, type + 1);
        reason = oneLine(reason);
        auto status = enhancedIn(valueOf(fields, "status"));
        // Gateways write a general status beside the server's own words.
        if (const auto told = enhancedIn(reason);
            !told.empty() && (status.empty() || status.ends_with(".0.0")))
            status = told;
        if (const auto fate = fateOf(ascii::lower(valueOf(fields, "action")), status, reason))
            report.recipients.push_back(
                { .address = address, .fate = *fate, .status = status, .reason = reason });
    }
}

void readReceipt(DeliveryReport& report, std::string_view text)
{
    for (const auto& fields : blocksOf(text)) {
        const auto disposition = ascii::lower(valueOf(fields, "disposition"));
        addId(report, valueOf(fields, "original-message-id"));
        if (disposition.find("displayed") == std::string::npos)
            continue;
        const auto original = typedAddress(valueOf(fields, "original-recipient"));
        const auto final = typedAddress(valueOf(fields, "final-recipient"));
        report.recipients.push_back({ .address = original.empty() ? final : original,
            .fate = RecipientFate::Read,
            .status = {},
            .reason = oneLine(disposition) });
    }
}

/// The Message-ID that stands at the start of a line in quoted text, also behind "> ".
void readQuotedIds(DeliveryReport& report, std::string_view text)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = ascii::trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        while (line.starts_with('>') || line.starts_with('|'))
            line = ascii::trim(line.substr(1));
        if (ascii::startsWithIgnoreCase(line, "Message-ID:"))
            addId(report, line.substr(11));
        else if (ascii::startsWithIgnoreCase(line, "Message-ID "))
            addId(report, line);
    }
}

void walk(const mime::Part& part, const std::function<void(const mime::Part&)>& visit)
{
    visit(part);
    for (const auto& child : part.children)
        walk(child, visit);
}

/// Addresses in a line: "<a@b>", "a@b:", "a@b (c@d)".
std::vector<std::string> addressesIn(std::string_view line)
{
    std::vector<std::string> out;
    std::string word;
    const auto take = [&] {
        while (!word.empty() && (word.back() == '.' || word.back() == '-'))
            word.pop_back();
        const auto at = word.find('@');
        if (at != std::string::npos && at > 0 && word.find('@', at + 1) == std::string::npos
            && word.find('.', at) != std::string::npos)
            out.push_back(word);
        word.clear();
    };
    for (const char c : line) {
        constexpr std::string_view allowed = "!#$%&'*+-/=?^_`{|}~.@";
        if (ascii::isAlpha(c) || ascii::isDigit(c) || allowed.find(c) != std::string_view::npos)
            word += c;
        else
            take();
    }
    take();
    return out;
}

constexpr auto failureWords = std::to_array<std::string_view>({ "could not be delivered",
    "couldn't be delivered", "wasn't delivered", "was not delivered", "undeliverable",
    "undelivered", "permanent fatal error", "permanent error", "delivery failed",
    "delivery has failed", "failed permanently", "i wasn't able to deliver", "unable to deliver",
    "unable to be delivered", "delivery to the following recipient", "returned to sender",
    "konnte nicht zugestellt", "n'a pas pu", "address not found", "did not reach", "unknown user",
    "user unknown", "mailbox unavailable", "following addresses had" });
constexpr auto delayWords
    = std::to_array<std::string_view>({ "delivery status notification (delay)", "warning: message",
        "has been delayed", "not yet been delivered", "delayed mail", "delivery delayed",
        "will be retried", "still being retried", "keep trying", "delivery incomplete",
        "you do not need to resend", "no action is required" });

template <std::size_t N>
bool hasAny(const std::string& text, const std::array<std::string_view, N>& words)
{
    return std::any_of(words.begin(), words.end(),
        [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

/// The lines behind an address until the next address or the quoted mail, as its reason.
std::string reasonBehind(std::string_view text)
{
    std::string reason;
    for (int lines = 0; lines < 12 && !text.empty(); ++lines) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = ascii::trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("---") && !reason.empty())
            break;
        if (line.empty() && reason.size() > 8)
            break;
        reason += std::string(line) + ' ';
        if (reason.size() > longestReason)
            break;
    }
    return oneLine(reason);
}

void addOnce(DeliveryReport& report, ReportedRecipient recipient)
{
    const bool known = std::any_of(report.recipients.begin(), report.recipients.end(),
        [&](const auto& r) { return ascii::equalsIgnoreCase(r.address, recipient.address); });
    if (!known)
        report.recipients.push_back(std::move(recipient));
}

ReportedRecipient told(std::string address, std::string reason, bool delayed)
{
    const auto status = enhancedIn(reason);
    const auto fate = delayed ? RecipientFate::Delayed : bounceOf(status, reason);
    return { .address = std::move(address), .fate = fate, .status = status, .reason = reason };
}

/// A report that is only prose: each address before the quoted mail, with what is said behind it.
void readProse(DeliveryReport& report, const std::string& text, bool delayed)
{
    constexpr auto quoteMarks = std::to_array<std::string_view>({ "this is a copy of the message",
        "below this line is a copy", "original message", "copy of the original",
        "message headers follow", "ursprüngliche nachricht", "received: from" });
    const auto lower = ascii::lower(text);
    std::size_t end = text.size();
    for (const auto mark : quoteMarks)
        end = std::min(end, lower.find(mark));
    const std::string_view prose = std::string_view(text).substr(0, end);
    for (std::size_t at = 0; at < prose.size();) {
        const auto stop = std::min(prose.find('\n', at), prose.size());
        const auto line = ascii::trim(prose.substr(at, stop - at));
        for (auto& address : addressesIn(line)) {
            const auto name = ascii::lower(address);
            const bool system = name.starts_with("postmaster@")
                || name.starts_with("mailer-daemon@") || name.starts_with("abuse@")
                || name.starts_with("support@");
            const auto own = line.substr(line.find(address) + address.size());
            auto reason = reasonBehind(
                basicIn(own) > 0 ? own : prose.substr(std::min(stop + 1, prose.size())));
            if (!system)
                addOnce(report, told(std::move(address), std::move(reason), delayed));
        }
        at = stop + 1;
    }
}

std::string headerOf(const mime::Message& message, std::string_view name)
{
    return std::string(mime::headerValue(message.root.headers, name).value_or(""));
}

} // namespace

std::optional<DeliveryReport> parseDeliveryReport(std::string_view raw)
{
    const auto decode = text::charsetDecoder();
    const auto message = mime::parse(raw, decode);
    DeliveryReport report;
    std::string prose;
    bool receipt = false;
    walk(message.root, [&](const mime::Part& part) {
        const auto kind = part.type + '/' + part.subtype;
        if (kind == "message/delivery-status" || kind == "message/global-delivery-status") {
            // Some parsers of MIME see the fields as a message of their own.
            readStatusBlocks(report, raw.substr(part.bodyOffset, part.bodyLength));
        } else if (kind == "message/disposition-notification"
            || kind == "message/global-disposition-notification") {
            receipt = true;
            readReceipt(report, raw.substr(part.bodyOffset, part.bodyLength));
        } else if (kind == "text/rfc822-headers" || kind == "message/rfc822"
            || kind == "message/global-headers" || kind == "message/global") {
            const auto quoted = raw.substr(part.bodyOffset, part.bodyLength);
            readQuotedIds(
                report, quoted.substr(0, std::min(quoted.find("\r\n\r\n"), quoted.size())));
        } else if (part.type == "text" && part.children.empty() && prose.empty()) {
            prose = mime::decodedText(raw, part, decode);
        }
    });
    const auto subject
        = ascii::lower(mime::decodeUnstructured(headerOf(message, "Subject"), decode));
    const auto lower = ascii::lower(prose);
    const bool delayed = hasAny(subject, delayWords) || hasAny(lower, delayWords);
    // Exim and Gmail name them in the header.
    if (!receipt && report.recipients.empty()) {
        for (auto& address : addressesIn(headerOf(message, "X-Failed-Recipients")))
            addOnce(report, told(std::move(address), reasonBehind(prose), false));
        if (!report.recipients.empty()) {
            for (auto& recipient : report.recipients) {
                if (const auto at = prose.find(recipient.address); at != std::string::npos)
                    recipient = told(recipient.address,
                        reasonBehind(std::string_view(prose).substr(at + recipient.address.size())),
                        false);
            }
        }
    }
    const bool speaksOfFailure = hasAny(lower, failureWords) || hasAny(subject, failureWords)
        || subject.find("failure") != std::string::npos
        || subject.find("returned mail") != std::string::npos;
    if (!receipt && report.recipients.empty() && (speaksOfFailure || delayed))
        readProse(report, prose, delayed && !speaksOfFailure);
    if (report.recipients.empty())
        return std::nullopt;
    readQuotedIds(report, prose);
    if (report.messageIds.empty() || receipt) {
        addId(report, headerOf(message, "In-Reply-To"));
        addId(report, headerOf(message, "References"));
    }
    return report;
}

} // namespace fulmar
