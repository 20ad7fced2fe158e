// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "model/draft.h"
#include "model/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace fulmar::compose {

enum class ReplyKind { Sender, All, Forward };

/// Who answers, and in which time zone dates are quoted.
struct ReplyOptions {
    Account account{};
    std::vector<std::string>
        ownAddresses{}; ///< of all accounts; `account.email` need not be among them
    int utcOffset = 0; ///< seconds east of UTC
    /// The person saw the HTML of the message, so that is what is quoted, as text and without what
    /// it hides; else its plain text.
    bool htmlShown = false;
};

/// A draft that answers or forwards a message; the person's own text goes in front of what it
/// holds.
///
/// Answers go to Reply-To, else From; where a mailing list has put itself into Reply-To, an answer
/// to the sender still goes to the sender. To all: Mail-Followup-To where given, else everybody in
/// To and Cc too, own addresses left out, each once. A mail of one's own is answered to those it
/// went to. Forwarding puts the text inline and the files as attachments. Source: RFC 5322
/// section 3.6.
Draft reply(
    const Message& message, std::string_view raw, ReplyKind kind, const ReplyOptions& options);

/// "Re: Lunch" of "Lunch", "RE: re: Lunch" or "Re[2]: Lunch"; the same for "Fwd:".
std::string prefixedSubject(std::string_view prefix, std::string_view subject);

/// References of an answer: those of the original and its Message-ID, the middle shortened above 50
/// (RFC 5322 section 3.6.4).
std::vector<std::string> referencesFor(const MessageSummary& original);

} // namespace fulmar::compose
