// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/html_tree.h"

#include "text/html_prepare.h"

namespace fulmar::text {
namespace {

GumboOptions optionsOf()
{
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    return options;
}

} // namespace

HtmlTree::HtmlTree(std::string_view html)
    : m_prepared(prepareHtml(html.substr(0, htmlBytes), &m_styleSheets))
    , m_options(optionsOf())
    , m_output(gumbo_parse_with_options(&m_options, m_prepared.data(), m_prepared.size()))
{
}

HtmlTree::~HtmlTree()
{
    gumbo_destroy_output(&m_options, m_output);
}

const GumboNode& HtmlTree::root() const
{
    return *m_output->root;
}

std::string_view attributeOf(const GumboElement& element, const char* name)
{
    const GumboAttribute* attribute = gumbo_get_attribute(&element.attributes, name);
    return attribute ? std::string_view(attribute->value) : std::string_view();
}

} // namespace fulmar::text
