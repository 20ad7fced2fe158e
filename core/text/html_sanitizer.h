// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/css_filter.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fulmar::text {

/// A picture that a message wants from elsewhere.
struct RemotePicture {
    std::string url{};
    bool isPixel = false; ///< at most 3 by 3, or hidden: it is there to tell that it was loaded
};

/// A link whose words look like an address of another host than the one it leads to.
struct MisleadingLink {
    std::string url{};
    std::string words{}; ///< at most 200 bytes
};

struct SanitizerOptions {
    /// URL for an image of the message itself, by Content-ID without brackets or by
    /// Content-Location; empty = the image is left out. Not set: "fulmar-cid:" and the
    /// percent-encoded id.
    std::function<std::string(std::string_view contentId)> inlineImageUrl{};
    /// URL under which a remote image may be shown; empty or not set = it stays blocked and counts.
    /// Never asked for a tracking pixel.
    std::function<std::string(std::string_view url)> remoteImageUrl{};
    ColourMap mapColour{}; ///< for a dark window; not set = colours as sent
    std::string scope = ".fulmar-body"; ///< class of the element around all of it
    /// Words on the line that a folded quote at the end becomes; empty = quotes stay open.
    std::string quoteLabel{};
};

struct SanitizedHtml {
    /// A fragment to be put into a body element: allowed elements only, every attribute quoted,
    /// text escaped.
    std::string html;
    std::string styleSheet; ///< for a style element; holds no "<"
    /// Images and backgrounds that would have been loaded from elsewhere; each stays as an empty
    /// picture of class "fulmar-blocked".
    int remoteContentCount = 0;
    std::vector<RemotePicture> pictures; ///< the remote img elements, in order, shown or not
    std::vector<MisleadingLink> misleading;
    std::vector<std::string> backgrounds; ///< other remote addresses that are never loaded
};

/// Message HTML with only what an allow-list names: structure, text style, tables, links to http,
/// https and mailto, pictures of the message itself.
///
/// Works on the tree that a browser would build and writes it anew, so nothing is parsed twice with
/// another meaning; SVG, MathML and everything that loads, runs, submits or names (scripts, forms,
/// frames, objects, ids, event handlers) is dropped. Style sheets are filtered, classes renamed.
/// UTF-8 in and out. Limits: `htmlBytes`. Thread: any; pure.
SanitizedHtml sanitizeHtml(std::string_view html, const SanitizerOptions& options = {});

} // namespace fulmar::text
