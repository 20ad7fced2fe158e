// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/css_sheet.h"

#include "common/ascii.h"

#include <algorithm>
#include <array>

namespace fulmar::text {
namespace {

constexpr std::size_t mostBytes = 512 * 1024;
constexpr int mostRules = 10'000;

std::string withoutComments(std::string_view css)
{
    std::string out;
    out.reserve(css.size());
    while (!css.empty()) {
        const std::size_t begin = std::min(css.find("/*"), css.size());
        out += css.substr(0, begin);
        const std::size_t end = css.find("*/", begin + 2);
        css.remove_prefix(
            begin == css.size() || end == std::string_view::npos ? css.size() : end + 2);
        out += ' ';
    }
    // Marks that hid sheets from the browsers of 1996.
    for (const std::string_view mark : { "<!--", "-->" }) {
        for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at))
            out.erase(at, mark.size());
    }
    return out;
}

/// The text in front of the brace that closes what is open; `css` moves behind it.
std::string_view takeBlock(std::string_view& css)
{
    int depth = 1;
    std::size_t i = 0;
    for (; i < css.size() && depth > 0; ++i)
        depth += css[i] == '{' ? 1 : css[i] == '}' ? -1 : 0;
    const std::string_view block = css.substr(0, depth == 0 ? i - 1 : i);
    css.remove_prefix(i);
    return block;
}

bool isPseudo(std::string_view name)
{
    constexpr std::array<std::string_view, 9> known{ "hover", "link", "visited", "active",
        "first-child", "last-child", "first-of-type", "last-of-type", "root" };
    return std::find(known.begin(), known.end(), name) != known.end();
}

constexpr bool isNameCharacter(char c)
{
    return ascii::isAlpha(c) || ascii::isDigit(c) || c == '-' || c == '_';
}

std::string_view takeName(std::string_view& selector)
{
    std::size_t length = 0;
    while (length < selector.size() && isNameCharacter(selector[length]))
        ++length;
    const std::string_view name = selector.substr(0, length);
    selector.remove_prefix(length);
    return name;
}

/// One complex selector in our names below the scope; empty where anything in it is not known.
std::string scopedSelector(std::string_view selector, std::string_view scope)
{
    selector = ascii::trim(selector);
    std::string out;
    while (!selector.empty()) {
        const char c = selector.front();
        if (isNameCharacter(c)) {
            const std::string name = ascii::lower(takeName(selector));
            // The message's body is the scope itself.
            out += name == "body" || name == "html" ? std::string(scope) : name;
            continue;
        }
        selector.remove_prefix(1);
        if (c == '.' || c == '#') {
            const std::string_view name = takeName(selector);
            if (name.empty())
                return {};
            out.append(c == '.' ? ".m-" : ".i-").append(name);
        } else if (c == ':') {
            const std::string_view name = takeName(selector);
            if (!isPseudo(name))
                return {};
            out.append(":").append(name);
        } else if (c == '*' || c == ' ' || c == '>' || c == '+' || c == '~' || ascii::isSpace(c)) {
            out += ascii::isSpace(c) ? ' ' : c;
        } else {
            return {};
        }
    }
    if (out.empty() || out.find(':') == 0)
        return {};
    // "html body .x" names the scope twice, one above itself.
    const std::string twice = std::string(scope) + ' ' + std::string(scope);
    for (std::size_t at = out.find(twice); at != std::string::npos; at = out.find(twice))
        out.erase(at, scope.size() + 1);
    return out.starts_with(scope) ? out : std::string(scope) + ' ' + out;
}

bool isMediaQuery(std::string_view query)
{
    return query.size() <= 300 && std::all_of(query.begin(), query.end(), [](char c) {
        return ascii::isAlpha(c) || ascii::isDigit(c)
            || std::string_view(" ():,.-/\n\r\t").find(c) != std::string_view::npos;
    });
}

class SheetFilter {
public:
    SheetFilter(std::string_view scope, const ColourMap& mapColour)
        : m_scope(scope), m_mapColour(mapColour)
    {
    }

    void rules(std::string_view css, bool insideMedia)
    {
        while (!(css = ascii::trim(css)).empty() && m_rules < mostRules) {
            const std::size_t stop = css.find_first_of("{;}");
            if (stop == std::string_view::npos)
                return;
            const std::string_view head = ascii::trim(css.substr(0, stop));
            const char mark = css[stop];
            css.remove_prefix(stop + 1);
            if (mark != '{') {
                countRemote(head);
                continue;
            }
            const std::string_view block = takeBlock(css);
            if (!head.starts_with('@'))
                rule(head, block);
            else
                atRule(ascii::lower(head), block, insideMedia);
        }
    }

    FilteredCss take() { return std::move(m_out); }

private:
    void countRemote(std::string_view text)
    {
        if (text.find("//") != std::string_view::npos)
            ++m_out.remoteContentCount;
    }

    void atRule(const std::string& head, std::string_view block, bool insideMedia)
    {
        constexpr std::string_view media = "@media";
        const std::string_view query
            = std::string_view(head).substr(std::min(head.size(), media.size()));
        // What answers to the colour scheme would be mapped twice.
        const bool wanted = head.starts_with(media) && !insideMedia && isMediaQuery(query)
            && query.find("prefers-color") == std::string_view::npos;
        if (!wanted)
            return countRemote(block);
        const std::size_t before = m_out.declarations.size();
        m_out.declarations.append(media).append(query).append("{");
        const std::size_t empty = m_out.declarations.size();
        rules(block, true);
        if (m_out.declarations.size() == empty)
            m_out.declarations.resize(before);
        else
            m_out.declarations += "}\n";
    }

    void rule(std::string_view selectors, std::string_view block)
    {
        ++m_rules;
        const FilteredCss kept = filterCss(block, m_mapColour);
        m_out.remoteContentCount += kept.remoteContentCount;
        if (kept.declarations.empty())
            return;
        std::string list;
        while (!selectors.empty()) {
            const std::size_t comma = std::min(selectors.find(','), selectors.size());
            const std::string one = scopedSelector(selectors.substr(0, comma), m_scope);
            selectors.remove_prefix(std::min(comma + 1, selectors.size()));
            if (!one.empty())
                list.append(list.empty() ? "" : ",").append(one);
        }
        if (!list.empty())
            m_out.declarations.append(list).append("{").append(kept.declarations).append("}\n");
    }

    std::string_view m_scope;
    const ColourMap& m_mapColour;
    FilteredCss m_out;
    int m_rules = 0;
};

} // namespace

FilteredCss filterStyleSheet(
    std::string_view sheet, std::string_view scope, const ColourMap& mapColour)
{
    const std::string css = withoutComments(sheet.substr(0, mostBytes));
    SheetFilter filter(scope, mapColour);
    filter.rules(css, false);
    return filter.take();
}

} // namespace fulmar::text
