// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/html_measure.h"

#include "common/ascii.h"
#include "text/confusable.h"
#include "text/css_sheet.h"
#include "text/html_tree.h"

#include <algorithm>

namespace fulmar::text {
namespace {

/// 0 to 3 pixels of a length attribute or declaration.
bool isTiny(std::string_view value)
{
    value = ascii::trim(value);
    if (value.ends_with("px"))
        value.remove_suffix(2);
    return value.size() == 1 && value[0] >= '0' && value[0] <= '3';
}

/// The value of a property in lower-case declarations, without "!important"; empty where there is
/// none.
std::string_view declared(std::string_view style, std::string_view property)
{
    for (std::size_t at = style.find(property); at != std::string_view::npos;
         at = style.find(property, at + 1)) {
        const std::size_t colon = style.find_first_not_of(' ', at + property.size());
        const bool whole
            = at == 0 || std::string_view("; ").find(style[at - 1]) != std::string_view::npos;
        if (whole && colon != std::string_view::npos && style[colon] == ':')
            return ascii::trim(
                style.substr(colon + 1, style.find_first_of(";!", colon) - colon - 1));
    }
    return {};
}

bool isZero(std::string_view value)
{
    return !value.empty()
        && value.find_first_not_of("0.") >= std::min(value.find_first_of("pe%r"), value.size())
        && value[0] == '0';
}

bool hides(std::string_view style)
{
    if (declared(style, "display") == "none" || declared(style, "visibility") == "hidden"
        || declared(style, "visibility") == "collapse")
        return true;
    const bool clipped = declared(style, "overflow") == "hidden";
    return isZero(declared(style, "font-size")) || isZero(declared(style, "opacity"))
        || isZero(declared(style, "max-height")) || isZero(declared(style, "max-width"))
        || (clipped && (isZero(declared(style, "height")) || isZero(declared(style, "width"))));
}

/// "example.org" of "https://u:p@Example.org:8/x" or of "www.example.org/x"; empty where a text is
/// no address.
std::string hostIn(std::string_view text)
{
    const std::size_t scheme = text.find("://");
    if (scheme != std::string_view::npos)
        text.remove_prefix(scheme + 3);
    text = text.substr(0, text.find_first_of("/?#\\"));
    text.remove_prefix(std::min(text.rfind('@') + 1, text.size()));
    std::string host = ascii::lower(text.substr(0, text.find(':')));
    const std::size_t dot = host.rfind('.');
    const bool plain = dot != std::string::npos && dot > 0 && host.size() - dot > 2
        && std::none_of(host.begin(), host.end(), [](char c) { return ascii::isSpace(c); })
        && std::none_of(host.begin() + static_cast<std::ptrdiff_t>(dot) + 1, host.end(),
            [](char c) { return ascii::isDigit(c); });
    return plain ? host : std::string();
}

void appendWords(std::string& out, const GumboElement& element)
{
    constexpr std::size_t most = 200;
    for (unsigned i = 0; i < element.children.length && out.size() < most; ++i) {
        const auto& child = *static_cast<const GumboNode*>(element.children.data[i]);
        if (child.type == GUMBO_NODE_ELEMENT)
            appendWords(out, child.v.element);
        else if (child.type == GUMBO_NODE_TEXT || child.type == GUMBO_NODE_WHITESPACE)
            out += std::string_view(child.v.text.text).substr(0, most);
    }
}

} // namespace

std::string linkWords(const GumboElement& element)
{
    constexpr std::size_t most = 200;
    std::string words;
    appendWords(words, element);
    return std::string(ascii::trim(words).substr(0, most));
}

bool misleads(const GumboElement& link, std::string_view url)
{
    const std::string words = linkWords(link);
    if (words.find('@') != std::string::npos && words.find("://") == std::string::npos)
        return false; // a mail address
    const std::string shown = hostIn(words);
    return !shown.empty() && organisationOf(shown) != organisationOf(hostIn(url));
}

std::size_t inkIn(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !ascii::isSpace(c); }));
}

std::size_t inkOf(const GumboElement& element)
{
    std::size_t sum = 0;
    for (unsigned i = 0; i < element.children.length; ++i) {
        const auto& child = *static_cast<const GumboNode*>(element.children.data[i]);
        if (child.type == GUMBO_NODE_ELEMENT)
            sum += inkOf(child.v.element);
        else if (child.type == GUMBO_NODE_TEXT)
            sum += inkIn(child.v.text.text);
    }
    return sum;
}

bool isPixel(const GumboElement& element)
{
    const std::string style = ascii::lower(attributeOf(element, "style"));
    const bool width = isTiny(attributeOf(element, "width")) || isTiny(declared(style, "width"));
    const bool height = isTiny(attributeOf(element, "height")) || isTiny(declared(style, "height"));
    return (width && height) || declared(style, "display") == "none"
        || declared(style, "visibility") == "hidden";
}

HiddenElements::HiddenElements(std::string_view styleSheets)
{
    // What the filter writes has one rule a line: "selectors{declarations}".
    const std::string sheet = filterStyleSheet(styleSheets, ".s", {}).declarations;
    std::string_view rest = sheet;
    while (!rest.empty()) {
        const std::size_t length = std::min(rest.find('\n'), rest.size());
        std::string_view rule = rest.substr(0, length);
        rest.remove_prefix(std::min(length + 1, rest.size()));
        if (rule.starts_with("@media"))
            rule.remove_prefix(std::min(rule.find('{'), rule.size() - 1) + 1);
        const std::size_t brace = rule.find('{');
        if (brace == std::string_view::npos
            || !hides(rule.substr(brace + 1, rule.find('}') - brace - 1)))
            continue;
        std::string_view selectors = rule.substr(0, brace);
        while (!selectors.empty()) {
            const std::size_t comma = std::min(selectors.find(','), selectors.size());
            const std::string_view one = ascii::trim(selectors.substr(0, comma));
            selectors.remove_prefix(std::min(comma + 1, selectors.size()));
            // The last compound is what is hidden; any one of its names is enough for us.
            const std::string_view last = one.substr(one.find_last_of(" >+~") + 1);
            const std::size_t mark = last.find_first_of(".:");
            const std::string_view name = mark == std::string_view::npos
                ? last
                : last.substr(mark + 3, last.find_first_of(".:", mark + 1) - mark - 3);
            if (last.substr(std::min(mark, last.size())).starts_with(".m-"))
                m_classes.emplace(name);
            else if (last.substr(std::min(mark, last.size())).starts_with(".i-"))
                m_ids.emplace(name);
            else if (mark == std::string_view::npos && last != "*")
                m_tags.emplace(last);
        }
    }
}

bool HiddenElements::contains(const GumboElement& element) const
{
    if (gumbo_get_attribute(&element.attributes, "hidden") != nullptr
        || hides(ascii::lower(attributeOf(element, "style"))))
        return true;
    if (!m_tags.empty()
        && m_tags.find(std::string_view(gumbo_normalized_tagname(element.tag))) != m_tags.end())
        return true;
    if (!m_ids.empty() && m_ids.find(attributeOf(element, "id")) != m_ids.end())
        return true;
    std::string_view names = m_classes.empty() ? std::string_view() : attributeOf(element, "class");
    while (!names.empty()) {
        const std::size_t length = std::min(names.find_first_of(" \t\r\n\f"), names.size());
        if (m_classes.find(names.substr(0, length)) != m_classes.end())
            return true;
        names.remove_prefix(std::min(length + 1, names.size()));
    }
    return false;
}

} // namespace fulmar::text
