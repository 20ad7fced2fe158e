// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/reply.h"

#include "common/ascii.h"
#include "compose/address_check.h"
#include "compose/attachments.h"
#include "compose/quote.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"
#include "text/part_text.h"

#include <algorithm>
#include <array>

namespace fulmar::compose {
namespace {

using Addresses = std::vector<Address>;

bool contains(const Addresses& addresses, const std::string& address)
{
    return std::any_of(addresses.begin(), addresses.end(),
        [&](const Address& a) { return sameMailbox(a.address, address); });
}

bool isOwn(const std::string& address, const ReplyOptions& options)
{
    return sameMailbox(address, options.account.email)
        || std::any_of(options.ownAddresses.begin(), options.ownAddresses.end(),
            [&](const std::string& own) { return sameMailbox(own, address); });
}

/// Appends those that are neither own nor already in one of the lists.
void addOthers(
    Addresses& to, const Addresses& others, const Addresses& already, const ReplyOptions& options)
{
    for (const auto& other : others) {
        if (!other.address.empty() && !isOwn(other.address, options) && !contains(to, other.address)
            && !contains(already, other.address))
            to.push_back(other);
    }
}

/// The address inside `<mailto:…>` of a List-Post field (RFC 2369 section 3.4).
std::string listPostAddress(const mime::Message& message)
{
    const auto field = mime::headerValue(message.root.headers, "List-Post").value_or("");
    constexpr std::string_view scheme = "<mailto:";
    const auto start = field.find(scheme);
    if (start == std::string_view::npos)
        return {};
    const auto address = field.substr(start + scheme.size());
    return std::string(address.substr(0, address.find_first_of("?>")));
}

Addresses followUp(const mime::Message& message)
{
    const auto field = mime::headerValue(message.root.headers, "Mail-Followup-To");
    return field ? mime::parseAddressList(*field, text::charsetDecoder()) : Addresses();
}

struct Recipients {
    Addresses to, cc;
};

Recipients toSender(
    const MessageSummary& summary, const mime::Message& message, const ReplyOptions& options)
{
    const std::string list = listPostAddress(message);
    Addresses answerTo = summary.replyTo.empty() ? summary.from : summary.replyTo;
    if (!list.empty() && contains(answerTo, list))
        answerTo = summary.from;
    Addresses to;
    addOthers(to, answerTo, {}, options);
    if (to.empty())
        addOthers(to, summary.to, {}, options); // a mail of one's own
    return { .to = to.empty() ? answerTo : to, .cc = {} };
}

Recipients toAll(
    const MessageSummary& summary, const mime::Message& message, const ReplyOptions& options)
{
    Recipients recipients;
    addOthers(recipients.to, followUp(message), {}, options);
    if (!recipients.to.empty())
        return recipients;
    addOthers(recipients.to, summary.replyTo.empty() ? summary.from : summary.replyTo, {}, options);
    // Where the list answers for the sender, the sender would be forgotten.
    const std::string list = listPostAddress(message);
    if (!list.empty() && contains(summary.replyTo, list))
        addOthers(recipients.to, summary.from, {}, options);
    if (recipients.to.empty()) {
        addOthers(recipients.to, summary.to, {}, options);
        addOthers(recipients.cc, summary.cc, recipients.to, options);
    } else {
        addOthers(recipients.cc, summary.to, recipients.to, options);
        addOthers(recipients.cc, summary.cc, recipients.to, options);
    }
    if (recipients.to.empty())
        recipients.to = summary.replyTo.empty() ? summary.from : summary.replyTo;
    return recipients;
}

/// Bytes of the "Re:", "AW:", "Fwd:" at the start of a subject, with its blanks; 0 where there is
/// none.
std::size_t prefixLength(std::string_view subject, bool forward)
{
    // AW, SV, VS, Antw, WG, VB, TR, Vl, RV, ENC: what German, Nordic, Dutch, French, Spanish and
    // Portuguese programs write.
    static constexpr std::array<std::string_view, 6> replies{ "re", "aw", "sv", "antw", "vs",
        "rif" };
    static constexpr std::array<std::string_view, 7> forwards{ "fwd", "fw", "wg", "vb", "tr", "rv",
        "enc" };
    const auto colon = subject.find(':');
    if (colon == std::string_view::npos || colon > 8)
        return 0;
    std::string_view word = subject.substr(0, colon);
    const auto bracket = word.find_first_of("[(");
    if (bracket != std::string_view::npos && (word.back() == ']' || word.back() == ')'))
        word = word.substr(0, bracket);
    const auto matches
        = [&](std::string_view known) { return ascii::equalsIgnoreCase(known, ascii::trim(word)); };
    const bool known = forward ? std::any_of(forwards.begin(), forwards.end(), matches)
                               : std::any_of(replies.begin(), replies.end(), matches);
    if (!known)
        return 0;
    const auto next = subject.find_first_not_of(" \t", colon + 1);
    return next == std::string_view::npos ? subject.size() : next;
}

} // namespace

std::string prefixedSubject(std::string_view prefix, std::string_view subject)
{
    const bool forward = ascii::startsWithIgnoreCase(prefix, "fw");
    subject = ascii::trim(subject);
    while (const std::size_t length = prefixLength(subject, forward))
        subject.remove_prefix(length);
    return std::string(prefix) + (subject.empty() ? "" : " ") + std::string(subject);
}

std::vector<std::string> referencesFor(const MessageSummary& original)
{
    constexpr std::size_t most = 50, keptAtEnd = 40;
    std::vector<std::string> chain = original.references;
    if (chain.empty() && !original.inReplyTo.empty())
        chain.push_back(original.inReplyTo);
    std::erase(chain, original.messageId);
    if (!original.messageId.empty())
        chain.push_back(original.messageId);
    if (chain.size() > most)
        chain.erase(chain.begin() + 1, chain.end() - keptAtEnd);
    return chain;
}

Draft reply(
    const Message& message, std::string_view raw, ReplyKind kind, const ReplyOptions& options)
{
    const auto& summary = message.summary;
    const auto parsed = mime::parse(raw, text::charsetDecoder());
    Draft draft;
    draft.account = options.account.id;
    draft.answers = message.id;
    draft.references = referencesFor(summary);
    const std::string text = options.htmlShown
        ? text::textOf(raw, text::planBody(parsed, text::BodyForm::Html))
        : readableText(raw, parsed);
    if (kind == ReplyKind::Forward) {
        draft.forward = true;
        draft.subject = prefixedSubject("Fwd:", summary.subject);
        draft.text = "\n\n" + forwardedHeader(summary, options.utcOffset) + text;
        addAttachments(draft, raw, parsed.root);
        return draft;
    }
    auto recipients = kind == ReplyKind::All ? toAll(summary, parsed, options)
                                             : toSender(summary, parsed, options);
    draft.to = std::move(recipients.to);
    draft.cc = std::move(recipients.cc);
    draft.inReplyTo = summary.messageId;
    draft.subject = prefixedSubject("Re:", summary.subject);
    draft.text = "\n\n" + attribution(summary, options.utcOffset) + quoted(text);
    return draft;
}

} // namespace fulmar::compose
