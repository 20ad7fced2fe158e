// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gumbo.h>

#include <set>
#include <string>
#include <string_view>

/// What can be told of an element without drawing it.
namespace fulmar::text {

/// Bytes that are no white space.
std::size_t inkIn(std::string_view text);

/// The same of all text inside an element.
std::size_t inkOf(const GumboElement& element);

/// A picture that nobody is meant to see: at most 3 by 3 pixels, or hidden.
bool isPixel(const GumboElement& element);

/// The words of a link: its text without outer blanks, at most 200 bytes.
std::string linkWords(const GumboElement& element);

/// True where the words of a link look like a web address of another owner than `url` leads to.
bool misleads(const GumboElement& link, std::string_view url);

/// Whether a document says that an element is not to be seen: by its own style, or by any rule of a
/// style sheet whatever its condition, since what is seen by some must not be quoted by others.
class HiddenElements {
public:
    /// `styleSheets` as they stand in the document.
    explicit HiddenElements(std::string_view styleSheets);
    [[nodiscard]] bool contains(const GumboElement& element) const;

private:
    std::set<std::string, std::less<>> m_classes, m_ids, m_tags;
};

} // namespace fulmar::text
