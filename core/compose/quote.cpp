// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/quote.h"

#include "common/ascii.h"
#include "compose/recipients.h"
#include "text/part_text.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

namespace fulmar::compose {
namespace {

/// The text in front of the signature line (RFC 3676 section 4.3) and without blank lines at its
/// end.
std::string_view withoutSignature(std::string_view text)
{
    const auto line = text.starts_with("-- \n") ? 0 : text.rfind("\n-- \n");
    text = text.substr(0, line);
    while (!text.empty() && ascii::isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

// Mail is written in English words here: a reader abroad gets what the sender's locale would make
// unreadable otherwise.
std::string dateText(std::int64_t seconds, int utcOffset, const QString& format)
{
    const auto time = QDateTime::fromSecsSinceEpoch(seconds, QTimeZone(utcOffset));
    return QLocale::c().toString(time, format).toStdString();
}

std::string namesOf(const std::vector<Address>& addresses)
{
    return addresses.empty() ? std::string("somebody") : formatRecipients(addresses);
}

} // namespace

std::string readableText(std::string_view raw, const mime::Message& message)
{
    return text::textOf(raw, text::planBody(message, text::BodyForm::Plain));
}

std::string quoted(std::string_view text)
{
    std::string out;
    for (std::string_view rest = withoutSignature(text); !rest.empty();) {
        const auto end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        // A blank at a line's end would promise a soft line break when the answer is written as
        // format=flowed.
        while (!line.empty() && ascii::isSpace(line.back()))
            line.remove_suffix(1);
        out += line.starts_with('>') || line.empty() ? ">" : "> ";
        out += line;
        out += '\n';
    }
    return out;
}

std::string attribution(const MessageSummary& summary, int utcOffset)
{
    const std::string who = namesOf(summary.from) + " wrote:\n";
    if (!summary.date)
        return who;
    return "On " + dateText(*summary.date, utcOffset, QStringLiteral("d MMMM yyyy 'at' hh:mm"))
        + ", " + who;
}

std::string forwardedHeader(const MessageSummary& summary, int utcOffset)
{
    std::string out = "---------- Forwarded message ----------\n";
    const auto line = [&](std::string_view name, const std::string& value) {
        if (!value.empty())
            out += std::string(name) + ": " + value + '\n';
    };
    line("From", formatRecipients(summary.from));
    line("Date",
        summary.date
            ? dateText(*summary.date, utcOffset, QStringLiteral("ddd, d MMM yyyy hh:mm:ss t"))
            : "");
    line("Subject", summary.subject);
    line("To", formatRecipients(summary.to));
    line("Cc", formatRecipients(summary.cc));
    return out + '\n';
}

} // namespace fulmar::compose
