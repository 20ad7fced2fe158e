// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/html_text.h"

#include "common/ascii.h"
#include "text/html_measure.h"
#include "text/html_tree.h"

#include <algorithm>

namespace fulmar::text {
namespace {

/// Writes text that flows, with lines and quote marks.
class TextBuilder {
public:
    void text(std::string_view words)
    {
        for (const char c : words) {
            if (ascii::isSpace(c) || c == '\f') {
                m_space = true;
                continue;
            }
            beginLine();
            if (m_space && m_lineHasText)
                m_out += ' ';
            m_space = false;
            m_lineHasText = true;
            m_out += c;
        }
    }
    void preformatted(std::string_view lines)
    {
        for (const char c : lines) {
            if (c == '\n') {
                beginLine();
                newLine();
            } else if (c != '\r') {
                beginLine();
                m_lineHasText = true;
                m_out += c;
            }
        }
    }
    /// A mark such as "- "; the text follows without a blank.
    void mark(std::string_view text)
    {
        beginLine();
        m_out += text;
        m_lineHasText = false;
        m_space = false;
    }
    /// Ends the line if anything is on it.
    void block()
    {
        if (m_lineOpen)
            newLine();
    }
    /// Leaves an empty line before what follows.
    void paragraph()
    {
        block();
        m_wantsGap = !m_out.empty();
    }
    void lineBreak()
    {
        beginLine();
        newLine();
    }
    void quote(int change)
    {
        block();
        if (m_wantsGap && change > 0) {
            m_out.append(static_cast<std::size_t>(m_quoteDepth), '>').append("\n");
            m_wantsGap = false;
        }
        m_quoteDepth += change;
    }
    std::string finish()
    {
        while (!m_out.empty() && ascii::isSpace(m_out.back()))
            m_out.pop_back();
        return m_out.empty() ? m_out : m_out + '\n';
    }
    [[nodiscard]] std::size_t size() const { return m_out.size(); }
    [[nodiscard]] std::string_view since(std::size_t offset) const
    {
        return ascii::trim(std::string_view(m_out).substr(std::min(offset, m_out.size())));
    }

private:
    void beginLine()
    {
        if (m_lineOpen)
            return;
        if (m_wantsGap) {
            m_out.append(static_cast<std::size_t>(m_quoteDepth), '>').append("\n");
            m_wantsGap = false;
        }
        if (m_quoteDepth > 0)
            m_out.append(static_cast<std::size_t>(m_quoteDepth), '>').append(" ");
        m_lineOpen = true;
        m_lineHasText = false;
        m_space = false;
    }
    void newLine()
    {
        while (m_out.ends_with(' '))
            m_out.pop_back();
        m_out += '\n';
        m_lineOpen = m_lineHasText = m_space = false;
    }

    std::string m_out;
    bool m_lineOpen = false, m_lineHasText = false, m_space = false, m_wantsGap = false;
    int m_quoteDepth = 0;
};

enum class Shape { Inline, Block, Paragraph, Dropped };

Shape shapeOf(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_APPLET:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME:
        return Shape::Dropped;
    case GUMBO_TAG_P:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_PRE:
        return Shape::Paragraph;
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TR:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
        return Shape::Block;
    default:
        return Shape::Inline;
    }
}

class Walker {
public:
    Walker(const HtmlTextOptions& options, std::string_view styleSheets)
        : m_options(options), m_hidden(options.hidden ? std::string_view() : styleSheets)
    {
    }

    void walk(const GumboNode& node)
    {
        if (node.type == GUMBO_NODE_ELEMENT) {
            element(node.v.element);
        } else if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE
            || node.type == GUMBO_NODE_CDATA) {
            // U+00A0 is a blank for a reader of text.
            std::string words = node.v.text.text;
            for (std::size_t at = words.find("\xc2\xa0"); at != std::string::npos;
                 at = words.find("\xc2\xa0", at))
                words.replace(at, 2, " ");
            if (m_preformatted > 0)
                m_text.preformatted(words);
            else
                m_text.text(words);
        }
    }

    std::string finish() { return m_text.finish(); }

private:
    void children(const GumboElement& element)
    {
        for (unsigned i = 0; i < element.children.length; ++i)
            walk(*static_cast<const GumboNode*>(element.children.data[i]));
    }

    void element(const GumboElement& element)
    {
        const Shape shape = shapeOf(element.tag);
        if (shape == Shape::Dropped || (!m_options.hidden && m_hidden.contains(element)))
            return m_text.text(" ");
        switch (element.tag) {
        case GUMBO_TAG_BR:
            return m_text.lineBreak();
        case GUMBO_TAG_HR:
            m_text.block();
            m_text.text("----------");
            return m_text.block();
        case GUMBO_TAG_IMG:
            m_text.text(" ");
            m_text.text(attributeOf(element, "alt"));
            return m_text.text(" ");
        case GUMBO_TAG_A:
            return link(element);
        case GUMBO_TAG_BLOCKQUOTE:
            return quote(element);
        case GUMBO_TAG_LI:
            return item(element);
        case GUMBO_TAG_TD:
        case GUMBO_TAG_TH:
            m_text.text(" ");
            children(element);
            return m_text.text(" ");
        default:
            return flow(element, shape);
        }
    }

    void flow(const GumboElement& element, Shape shape)
    {
        const auto edge = [&] {
            if (shape == Shape::Paragraph)
                m_text.paragraph();
            else if (shape == Shape::Block)
                m_text.block();
        };
        const bool list = element.tag == GUMBO_TAG_UL || element.tag == GUMBO_TAG_OL;
        const bool pre = element.tag == GUMBO_TAG_PRE;
        const int outerNumber = m_itemNumber;
        if (list)
            m_itemNumber = element.tag == GUMBO_TAG_OL ? 1 : 0;
        edge();
        m_preformatted += pre ? 1 : 0;
        children(element);
        m_preformatted -= pre ? 1 : 0;
        edge();
        m_itemNumber = outerNumber;
    }

    void item(const GumboElement& element)
    {
        m_text.block();
        m_text.mark(m_itemNumber > 0 ? std::to_string(m_itemNumber++) + ". " : "- ");
        children(element);
        m_text.block();
    }

    void quote(const GumboElement& element)
    {
        if (!m_options.quotes)
            return m_text.block();
        m_text.quote(1);
        children(element);
        m_text.quote(-1);
    }

    void link(const GumboElement& element)
    {
        const std::size_t begin = m_text.size();
        children(element);
        const std::string_view target = ascii::trim(attributeOf(element, "href"));
        const bool shown = ascii::startsWithIgnoreCase(target, "http://")
            || ascii::startsWithIgnoreCase(target, "https://");
        const std::string_view words = m_text.since(begin);
        if (!m_options.linkTargets || !shown || words.empty()
            || words.find(target) != std::string_view::npos)
            return;
        // "example.org/x" for https://example.org/x/ says it already.
        std::string_view bare = target.substr(target.find("//") + 2);
        if (bare.ends_with('/'))
            bare.remove_suffix(1);
        if (words != bare)
            m_text.text(" <" + std::string(target.substr(0, 2000)) + '>');
    }

    HtmlTextOptions m_options;
    HiddenElements m_hidden;
    TextBuilder m_text;
    int m_preformatted = 0;
    int m_itemNumber = 0; ///< of the next list item; 0 = no numbers
};

} // namespace

std::string htmlToText(std::string_view html, const HtmlTextOptions& options)
{
    const HtmlTree tree(html);
    Walker walker(options, tree.styleSheets());
    walker.walk(tree.root());
    return walker.finish();
}

} // namespace fulmar::text
