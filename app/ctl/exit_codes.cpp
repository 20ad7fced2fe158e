// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/exit_codes.h"

#include "common/ascii.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace fulmar::ctl {
namespace {

struct Row {
    ErrorKind kind;
    std::string_view code; ///< whole, or a prefix with "*"; empty = every other
    ExitCode exit;
};

using enum ErrorKind;

// The first row that matches wins; the last row of each kind takes the rest.
constexpr auto rows = std::to_array<Row>({
    { Network, "connect-timeout", ExitCode::Temporary },
    { Network, "handshake-timeout", ExitCode::Temporary },
    { Network, "reply-timeout", ExitCode::Temporary },
    { Network, "bye", ExitCode::Temporary },
    { Network, "", ExitCode::Unavailable },

    { Tls, "ca-file-unreadable", ExitCode::NoInput },
    { Tls, "handshake-timeout", ExitCode::Temporary },
    { Tls, "", ExitCode::Protocol },

    { Authentication, "4*", ExitCode::Temporary },
    { Authentication, "UNAVAILABLE", ExitCode::Temporary },
    { Authentication, "INUSE", ExitCode::Temporary },
    { Authentication, "LIMIT", ExitCode::Temporary },
    { Authentication, "", ExitCode::NoPermission },

    { Rejected, "550 5.4.5",
        ExitCode::Temporary }, // the daily limit: permanent by code, over tomorrow
    { Rejected, "4*", ExitCode::Temporary },
    { Rejected, "IN-USE", ExitCode::Temporary },
    { Rejected, "LOGIN-DELAY", ExitCode::Temporary },
    { Rejected, "SYS/TEMP", ExitCode::Temporary },
    { Rejected, "UNAVAILABLE", ExitCode::Temporary },
    { Rejected, "INUSE", ExitCode::Temporary },
    { Rejected, "LIMIT", ExitCode::Temporary },
    { Rejected, "OVERQUOTA", ExitCode::Temporary },
    { Rejected, "paused-*", ExitCode::Temporary },
    { Rejected, "UIDVALIDITY-CHANGED", ExitCode::Temporary },
    { Rejected, "SERVERBUG", ExitCode::Temporary },
    { Rejected, "NONEXISTENT", ExitCode::NoInput },
    { Rejected, "message-gone", ExitCode::NoInput },
    { Rejected, "TRYCREATE", ExitCode::NoInput },
    { Rejected, "ALREADYEXISTS", ExitCode::CannotCreate },
    { Rejected, "NOPERM", ExitCode::NoPermission },
    { Rejected, "folder-exists", ExitCode::CannotCreate },
    { Rejected, "folder-*", ExitCode::Data },
    { Rejected, "has-subfolders", ExitCode::CannotCreate },
    { Rejected, "READ-ONLY", ExitCode::NoPermission },
    { Rejected, "address-*", ExitCode::Data },
    { Rejected, "bad-address", ExitCode::Data },
    { Rejected, "no-recipient", ExitCode::Data },
    { Rejected, "552*", ExitCode::Data }, // the mail itself is what the server cannot take
    { Rejected, "", ExitCode::Unavailable },

    { Protocol, "", ExitCode::Protocol },

    { Limit, "message-too-large", ExitCode::Data },
    { Limit, "552*", ExitCode::Data },
    { Limit, "", ExitCode::Protocol },

    { Storage, "not-found", ExitCode::NoInput },
    { Storage, "nothing-to-undo", ExitCode::NoInput },
    { Storage, "locked", ExitCode::Temporary },
    { Storage, "keychain-locked", ExitCode::Temporary },
    { Storage, "cannot-create", ExitCode::CannotCreate },
    { Storage, "not-yours", ExitCode::CannotCreate },
    { Storage, "no-keychain", ExitCode::Configuration },
    { Storage, "no-password", ExitCode::Configuration },
    { Storage, "command-failed", ExitCode::Configuration },
    { Storage, "newer-schema", ExitCode::Configuration },
    { Storage, "", ExitCode::InputOutput },

    { Cancelled, "", ExitCode::Temporary },

    { Unsupported, "starttls-*", ExitCode::Protocol },
    { Unsupported, "nul-in-credentials", ExitCode::Data },
    { Unsupported, "nul", ExitCode::Data },
    { Unsupported, "", ExitCode::Unavailable },
});

bool matches(std::string_view pattern, std::string_view code)
{
    if (pattern.empty())
        return true;
    if (pattern.back() == '*')
        return code.starts_with(pattern.substr(0, pattern.size() - 1));
    return ascii::equalsIgnoreCase(pattern, code);
}

int weight(ExitCode code)
{
    if (code == ExitCode::Done)
        return 0;
    return code == ExitCode::Temporary ? 1 : static_cast<int>(code);
}

} // namespace

ExitCode exitCodeFor(const Error& error)
{
    const auto row = std::find_if(rows.begin(), rows.end(),
        [&](const Row& r) { return r.kind == error.kind && matches(r.code, error.code); });
    return row == rows.end() ? ExitCode::Unavailable : row->exit;
}

ExitCode worse(ExitCode a, ExitCode b)
{
    return weight(a) < weight(b) ? b : a;
}

} // namespace fulmar::ctl
