// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <string>
#include <vector>

namespace fulmar::text {

/// What a mailing list says about itself (RFC 2369, RFC 2919, RFC 8058).
struct ListHeaders {
    std::string id{}; ///< of List-Id, without brackets
    std::string name{}; ///< its words, decoded; "" where there are none
    std::string unsubscribePost{}; ///< https address that takes the one-click POST; "" = none
    std::string unsubscribeWeb{}; ///< https or http address for a browser
    std::string unsubscribeMail{}; ///< mailto address
    std::string archive{}, help{}, post{}; ///< addresses; "" where there are none
};

/// One click needs List-Unsubscribe-Post with exactly "List-Unsubscribe=One-Click" and an https
/// address, each field once; whether the mail is authentic is the caller's to know (RFC 8058
/// section 4: a valid DKIM signature).
ListHeaders readListHeaders(const std::vector<mime::HeaderField>& headers);

} // namespace fulmar::text
