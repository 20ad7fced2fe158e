// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/html_prepare.h"

#include "common/ascii.h"

#include <algorithm>
#include <map>
#include <span>
#include <vector>

namespace fulmar::text {
namespace {

constexpr int deepest = 400; // open elements; reply chains reach some 200
constexpr int mostFormatting = 24; // open formatting elements
constexpr long costLimit = 1'000'000; // about the nodes that gumbo will make: 150 MB

constexpr std::string_view rawTextElements[] = { "script", "style", "title", "textarea", "xmp",
    "iframe", "noembed", "noframes", "noscript", "plaintext" };
constexpr std::string_view formattingElements[] = { "a", "b", "big", "code", "em", "font", "i",
    "nobr", "s", "small", "strike", "strong", "tt", "u" };
constexpr std::string_view voidElements[] = { "area", "base", "br", "col", "embed", "hr", "img",
    "input", "link", "meta", "param", "source", "track", "wbr" };
constexpr std::string_view keptAttributes[]
    = { "align", "alt", "background", "bgcolor", "border", "cellpadding", "cellspacing", "class",
          "color", "colspan", "dir", "face", "height", "hidden", "href", "hspace", "id", "lang",
          "media", "noshade", "nowrap", "poster", "reversed", "rowspan", "size", "src", "srcset",
          "start", "style", "title", "type", "valign", "value", "vspace", "width" };

bool contains(std::span<const std::string_view> names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr bool isTagNameEnd(char c)
{
    return ascii::isSpace(c) || c == '\f' || c == '/' || c == '>';
}

class Preparer {
public:
    Preparer(std::string_view html, std::string* styleSheets)
        : m_html(html), m_styleSheets(styleSheets)
    {
        m_out.reserve(html.size());
    }

    std::string run()
    {
        while (m_at < m_html.size()) {
            const std::size_t open = std::min(m_html.find('<', m_at), m_html.size());
            addText(m_html.substr(m_at, open - m_at));
            m_at = open;
            if (m_at < m_html.size())
                takeMarkup();
        }
        return std::move(m_out);
    }

private:
    [[nodiscard]] char peek(std::size_t offset) const
    {
        return m_at + offset < m_html.size() ? m_html[m_at + offset] : '\0';
    }

    void addText(std::string_view text)
    {
        if (text.empty())
            return;
        m_cost += 1 + m_openFormatting;
        for (const char c : text) {
            if (c != '\0')
                m_out += c;
        }
    }

    void takeMarkup()
    {
        const char next = peek(1);
        if (ascii::isAlpha(next))
            return takeStartTag();
        if (next == '/' && ascii::isAlpha(peek(2)))
            return takeEndTag();
        if (m_html.substr(m_at).starts_with("<!--")) {
            const std::size_t end = m_html.find("-->", m_at + 2);
            m_at = end == std::string_view::npos ? m_html.size() : end + 3;
        } else if (next == '!' || next == '?' || next == '/') {
            m_at = std::min(m_html.find('>', m_at), m_html.size() - 1) + 1;
        } else {
            m_out += "&lt;";
            ++m_at;
        }
    }

    std::string takeName()
    {
        const std::size_t begin = m_at;
        while (m_at < m_html.size() && !isTagNameEnd(m_html[m_at]))
            ++m_at;
        return ascii::lower(m_html.substr(begin, std::min<std::size_t>(m_at - begin, 32)));
    }

    void takeEndTag()
    {
        m_at += 2;
        const std::string name = takeName();
        m_at = std::min(m_html.find('>', m_at), m_html.size() - 1) + 1;
        Count& count = m_counts[name];
        if (count.leftOut > 0) {
            --count.leftOut;
            return;
        }
        if (count.open == 0)
            return;
        --count.open;
        --m_open;
        m_openFormatting -= contains(formattingElements, name) ? 1 : 0;
        m_out.append("</").append(name).append(">");
    }

    void takeStartTag()
    {
        ++m_at;
        const std::string name = takeName();
        const std::string attributes = takeAttributes();
        if (contains(rawTextElements, name))
            return skipRawText(name, attributes);
        // Only plain names: what a browser knows has no other characters, and the tree keeps no
        // other elements anyway.
        if (!std::all_of(name.begin(), name.end(),
                [](char c) { return ascii::isAlpha(c) || ascii::isDigit(c); }))
            return;
        const bool isVoid = contains(voidElements, name);
        const bool formatting = contains(formattingElements, name);
        const bool tooMuch = m_cost > costLimit || m_open >= deepest
            || (formatting && m_openFormatting >= mostFormatting);
        if (tooMuch) {
            m_counts[name].leftOut += isVoid ? 0 : 1;
            m_out += ' ';
            return;
        }
        m_cost += 1 + m_openFormatting + m_open / 8;
        if (!isVoid && !closesItself(name)) {
            ++m_counts[name].open;
            ++m_open;
            m_openFormatting += formatting ? 1 : 0;
        }
        m_out.append("<").append(name).append(attributes).append(">");
    }

    /// True where the next element of the kind closes an open one, so that unclosed rows do not
    /// count as depth.
    bool closesItself(const std::string& name)
    {
        const bool implied = name == "p" || name == "li" || name == "td" || name == "th"
            || name == "tr" || name == "dt" || name == "dd" || name == "option";
        return implied
            && m_counts[name].open > m_counts["table"].open + m_counts["ul"].open
                + m_counts["ol"].open + m_counts["dl"].open + m_counts["div"].open
                + m_counts["blockquote"].open;
    }

    /// The attributes that are kept, as they will stand in the tag; the position moves behind ">".
    std::string takeAttributes()
    {
        std::string out;
        std::vector<std::string> seen;
        while (m_at < m_html.size() && m_html[m_at] != '>') {
            if (isTagNameEnd(m_html[m_at])) {
                ++m_at;
                continue;
            }
            const std::size_t begin = m_at++;
            while (m_at < m_html.size() && !isTagNameEnd(m_html[m_at]) && m_html[m_at] != '=')
                ++m_at;
            const std::string name
                = ascii::lower(m_html.substr(begin, std::min<std::size_t>(m_at - begin, 32)));
            const std::string_view value = takeValue();
            if (!contains(keptAttributes, name)
                || std::find(seen.begin(), seen.end(), name) != seen.end())
                continue;
            seen.push_back(name);
            appendAttribute(out, name, value);
        }
        m_at = std::min(m_at + 1, m_html.size());
        return out;
    }

    std::string_view takeValue()
    {
        const auto skipBlanks = [&] {
            while (m_at < m_html.size() && (ascii::isSpace(m_html[m_at]) || m_html[m_at] == '\f'))
                ++m_at;
        };
        skipBlanks();
        if (peek(0) != '=')
            return {};
        ++m_at;
        skipBlanks();
        const char quote = peek(0);
        if (quote == '"' || quote == '\'') {
            const std::size_t begin = ++m_at;
            const std::size_t end = std::min(m_html.find(quote, begin), m_html.size());
            m_at = std::min(end + 1, m_html.size());
            return m_html.substr(begin, end - begin);
        }
        const std::size_t begin = m_at;
        while (m_at < m_html.size() && !ascii::isSpace(m_html[m_at]) && m_html[m_at] != '\f'
            && m_html[m_at] != '>')
            ++m_at;
        return m_html.substr(begin, m_at - begin);
    }

    static void appendAttribute(std::string& out, std::string_view name, std::string_view value)
    {
        out.append(" ").append(name).append("=\"");
        for (const char c : value) {
            if (c == '"')
                out += "&quot;";
            else if (c == '<')
                out += "&lt;";
            else if (c != '\0')
                out += c;
        }
        out += '"';
    }

    /// Moves behind the end tag of a raw text element, or to the end.
    void skipRawText(const std::string& name, const std::string& attributes)
    {
        m_out += ' ';
        const std::size_t begin = m_at;
        if (name == "plaintext" || name == "noscript") // both hold markup for us
            return;
        for (std::size_t at = m_html.find("</", m_at); at != std::string_view::npos;
             at = m_html.find("</", at + 2)) {
            const std::string_view rest = m_html.substr(at + 2);
            if (!ascii::startsWithIgnoreCase(rest, name)
                || (rest.size() > name.size() && !isTagNameEnd(rest[name.size()])))
                continue;
            m_at = std::min(m_html.find('>', at), m_html.size() - 1) + 1;
            if (name == "style")
                keepStyle(m_html.substr(begin, at - begin), attributes);
            return;
        }
        m_at = m_html.size();
    }

    void keepStyle(std::string_view sheet, std::string_view attributes)
    {
        if (m_styleSheets == nullptr)
            return;
        constexpr std::string_view name = "media=\"";
        const std::size_t at = attributes.find(name);
        const std::string_view media = at == std::string_view::npos
            ? std::string_view()
            : attributes.substr(
                at + name.size(), attributes.find('"', at + name.size()) - at - name.size());
        if (!media.empty())
            m_styleSheets->append("@media ").append(media).append("{");
        m_styleSheets->append(sheet).append(media.empty() ? "\n" : "}\n");
    }

    struct Count {
        int open = 0, leftOut = 0;
    };

    std::string_view m_html;
    std::string* m_styleSheets;
    std::size_t m_at = 0;
    std::string m_out;
    std::map<std::string, Count, std::less<>> m_counts;
    int m_open = 0, m_openFormatting = 0;
    long m_cost = 0;
};

} // namespace

std::string prepareHtml(std::string_view html, std::string* styleSheets)
{
    return Preparer(html, styleSheets).run();
}

} // namespace fulmar::text
