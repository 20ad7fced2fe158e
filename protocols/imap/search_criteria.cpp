// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/search_criteria.h"

#include "imap/encode.h"

namespace fulmar::imap {

SearchCriteria& SearchCriteria::key(std::string_view key)
{
    m_keys.append(m_keys.empty() ? "" : " ").append(key);
    return *this;
}

SearchCriteria& SearchCriteria::uids(const UidSet& uids)
{
    return key("UID " + uids.toString());
}

SearchCriteria& SearchCriteria::text(std::string_view key, std::string_view utf8)
{
    return this->key(std::string(key) + ' ' + encodeString(utf8));
}

SearchCriteria& SearchCriteria::header(std::string_view name, std::string_view utf8)
{
    return key("HEADER " + encodeAstring(name) + ' ' + encodeString(utf8));
}

SearchCriteria& SearchCriteria::day(std::string_view key, std::int64_t secondsSince1970)
{
    return this->key(std::string(key) + ' ' + encodeDate(secondsSince1970));
}

std::string SearchCriteria::encoded() const
{
    return encodeCriteria(m_keys.empty() ? "ALL" : m_keys);
}

} // namespace fulmar::imap
