// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "imap/responses.h"
#include "imap/scanner.h"

namespace fulmar::imap {

/// `response = continue-req / response-data / response-done`, one as the splitter cut it.
///
/// Responses of extensions that are not used come as `OtherResponse`. The error is Protocol, or
/// Limit, with the path to the rule in `where` and the first bytes of the response in `wire`.
Result<Response> parseResponse(const RawResponse& raw);

} // namespace fulmar::imap
