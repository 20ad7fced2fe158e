// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/html_sanitizer.h"

#include "common/ascii.h"
#include "text/css_sheet.h"
#include "text/html_measure.h"
#include "text/html_tree.h"

#include <algorithm>
#include <span>

namespace fulmar::text {
namespace {

/// Elements that are written; what is in neither list is left out and its children stay.
constexpr std::string_view allowedElements[] = { "a", "abbr", "acronym", "address", "article",
    "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code",
    "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li",
    "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section",
    "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "tr", "tt", "u", "ul", "var" };

/// Elements that go with all they hold.
constexpr std::string_view droppedElements[] = { "applet", "audio", "base", "button", "canvas",
    "datalist", "embed", "frame", "frameset", "head", "iframe", "input", "link", "map", "math",
    "meta", "noembed", "noframes", "object", "option", "param", "script", "select", "style", "svg",
    "template", "textarea", "title", "track", "video" };

constexpr std::string_view voidElements[] = { "br", "col", "hr", "img" };

bool contains(std::span<const std::string_view> names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Text for HTML, safe in element content and in a quoted attribute. NUL and other controls go.
void appendEscaped(std::string& out, std::string_view text)
{
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else if (c == '`')
            out += "&#96;";
        else if (!ascii::isControl(c) || ascii::isSpace(c))
            out += c;
    }
}

/// The URL as a browser reads it: outer blanks and controls, and tabs and line ends anywhere, do
/// not count.
std::string normalisedUrl(std::string_view url)
{
    std::string out;
    for (const char c : url) {
        if (!ascii::isControl(c) && !(out.empty() && c == ' '))
            out += c;
    }
    return std::string(ascii::trim(out));
}

/// "https" of "HTTPS://…", empty where there is no scheme.
std::string schemeOf(std::string_view url)
{
    const std::size_t colon = url.find(':');
    if (colon == std::string_view::npos || colon == 0 || !ascii::isAlpha(url[0]))
        return {};
    const std::string_view scheme = url.substr(0, colon);
    const bool valid = std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return ascii::isAlpha(c) || ascii::isDigit(c) || c == '+' || c == '-' || c == '.';
    });
    return valid ? ascii::lower(scheme) : std::string();
}

bool isRemote(std::string_view url)
{
    const std::string scheme = schemeOf(url);
    return scheme == "http" || scheme == "https" || scheme == "ftp" || url.starts_with("//")
        || url.starts_with("\\\\");
}

std::string percentDecoded(std::string_view text)
{
    const auto hex = [](char c) {
        return ascii::isDigit(c)                                   ? c - '0'
            : ascii::toLower(c) >= 'a' && ascii::toLower(c) <= 'f' ? ascii::toLower(c) - 'a' + 10
                                                                   : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0
            && hex(text[i + 2]) >= 0;
        out += escape ? static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2])) : text[i];
        i += escape ? 2 : 0;
    }
    return out;
}

std::string defaultInlineUrl(std::string_view contentId)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out = "fulmar-cid:";
    for (const char c : contentId) {
        const auto byte = static_cast<unsigned char>(c);
        if (ascii::isAlpha(c) || ascii::isDigit(c)
            || std::string_view("-._~@").find(c) != std::string_view::npos)
            out += c;
        else
            out.append({ '%', digits[byte >> 4U], digits[byte & 15U] });
    }
    return out;
}

bool isLength(std::string_view value)
{
    if (value.ends_with('%') || value.ends_with('*'))
        value.remove_suffix(1);
    else if (value.ends_with("px"))
        value.remove_suffix(2);
    return !value.empty() && value.size() <= 6
        && std::all_of(
            value.begin(), value.end(), [](char c) { return ascii::isDigit(c) || c == '.'; });
}

bool isColour(std::string_view value)
{
    if (value.starts_with('#'))
        value.remove_prefix(1);
    return !value.empty() && value.size() <= 24
        && std::all_of(value.begin(), value.end(),
            [](char c) { return ascii::isAlpha(c) || ascii::isDigit(c); });
}

bool isWords(std::string_view value)
{
    return !value.empty() && value.size() <= 200
        && std::all_of(value.begin(), value.end(), [](char c) {
               return ascii::isAlpha(c) || ascii::isDigit(c)
                   || std::string_view(" ,-_+.").find(c) != std::string_view::npos;
           });
}

