// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/html_sanitizer.h"
#include "text/html_text.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace fulmar::text;

namespace {

/// True where no "<" begins anything but a tag of plain lower-case letters and digits.
bool hasOnlyPlainTags(std::string_view html)
{
    for (std::size_t at = html.find('<'); at != std::string_view::npos;
         at = html.find('<', at + 1)) {
        std::size_t i = at + 1;
        i += i < html.size() && html[i] == '/' ? 1 : 0;
        if (i >= html.size() || html[i] < 'a' || html[i] > 'z')
            return false;
        const std::string_view name = html.substr(i, html.find_first_of(" >", i) - i);
        for (const std::string_view bad : { "script", "style", "svg", "math", "iframe", "object",
                 "form", "link", "meta", "base" }) {
            if (name == bad)
                return false;
        }
    }
    return true;
}

/// True for a style sheet that can neither load nor leave its element.
bool isPlainSheet(std::string_view sheet)
{
    for (const std::string_view bad : { "<", "\\", "url(", "@import", "image-set", "expression" }) {
        if (sheet.find(bad) != std::string_view::npos)
            return false;
    }
    return true;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view html(reinterpret_cast<const char*>(data), size);
    const SanitizedHtml once = sanitizeHtml(html, { .quoteLabel = "quote" });
    if (!hasOnlyPlainTags(once.html) || !isPlainSheet(once.styleSheet))
        std::abort();
    (void)htmlToText(html);
    return 0;
}
