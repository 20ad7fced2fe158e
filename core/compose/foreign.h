// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "compose/compose.h"
#include "model/account.h"
#include "model/submission.h"

#include <string>
#include <string_view>
#include <vector>

namespace fulmar::compose {

/// How a finished message was handed in, as sendmail(8) names it.
struct ForeignOptions {
    bool recipientsFromHeaders = false; ///< -t: To, Cc and Bcc too
    std::vector<std::string> recipients{}; ///< from the command line
    std::string sender{}; ///< -f: envelope sender; empty = the address of the account
    std::string key{};
    std::int64_t notBefore = 0; ///< seconds since 1970 UTC; 0 = now
};

/// Takes a message that another program wrote: line ends become CRLF, Bcc goes, a missing From,
/// Date or Message-ID is put in front; lines over 998 bytes get
/// another transfer encoding, every other byte stays. A first line "From " of a mailbox
/// file is dropped; text without any header gets one.
///
/// Errors: Rejected with "no-recipient" or a code of `checkedAddress`. Source: RFC 5322
/// section 3.6, sendmail(8).
Result<Submission> composeForeign(std::string_view bytes, const Account& account,
    const Moment& moment, const ForeignOptions& options);

/// The address in the From field, empty where there is none: tells which account a foreign message
/// belongs to.
std::string foreignSender(std::string_view bytes);

} // namespace fulmar::compose
