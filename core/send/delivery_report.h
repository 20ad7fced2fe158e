// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sending.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fulmar {

/// What a report says about one recipient.
struct ReportedRecipient {
    std::string address{}; ///< as it was sent to where the report tells it (Original-Recipient)
    RecipientFate fate = RecipientFate::Delayed;
    std::string status{}; ///< "5.1.1", "" where there is none
    std::string reason{}; ///< the server's words, one line
};

/// A bounce, delay notice, delivery notice or read receipt.
struct DeliveryReport {
    /// What may name the mail it is about, most certain first: ENVID, Original-Message-ID, the
    /// quoted header, In-Reply-To, References. Without brackets.
    std::vector<std::string> messageIds{};
    std::vector<ReportedRecipient> recipients{};
};

/// Reads a report; nothing where the message is none.
///
/// RFC 3464 and RFC 8098 reports, also where the outer type is wrong or the parts are only text;
/// X-Failed-Recipients (Gmail, Exim); the texts of qmail, Exim, Exchange and others by their
/// addresses and reply codes. Whether it is about a mail of ours is the caller's to decide. Pure.
std::optional<DeliveryReport> parseDeliveryReport(std::string_view raw);

} // namespace fulmar
