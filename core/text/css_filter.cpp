// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/css_filter.h"

#include "common/ascii.h"

#include <algorithm>
#include <iterator>

namespace fulmar::text {
namespace {

constexpr std::string_view allowedProperties[] = { "background-color", "border", "border-bottom",
    "border-bottom-color", "border-bottom-style", "border-bottom-width", "border-collapse",
    "border-color", "border-left", "border-left-color", "border-left-style", "border-left-width",
    "border-radius", "border-right", "border-right-color", "border-right-style",
    "border-right-width", "border-spacing", "border-style", "border-top", "border-top-color",
    "border-top-style", "border-top-width", "border-width", "clear", "color", "direction",
    "display", "empty-cells", "float", "font-family", "font-size", "font-style", "font-variant",
    "font-weight", "height", "letter-spacing", "line-height", "list-style-position",
    "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top",
    "max-height", "max-width", "min-height", "min-width", "overflow-wrap", "padding",
    "padding-bottom", "padding-left", "padding-right", "padding-top", "table-layout", "text-align",
    "text-decoration", "text-indent", "text-transform", "vertical-align", "white-space" };
constexpr std::string_view alsoAllowed[] = { "box-sizing", "opacity", "overflow", "visibility",
    "width", "word-break", "word-spacing", "word-wrap", "background" };
constexpr std::string_view allowedFunctions[] = { "rgb", "rgba", "hsl", "hsla" };
constexpr std::size_t longestValue = 300; // bytes

bool isAllowedProperty(std::string_view name)
{
    return std::find(std::begin(allowedProperties), std::end(allowedProperties), name)
        != std::end(allowedProperties)
        || std::find(std::begin(alsoAllowed), std::end(alsoAllowed), name) != std::end(alsoAllowed);
}

/// Each "(" must belong to a function of the list.
bool hasOnlyAllowedFunctions(std::string_view value)
{
    for (std::size_t open = value.find('('); open != std::string_view::npos;
         open = value.find('(', open + 1)) {
        std::size_t begin = open;
        while (begin > 0
            && (ascii::isAlpha(value[begin - 1]) || value[begin - 1] == '-'
                || ascii::isDigit(value[begin - 1])))
            --begin;
        const std::string_view name = value.substr(begin, open - begin);
        if (std::find(std::begin(allowedFunctions), std::end(allowedFunctions), name)
            == std::end(allowedFunctions))
            return false;
    }
    return true;
}

bool isAllowedValue(std::string_view property, std::string_view value)
{
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
        return ascii::isAlpha(c) || ascii::isDigit(c)
            || std::string_view(" #%.,()+-'\"!/_").find(c) != std::string_view::npos;
    });
    if (!plain || value.empty() || value.size() > longestValue || !hasOnlyAllowedFunctions(value))
        return false;
    if (value.find("/*") != std::string_view::npos
        || std::count(value.begin(), value.end(), '\'') % 2 != 0
        || std::count(value.begin(), value.end(), '"') % 2 != 0)
        return false;
    const bool places = property.starts_with("margin") || property.starts_with("text-indent")
        || property.starts_with("letter") || property.starts_with("word-spacing");
    // A negative length would draw over something else.
    for (std::size_t i = 0; places && i + 1 < value.size(); ++i) {
        if (value[i] == '-' && (ascii::isDigit(value[i + 1]) || value[i + 1] == '.'))
            return false;
    }
    return property != "display" || value == "block" || value == "inline" || value == "inline-block"
        || value == "none" || value.starts_with("table") || value == "list-item";
}

bool namesRemote(std::string_view value)
{
    return value.find("http:") != std::string_view::npos
        || value.find("https:") != std::string_view::npos
        || value.find("//") != std::string_view::npos;
}

/// True for a property whose value may be or hold a colour.
bool holdsColour(std::string_view property)
{
    return property.find("color") != std::string_view::npos || property.starts_with("background")
        || property.starts_with("border");
}

/// The value with its colours mapped: "#" and digits, a word, or rgb() and hsl() with arguments.
std::string withMappedColours(std::string_view value, const ColourMap& mapColour)
{
    std::string out;
    for (std::size_t i = 0; i < value.size();) {
        const std::size_t begin = i;
        const auto isWord = [&](char c) {
            return ascii::isAlpha(c) || ascii::isDigit(c) || c == '#' || c == '-' || c == '.'
                || c == '%';
        };
        while (i < value.size() && isWord(value[i]))
            ++i;
        if (i < value.size() && i > begin && value[i] == '(')
            i = std::min(value.find(')', i), value.size() - 1) + 1;
        if (i == begin) {
            out += value[i++];
            continue;
        }
        const std::string_view token = value.substr(begin, i - begin);
        const std::string mapped = mapColour(token);
        out += mapped.empty() ? token : std::string_view(mapped);
    }
    return out;
}

/// The next declaration; ";" inside of quotes and parentheses does not end it.
std::string_view takeDeclaration(std::string_view& style)
{
    char quote = '\0';
    int depth = 0;
    std::size_t i = 0;
    for (; i < style.size(); ++i) {
        const char c = style[i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '(')
            ++depth;
        else if (c == ')')
            depth = std::max(0, depth - 1);
        else if (c == ';' && depth == 0)
            break;
    }
    const std::string_view declaration = style.substr(0, i);
    style.remove_prefix(std::min(i + 1, style.size()));
    return declaration;
}

} // namespace

FilteredCss filterCss(std::string_view style, const ColourMap& mapColour)
{
    FilteredCss out;
    while (!style.empty()) {
        const std::string_view declaration = takeDeclaration(style);
        const std::size_t colon = declaration.find(':');
        if (colon == std::string_view::npos)
            continue;
        const std::string property = ascii::lower(ascii::trim(declaration.substr(0, colon)));
        const std::string value = ascii::lower(ascii::trim(declaration.substr(colon + 1)));
        if (isAllowedProperty(property) && isAllowedValue(property, value)) {
            const bool mapped = mapColour && holdsColour(property);
            out.declarations.append(out.declarations.empty() ? "" : "; ")
                .append(property)
                .append(": ")
                .append(mapped ? withMappedColours(value, mapColour) : value);
        } else if (namesRemote(value)) {
            ++out.remoteContentCount;
        }
    }
    return out;
}

} // namespace fulmar::text
