// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace fulmar::text {

struct SanitizerOptions {
    /// URL for an image of the message itself, by Content-ID without brackets; empty = the image is
    /// left out. Not set: "fulmar-cid:" and the percent-encoded id.
    std::function<std::string(std::string_view contentId)> inlineImageUrl{};
    /// URL under which a remote image may be shown; empty or not set = it stays blocked and counts.
    std::function<std::string(std::string_view url)> remoteImageUrl{};
};

struct SanitizedHtml {
    /// A fragment to be put into a body element: allowed elements only, every attribute quoted,
    /// text escaped.
    std::string html;
    /// Images and backgrounds that would have been loaded from elsewhere; each stays as an empty
    /// picture of class "fulmar-blocked".
    int remoteContentCount = 0;
};

/// Message HTML with only what an allow-list names: structure, text style, tables, links to http,
/// https and mailto, pictures of the message itself.
///
/// Works on the tree that a browser would build and writes it anew, so nothing is parsed twice with
/// another meaning; SVG, MathML and everything that loads, runs, submits or names (scripts, style
/// sheets, forms, frames, objects, ids, classes, event handlers) is dropped. UTF-8 in and out.
/// Limits: `htmlBytes`. Thread: any; pure.
SanitizedHtml sanitizeHtml(std::string_view html, const SanitizerOptions& options = {});

} // namespace fulmar::text
