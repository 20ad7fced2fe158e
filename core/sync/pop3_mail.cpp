// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pop3_mail.h"

#include "common/ascii.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "sync/derive.h"

#include <QCryptographicHash>

#include <algorithm>
#include <utility>

namespace fulmar {
namespace {

std::string hexHash(const std::string& bytes)
{
    return QCryptographicHash::hash(
        QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())),
        QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

/// The first Received field's date: behind its last semicolon (RFC 5321 section 4.4).
std::optional<std::int64_t> receivedAt(const std::string& raw)
{
    constexpr std::string_view name = "Received:";
    for (std::size_t at = 0; at < raw.size();) {
        std::size_t end = raw.find('\n', at);
        end = end == std::string::npos ? raw.size() : end + 1;
        const std::string_view line(raw.data() + at, end - at);
        if (ascii::trim(line).empty())
            break;
        if (ascii::startsWithIgnoreCase(line, name)) {
            while (end < raw.size() && (raw[end] == ' ' || raw[end] == '\t')) {
                const std::size_t fold = raw.find('\n', end);
                end = fold == std::string::npos ? raw.size() : fold + 1;
            }
            const std::string_view field(raw.data() + at, end - at);
            const std::size_t semicolon = field.rfind(';');
            return semicolon == std::string_view::npos
                ? std::nullopt
                : mime::parseDate(ascii::trim(field.substr(semicolon + 1)));
        }
        at = end;
    }
    return std::nullopt;
}

} // namespace

std::string nameFromHeader(const std::string& header, std::uint64_t size)
{
    return "top:" + std::to_string(size) + ':' + hexHash(header);
}

std::string nameFromBytes(const std::string& raw)
{
    return "hash:" + hexHash(raw);
}

ArrivedMail arrivedMail(const Account& account, const Pop3Listed& listed, std::string raw,
    bool headerOnly, bool ownIsSent, std::int64_t now)
{
    const bool endIsAdded
        = !headerOnly && listed.size > 0 && raw.size() == listed.size + 2 && raw.ends_with("\r\n");
    if (endIsAdded)
        raw.resize(raw.size() - 2);
    auto derived = deriveBody({}, std::move(raw));
    ArrivedMail mail{ .uidl = listed.uidl.empty() ? nameFromBytes(derived.raw) : listed.uidl,
        .raw = std::move(derived.raw),
        .summary = std::move(derived.summary),
        .preview = std::move(derived.preview),
        .partial = headerOnly,
        .size = listed.size };
    mail.received = std::clamp<std::int64_t>(
        receivedAt(mail.raw).value_or(mail.summary.date.value_or(now)), 0, now);
    const auto& from = mail.summary.from;
    if (ownIsSent && from.size() == 1
        && ascii::equalsIgnoreCase(from.front().address, account.email)) {
        mail.folder = FolderRole::Sent;
        mail.flags.set(Flag::Seen);
    }
    return mail;
}

} // namespace fulmar
