// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/account.h"
#include "model/draft.h"
#include "model/submission.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fulmar::compose {

/// What makes two calls with the same draft differ; handed in, so that composing is pure.
struct Moment {
    std::int64_t now = 0; ///< seconds since 1970 UTC
    std::uint64_t random = 0; ///< unpredictable; makes Message-ID and boundaries
};

/// What only some ways to send have.
struct ComposeOptions {
    std::optional<Address> from{}; ///< an alias instead of the account's own address
    std::optional<std::string> html{}; ///< second alternative, UTF-8
    std::string replyTo{}; ///< an address, or a name with one; "" = none
    std::vector<std::pair<std::string, std::string>> extraFields{}; ///< further header fields
    std::string key{}; ///< idempotency key
    std::int64_t notBefore = 0; ///< seconds since 1970 UTC; 0 = now
};

/// The final bytes of a draft and their envelope: To, Cc and Bcc each once; Bcc stands in the
/// envelope alone.
///
/// Attachments need their `content`. Errors: Rejected with "no-recipient" or a code of
/// `checkedAddress`; what `mime::write` refuses. Source: RFC 5322, RFC 3676.
Result<Submission> compose(const Draft& draft, const Account& account, const Moment& moment,
    const ComposeOptions& options = {});

/// A file for a draft: the media type comes from its name, else from its first bytes.
DraftAttachment makeAttachment(std::string_view fileName, std::string content);

/// A Message-ID without brackets for a mail of this sender: unique by time and randomness, tells
/// nothing of the machine.
std::string makeMessageId(std::string_view senderAddress, const Moment& moment);

} // namespace fulmar::compose
