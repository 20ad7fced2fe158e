// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/session.h"
#include "model/account.h"
#include "pop3/session.h"
#include "smtp/session.h"

namespace fulmar {

/// How an account signs in by IMAP; `compress`: with COMPRESS=DEFLATE where announced.
inline imap::SessionOptions imapOptions(
    const Account& account, const Secret<std::string>& password, bool compress = false)
{
    return {
        .startTls = account.incoming.tls == transport::TlsMode::StartTls,
        .credentials = { .user = account.user,
            .password = password,
            .host = account.incoming.host,
            .port = account.incoming.port },
        .clientId = { { "name", "Fulmar" }, { "version", FULMAR_VERSION } },
        .compress = compress,
    };
}

/// How an account signs in by POP3; Gmail shows the last 30 days to all programs under a name of
/// its own.
inline pop3::SessionOptions pop3Options(const Account& account, const Secret<std::string>& password)
{
    constexpr std::string_view recent = "recent:";
    const bool isThere = account.user.starts_with(recent);
    return {
        .startTls = account.incoming.tls == transport::TlsMode::StartTls,
        .credentials = { .user = account.pop3.recent && !isThere
                ? std::string(recent) + account.user
                : account.user,
            .password = password,
            .host = account.incoming.host,
            .port = account.incoming.port },
    };
}

/// How an account signs in for submission.
inline smtp::SessionOptions smtpOptions(const Account& account, const Secret<std::string>& password)
{
    smtp::SessionOptions options;
    options.startTls = account.smtp.tls == transport::TlsMode::StartTls;
    options.credentials = { .user = account.smtpUser.empty() ? account.user : account.smtpUser,
        .password = password,
        .host = account.smtp.host,
        .port = account.smtp.port };
    return options;
}

} // namespace fulmar
