// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <string>
#include <string_view>
#include <vector>

/// What of a message is shown as its text, and what is listed as a file.
namespace fulmar::text {

enum class BodyForm { Plain, Html };

/// Leaves of a message by what a reader does with them; pointers into the message.
struct BodyPlan {
    /// text/plain and text/html leaves, one below the other in this order.
    std::vector<const mime::Part*> shown{};
    /// Everything else that a person may want: attachments, pictures, messages inside.
    std::vector<const mime::Part*> files{};
    const mime::Part* calendar
        = nullptr; ///< the first text/calendar, be it an alternative or a file
    [[nodiscard]] bool hasHtml() const;
};

/// Decides it: the best alternative of that form (RFC 2046 section 5.1.4), every text of a mixed
/// message, the human part of a report and its details (RFC 6522). A message/rfc822 is a file.
/// Nothing is in both lists, and no file is lost because it hides in an alternative.
BodyPlan planBody(const mime::Message& message, BodyForm form);

/// A text/plain leaf as it is read: format=flowed undone (RFC 3676), uuencoded files cut out. UTF-8
/// with LF line ends.
std::string plainTextOf(std::string_view raw, const mime::Part& part);

/// A text/html leaf as UTF-8; without a label in the header the document's own counts.
std::string htmlOf(std::string_view raw, const mime::Part& part);

/// All of the plan as plain text, parts separated by an empty line.
std::string textOf(std::string_view raw, const BodyPlan& plan);

} // namespace fulmar::text
