// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "model/outbox_item.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// The words under which settings are stored; a word from a later version reads as the first one.
namespace fulmar::storage {

constexpr std::string_view incomingWord(IncomingKind kind)
{
    return kind == IncomingKind::None ? "none" : kind == IncomingKind::Pop3 ? "pop3" : "imap";
}
constexpr IncomingKind incomingOf(std::string_view word)
{
    return word == "none" ? IncomingKind::None
        : word == "pop3"  ? IncomingKind::Pop3
                          : IncomingKind::Imap;
}

constexpr std::string_view keepWord(Pop3Keep keep)
{
    return keep == Pop3Keep::Days         ? "days"
        : keep == Pop3Keep::UntilDeleted ? "until-deleted"
        : keep == Pop3Keep::Limit        ? "limit"
        : keep == Pop3Keep::Remove       ? "remove"
                                         : "forever";
}
constexpr Pop3Keep keepOf(std::string_view word)
{
    return word == "days"           ? Pop3Keep::Days
        : word == "until-deleted" ? Pop3Keep::UntilDeleted
        : word == "limit"         ? Pop3Keep::Limit
        : word == "remove"        ? Pop3Keep::Remove
                                  : Pop3Keep::Forever;
}

constexpr std::string_view tlsWord(transport::TlsMode mode)
{
    return mode == transport::TlsMode::StartTls ? "starttls" : "implicit";
}
constexpr transport::TlsMode tlsOf(std::string_view word)
{
    return word == "starttls" ? transport::TlsMode::StartTls : transport::TlsMode::Implicit;
}

constexpr std::string_view passwordSourceWord(PasswordSource source)
{
    return source == PasswordSource::Command ? "command" : "keychain";
}
constexpr PasswordSource passwordSourceOf(std::string_view word)
{
    return word == "command" ? PasswordSource::Command : PasswordSource::Keychain;
}

constexpr std::string_view compressionWord(Compression compression)
{
    return compression == Compression::Always ? "always"
        : compression == Compression::Never   ? "never"
                                              : "auto";
}
constexpr Compression compressionOf(std::string_view word)
{
    return word == "always" ? Compression::Always
        : word == "never"   ? Compression::Never
                            : Compression::Auto;
}
/// -1 stands for "what the provider is known to allow".
constexpr std::int64_t limitNumber(std::optional<std::uint32_t> megabytes)
{
    return megabytes ? std::int64_t{ *megabytes } : -1;
}
constexpr std::optional<std::uint32_t> limitOf(std::int64_t number)
{
    if (number < 0 || number > UINT32_MAX)
        return std::nullopt;
    return static_cast<std::uint32_t>(number);
}

constexpr std::string_view sentCopyWord(SentCopy copy)
{
    return copy == SentCopy::ServerFiles ? "server" : "append";
}
constexpr SentCopy sentCopyOf(std::string_view word)
{
    return word == "server" ? SentCopy::ServerFiles : SentCopy::Append;
}

constexpr std::string_view sentCopyStateWord(SentCopyState state)
{
    return state == SentCopyState::Owed ? "owed"
        : state == SentCopyState::Filed ? "filed"
                                        : "not-needed";
}
constexpr SentCopyState sentCopyStateOf(std::string_view word)
{
    return word == "owed" ? SentCopyState::Owed
        : word == "filed" ? SentCopyState::Filed
                          : SentCopyState::NotNeeded;
}

} // namespace fulmar::storage