/// Whether a plain attribute (no URL, no style) may stay with that value.
bool isAllowedAttribute(std::string_view element, std::string_view name, std::string_view value)
{
    constexpr std::string_view lengths[] = { "width", "height", "border", "cellpadding",
        "cellspacing", "colspan", "rowspan", "hspace", "vspace", "start", "value", "span" };
    constexpr std::string_view words[] = { "align", "valign", "face", "lang", "size", "type" };
    if (contains(lengths, name))
        return isLength(value) && (name != "value" || element == "li");
    if (name == "bgcolor" || name == "color")
        return isColour(value);
    if (contains(words, name))
        return isWords(value)
            && (name != "type" || element == "ol" || element == "ul" || element == "li");
    if (name == "dir")
        return value == "ltr" || value == "rtl" || value == "auto";
    return name == "title" || (name == "alt" && element == "img");
}

class Sanitizer {
public:
    Sanitizer(const SanitizerOptions& options, std::size_t textLength)
        : m_options(options), m_textLength(textLength)
    {
    }

    void styleSheet(std::string_view sheet)
    {
        FilteredCss css = filterStyleSheet(sheet, m_options.scope, m_options.mapColour);
        m_result.styleSheet = std::move(css.declarations);
        m_result.remoteContentCount += css.remoteContentCount;
    }

    void write(const GumboNode& node)
    {
        switch (node.type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
        case GUMBO_NODE_CDATA:
            m_textWritten += inkIn(node.v.text.text);
            return appendEscaped(m_result.html, node.v.text.text);
        case GUMBO_NODE_ELEMENT:
            return element(node.v.element);
        default:
            return;
        }
    }

    SanitizedHtml take() { return std::move(m_result); }

private:
    void element(const GumboElement& element)
    {
        // Whatever is not HTML (SVG, MathML) goes whole: its parsing rules differ, which is where
        // mutations come from.
        if (element.tag_namespace != GUMBO_NAMESPACE_HTML)
            return;
        const std::string_view name = element.tag == GUMBO_TAG_BODY
            ? "div"
            : std::string_view(gumbo_normalized_tagname(element.tag));
        if (contains(droppedElements, name))
            return countDropped(element);
        if (name == "img")
            return image(element);
        const bool written = contains(allowedElements, name);
        const bool quotes = element.tag == GUMBO_TAG_BLOCKQUOTE;
        const bool folds = written && m_quoteDepth == 0 && isLastQuote(element);
        m_quoteDepth += quotes || folds ? 1 : 0;
        if (folds) {
            m_folded = true;
            m_result.html += "<details class=\"fulmar-quote\"><summary>";
            appendEscaped(m_result.html, m_options.quoteLabel);
            m_result.html += "</summary>";
        }
        if (written)
            openTag(name, element);
        for (unsigned i = 0; i < element.children.length; ++i)
            write(*static_cast<const GumboNode*>(element.children.data[i]));
        if (written && !contains(voidElements, name))
            m_result.html.append("</").append(name).append(">");
        if (folds)
            m_result.html += "</details>";
        m_quoteDepth -= quotes || folds ? 1 : 0;
    }

    /// A quote behind which nothing of substance follows, and which is not all there is.
    [[nodiscard]] bool isLastQuote(const GumboElement& element) const
    {
        constexpr std::size_t signature = 200; // bytes that may follow
        if (m_options.quoteLabel.empty() || m_folded || m_textWritten == 0)
            return false;
        const std::string_view names = attributeOf(element, "class");
        const bool quote = element.tag == GUMBO_TAG_BLOCKQUOTE
            || (element.tag == GUMBO_TAG_DIV
                && (names.find("gmail_quote") != std::string_view::npos
                    || names.find("protonmail_quote") != std::string_view::npos
                    || names.find("yahoo_quoted") != std::string_view::npos
                    || attributeOf(element, "id") == "divRplyFwdMsg"));
        return quote && m_textWritten + inkOf(element) + signature >= m_textLength;
    }

    void countDropped(const GumboElement& element)
    {
        for (const char* name : { "src", "poster" })
            background(attributeOf(element, name));
    }

    void background(std::string_view value)
    {
        std::string url = normalisedUrl(value);
        if (!isRemote(url))
            return;
        ++m_result.remoteContentCount;
        m_result.backgrounds.push_back(std::move(url));
    }

    void attribute(std::string_view name, std::string_view value)
    {
        m_result.html.append(" ").append(name).append("=\"");
        appendEscaped(m_result.html, value);
        m_result.html += '"';
    }

    void openTag(std::string_view name, const GumboElement& element)
    {
        m_result.html.append("<").append(name);
        if (name == "a")
            link(element);
        plainAttributes(name, element);
        background(attributeOf(element, "background"));
        m_result.html += '>';
    }

