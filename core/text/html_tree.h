// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gumbo.h>

#include <memory>
#include <string>
#include <string_view>

/// A parsed HTML tree, for the two rooms that walk one. Gumbo follows the HTML5 rules, so what it
/// builds is what a browser would.
namespace fulmar::text {

inline constexpr std::size_t htmlBytes
    = 5 * 1024 * 1024; ///< bytes; longer bodies are cut, no letter is that long

/// The tree of a body, made by gumbo after `prepareHtml`, so its depth is bounded and walking it by
/// recursion is safe. UTF-8 in, cut to `htmlBytes`.
class HtmlTree {
public:
    explicit HtmlTree(std::string_view html);
    ~HtmlTree();
    HtmlTree(const HtmlTree&) = delete;
    HtmlTree& operator=(const HtmlTree&) = delete;

    /// The html element; never null.
    [[nodiscard]] const GumboNode& root() const;

    /// The style sheets of the document, unfiltered.
    [[nodiscard]] std::string_view styleSheets() const { return m_styleSheets; }

private:
    std::string m_styleSheets;
    std::string m_prepared; ///< gumbo points into it
    GumboOptions m_options;
    GumboOutput* m_output;
};

/// The attribute's value as UTF-8 with entities decoded, empty where there is none.
std::string_view attributeOf(const GumboElement& element, const char* name);

} // namespace fulmar::text
