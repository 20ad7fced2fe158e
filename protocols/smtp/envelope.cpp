// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/envelope.h"

#include "common/ascii.h"
#include "common/limits.h"
#include "common/utf8.h"

#include <algorithm>

namespace fulmar::smtp {
namespace {

bool isNotAscii(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), ascii::is8Bit);
}

bool needsUtf8(const Transaction& transaction)
{
    return transaction.utf8Header || isNotAscii(transaction.sender)
        || std::any_of(transaction.recipients.begin(), transaction.recipients.end(), isNotAscii);
}

/// xtext of RFC 3461 section 4: what is no plain printable character, "+" or "=" becomes "+XX".
std::string xtext(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f && c != '+' && c != '=')
            out += c;
        else
            out += { '+', digits[byte >> 4U], digits[byte & 0xfU] };
    }
    return out;
}

bool asksForReports(const Transaction& transaction, const Extensions& extensions)
{
    return extensions.dsn && !transaction.envelopeId.empty();
}

std::optional<Error> checkAddresses(const Transaction& transaction)
{
    if (auto error = checkAddress(transaction.sender))
        return error;
    if (transaction.recipients.empty())
        return Error{ ErrorKind::Rejected, "RCPT / no recipient", {}, "no-recipient" };
    for (const std::string& recipient : transaction.recipients) {
        if (recipient.empty())
            return Error{ ErrorKind::Rejected, "RCPT / empty address", {}, "bad-address" };
        if (auto error = checkAddress(recipient))
            return error;
    }
    return std::nullopt;
}

} // namespace

std::optional<Error> checkAddress(std::string_view address)
{
    if (address.size() > limits::smtpPath)
        return Error{ ErrorKind::Limit,
            "address over " + std::to_string(limits::smtpPath) + " bytes", {}, "bad-address" };
    for (std::size_t i = 0; i < address.size(); ++i) {
        const char c = address[i];
        if (ascii::isControl(c) || c == ' ' || c == '<' || c == '>')
            return Error{ ErrorKind::Rejected, "address / character at byte " + std::to_string(i),
                {}, "bad-address", Secret(std::string(address)) };
    }
    if (!isValidUtf8(address))
        return Error{ ErrorKind::Rejected, "address / not UTF-8", {}, "bad-address",
            Secret(std::string(address)) };
    return std::nullopt;
}

std::optional<Error> checkEnvelope(const Transaction& transaction, const Extensions& extensions)
{
    if (auto error = checkAddresses(transaction))
        return error;
    if (needsUtf8(transaction) && !extensions.smtpUtf8)
        return Error{ ErrorKind::Unsupported, "MAIL / SMTPUTF8 is not offered", {}, "smtputf8" };
    if (transaction.eightBit && !extensions.eightBitMime)
        return Error{ ErrorKind::Unsupported, "MAIL / 8BITMIME is not offered", {}, "8bitmime" };
    const std::uint64_t limit = extensions.size.value_or(0);
    if (limit > 0 && transaction.message.size > limit)
        return Error{ ErrorKind::Limit,
            "MAIL / " + std::to_string(transaction.message.size) + " bytes, the server takes "
                + std::to_string(limit),
            {}, "size" };
    return std::nullopt;
}

std::string mailCommand(const Transaction& transaction, const Extensions& extensions)
{
    std::string line = "MAIL FROM:<" + transaction.sender + '>';
    if (extensions.size)
        line += " SIZE=" + std::to_string(transaction.message.size);
    if (transaction.eightBit)
        line += " BODY=8BITMIME";
    if (needsUtf8(transaction))
        line += " SMTPUTF8";
    // Headers suffice to know the mail again; the whole would come back with every bounce.
    if (asksForReports(transaction, extensions))
        line += " RET=HDRS ENVID=" + xtext(transaction.envelopeId);
    return line + "\r\n";
}

std::string rcptCommand(
    const Transaction& transaction, const Extensions& extensions, std::size_t index)
{
    const std::string& recipient = transaction.recipients[index];
    std::string line = "RCPT TO:<" + recipient + '>';
    if (asksForReports(transaction, extensions) && !isNotAscii(recipient))
        // Not SUCCESS: each sent mail would bring a report into the inbox.
        line += " NOTIFY=FAILURE,DELAY ORCPT=rfc822;" + xtext(recipient);
    return line + "\r\n";
}

} // namespace fulmar::smtp
