// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace fulmar::imap {

/// Search keys put together one by one; a message must meet all of them (RFC 3501 section 6.4.4).
///
/// Strings become quoted strings or literals, and CHARSET UTF-8 is named where one of them is not
/// ASCII (never after UTF8=ACCEPT was enabled, RFC 6855 forbids it there). Without any key it is
/// ALL.
class SearchCriteria {
public:
    /// A key without a string: "UNSEEN", "DELETED", "LARGER 4096".
    SearchCriteria& key(std::string_view key);
    SearchCriteria& uids(const UidSet& uids);
    /// SUBJECT, FROM, TO, CC, BCC, BODY, TEXT, or of Gmail X-GM-RAW and X-GM-LABELS, with UTF-8
    /// text.
    SearchCriteria& text(std::string_view key, std::string_view utf8);
    /// `"HEADER" SP header-fld-name SP astring`
    SearchCriteria& header(std::string_view name, std::string_view utf8);
    /// SINCE, BEFORE, ON and SENTSINCE, SENTBEFORE, SENTON with the day, in UTC, of a time.
    SearchCriteria& day(std::string_view key, std::int64_t secondsSince1970);

    /// For `UidSearch::criteria`.
    [[nodiscard]] std::string encoded() const;

private:
    std::string m_keys;
};

} // namespace fulmar::imap
