// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/css_filter.h"

#include <string>
#include <string_view>

namespace fulmar::text {

/// A style sheet with what an allow-list names: rules of plain selectors with the declarations that
/// `filterCss` lets through, and @media around them. @import, @font-face and everything else that
/// could load goes and counts. Class names get the prefix "m-" and ids become classes with "i-", as
/// the sanitiser writes them, so that no mail can name what is ours; each selector stands below
/// `scope`, so that no part of a message styles another. The result has no "<", "\\", "@import" or
/// "url". Limits: 512 KiB, 10,000 rules.
FilteredCss filterStyleSheet(
    std::string_view sheet, std::string_view scope, const ColourMap& mapColour = {});

} // namespace fulmar::text
