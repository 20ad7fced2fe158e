// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <string>
#include <vector>

namespace fulmar::text {

/// What the receiving server found out about the sender; each "pass", "fail", "none", … or empty
/// where it said nothing.
struct AuthenticationResults {
    std::string spf, dkim, dmarc;
};

/// Reads the topmost Authentication-Results field of a server that is trusted (RFC 8601): a field
/// counts only if its server's domain is one of `trustedDomains` or the one that the topmost
/// Received field names, since a sender may write such fields too.
AuthenticationResults authenticationResults(
    const std::vector<mime::HeaderField>& headers, const std::vector<std::string>& trustedDomains);

/// Domains whose results count for an account with this incoming server.
std::vector<std::string> trustedDomainsFor(
    const std::string& incomingHost, const std::string& email);

} // namespace fulmar::text
