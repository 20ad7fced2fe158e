// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/draft_message.h"

#include "common/ascii.h"
#include "compose/address_check.h"
#include "compose/attachments.h"
#include "compose/quote.h"
#include "compose/recipients.h"
#include "mime/header_writer.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"

#include <algorithm>

namespace fulmar::compose {
namespace {

std::vector<Address> usable(const std::vector<Address>& addresses)
{
    std::vector<Address> out;
    std::copy_if(addresses.begin(), addresses.end(), std::back_inserter(out),
        [](const Address& entry) { return checkedAddress(entry.address, "To").has_value(); });
    return out;
}

/// "<a@b> <c@d>" as tokens without brackets.
std::vector<std::string> messageIds(std::string_view field)
{
    std::vector<std::string> ids;
    for (auto open = field.find('<'); open != std::string_view::npos;
         open = field.find('<', open)) {
        const auto close = field.find('>', open);
        if (close == std::string_view::npos)
            break;
        ids.emplace_back(field.substr(open + 1, close - open - 1));
        open = close;
    }
    return ids;
}

} // namespace

Result<std::string> draftBytes(
    const Draft& draft, const Account& account, const Moment& moment, std::string_view mark)
{
    Draft complete = draft;
    complete.to = usable(draft.to);
    complete.cc = usable(draft.cc);
    complete.bcc.clear();
    const bool nobody = complete.to.empty() && complete.cc.empty();
    // A mail has to go to somebody, a draft has not: the sender stands in and is taken out again.
    if (nobody)
        complete.to = { { .name = {}, .address = account.email } };
    auto made = compose(complete, account, moment);
    if (!made)
        return Unexpected(std::move(made.error()));
    std::string raw = std::move(made->raw);
    if (nobody) {
        const auto field = mime::addressField("To", complete.to);
        if (const auto at = raw.find(field); at != std::string::npos)
            raw.erase(at, field.size());
    }
    std::string head = std::string(draftField) + ": " + std::string(mark) + "\r\n";
    if (const auto bcc = usable(draft.bcc); !bcc.empty())
        head += mime::addressField("Bcc", bcc);
    return head + raw;
}

Draft draftFromBytes(std::string_view raw, AccountId account)
{
    const auto parsed = mime::parse(raw, text::charsetDecoder());
    const auto& headers = parsed.root.headers;
    const auto addresses = [&](std::string_view name) {
        const auto field = mime::headerValue(headers, name);
        return field ? mime::parseAddressList(*field, text::charsetDecoder())
                     : std::vector<Address>();
    };
    Draft draft;
    draft.account = account;
    draft.to = addresses("To");
    draft.cc = addresses("Cc");
    draft.bcc = addresses("Bcc");
    draft.toText = formatRecipients(draft.to);
    draft.ccText = formatRecipients(draft.cc);
    draft.bccText = formatRecipients(draft.bcc);
    if (const auto subject = mime::headerValue(headers, "Subject"))
        draft.subject = mime::decodeUnstructured(*subject, text::charsetDecoder());
    const auto answered = messageIds(mime::headerValue(headers, "In-Reply-To").value_or(""));
    draft.inReplyTo = answered.empty() ? std::string() : answered.front();
    draft.references = messageIds(mime::headerValue(headers, "References").value_or(""));
    draft.text = readableText(raw, parsed);
    addAttachments(draft, raw, parsed.root);
    return draft;
}

} // namespace fulmar::compose