    void plainAttributes(std::string_view element, const GumboElement& node)
    {
        classes(node);
        for (unsigned i = 0; i < node.attributes.length; ++i) {
            const auto& one = *static_cast<const GumboAttribute*>(node.attributes.data[i]);
            const std::string name = ascii::lower(one.name);
            if (name == "style") {
                const FilteredCss css = filterCss(one.value, m_options.mapColour);
                m_result.remoteContentCount += css.remoteContentCount;
                if (!css.declarations.empty())
                    attribute("style", css.declarations);
            } else if (one.attr_namespace == GUMBO_ATTR_NAMESPACE_NONE
                && isAllowedAttribute(element, name, one.value)) {
                plainAttribute(name, one.value);
            }
        }
    }

    void plainAttribute(const std::string& name, std::string_view value)
    {
        if (m_options.mapColour && (name == "bgcolor" || name == "color")) {
            const std::string mapped = m_options.mapColour(ascii::lower(value));
            if (!mapped.empty())
                return attribute(name, mapped);
        }
        attribute(name, value);
    }

    /// Class names with the prefix "m-", the id as a class with "i-": as `filterStyleSheet` names
    /// them, and never one of ours.
    void classes(const GumboElement& element)
    {
        std::string names = m_blocked ? "fulmar-blocked" : "";
        std::string_view rest = attributeOf(element, "class");
        const auto add = [&](std::string_view prefix, std::string_view name) {
            const bool plain = !name.empty() && name.size() <= 100
                && std::all_of(name.begin(), name.end(), [](char c) {
                       return ascii::isAlpha(c) || ascii::isDigit(c) || c == '-' || c == '_';
                   });
            if (plain)
                names.append(names.empty() ? "" : " ").append(prefix).append(name);
        };
        for (int count = 0; !rest.empty() && count < 20; ++count) {
            const std::size_t length = std::min(rest.find_first_of(" \t\r\n\f"), rest.size());
            add("m-", rest.substr(0, length));
            rest.remove_prefix(std::min(length + 1, rest.size()));
        }
        add("i-", attributeOf(element, "id"));
        if (!names.empty())
            attribute("class", names);
    }

    void link(const GumboElement& element)
    {
        const std::string url = normalisedUrl(attributeOf(element, "href"));
        const std::string scheme = schemeOf(url);
        if (scheme != "http" && scheme != "https" && scheme != "mailto")
            return;
        attribute("href", url);
        if (scheme != "mailto" && misleads(element, url) && m_result.misleading.size() < 1000)
            m_result.misleading.push_back({ url, linkWords(element) });
        attribute("rel", "noopener noreferrer");
    }

    void image(const GumboElement& element)
    {
        const std::string url = normalisedUrl(attributeOf(element, "src"));
        const std::string_view sources = ascii::trim(attributeOf(element, "srcset"));
        std::string shown;
        if (schemeOf(url) == "cid") {
            const std::string id = percentDecoded(std::string_view(url).substr(4));
            shown = m_options.inlineImageUrl ? m_options.inlineImageUrl(id) : defaultInlineUrl(id);
        } else if (m_options.inlineImageUrl && !url.empty()) {
            shown = m_options.inlineImageUrl(url); // a Content-Location
        }
        if (shown.empty() && (isRemote(url) || (url.empty() && isRemote(sources))))
            shown = remoteImage(element, url.empty() ? std::string(sources) : url);
        m_result.html += "<img";
        if (!shown.empty())
            attribute("src", shown);
        plainAttributes("img", element);
        m_blocked = false;
        m_result.html += '>';
    }

    /// The URL to show it under; empty where it stays blocked.
    std::string remoteImage(const GumboElement& element, const std::string& url)
    {
        const bool pixel = isPixel(element);
        std::string shown = m_options.remoteImageUrl && !pixel && !url.empty()
            ? m_options.remoteImageUrl(url)
            : std::string();
        m_blocked = shown.empty();
        m_result.remoteContentCount += m_blocked ? 1 : 0;
        m_result.pictures.push_back({ url.substr(0, url.find_first_of(" \t\n")), pixel });
        return shown;
    }

    const SanitizerOptions& m_options;
    std::size_t m_textLength; ///< of the whole document
    std::size_t m_textWritten = 0;
    int m_quoteDepth = 0;
    bool m_folded = false;
    bool m_blocked = false; ///< the img that is being written
    SanitizedHtml m_result;
};

} // namespace

SanitizedHtml sanitizeHtml(std::string_view html, const SanitizerOptions& options)
{
    const HtmlTree tree(html);
    Sanitizer sanitizer(options, options.quoteLabel.empty() ? 0 : inkOf(tree.root().v.element));
    sanitizer.styleSheet(tree.styleSheets());
    sanitizer.write(tree.root());
    return sanitizer.take();
}

} // namespace fulmar::text
