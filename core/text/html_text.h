// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fulmar::text {

struct HtmlTextOptions {
    bool linkTargets = true; ///< "text <https://…>" where the text is not the target itself
    /// Text that the document hides, such as the summary that newsletters write for lists of mails.
    /// Never for an answer: what the reader did not see must not leave with it.
    bool hidden = false;
    bool quotes = true; ///< block quotes as lines that begin with "> "; false leaves them out
};

/// HTML as plain text with LF line ends: blocks on lines of their own, lists with marks, table
/// cells apart, quotes marked, style and script left out. UTF-8 in and out. Limits: `htmlBytes`.
/// Thread: any; pure.
std::string htmlToText(std::string_view html, const HtmlTextOptions& options = {});

} // namespace fulmar::text
