// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fulmar::text {

/// HTML in the plain form that gumbo 0.10 reads in linear time and bounded memory; all text is
/// kept.
///
/// Gumbo frees its tree by recursion (a million "<div>" overflow the stack), compares each
/// attribute with all others of its element, and copies every open formatting element into each new
/// block ("<b id=1><b id=2>…<p><p>…" is a memory bomb). So the tokens are read here first:
/// comments, declarations and raw text elements (script, style, title, …) go, attributes are kept
/// by a list and once each, always quoted, and start tags beyond a depth or a total cost are left
/// out while their text stays. The result is no judgement about safety: that is the sanitiser's, on
/// the tree.
///
/// The texts of style elements are appended to `styleSheets`, inside of their media attribute.
std::string prepareHtml(std::string_view html, std::string* styleSheets = nullptr);

} // namespace fulmar::text
