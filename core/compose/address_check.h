// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <string>
#include <string_view>

namespace fulmar::compose {

/// An addr-spec as it may go into a header and an SMTP command (RFC 5321 section 4.1.2): domain
/// labels in ASCII.
///
/// An internationalised domain becomes its ASCII form (RFC 5890); the local part is kept as typed.
/// Errors are `ErrorKind::Rejected` with the address at the end of `where` and one of the codes
/// "address-malformed", "address-too-long", "address-not-ascii" (a local part that would need
/// SMTPUTF8).
Result<std::string> checkedAddress(std::string_view address, std::string_view field);

/// Whether two addresses reach the same mailbox: domains without case, local parts without case
/// too, since no provider that Fulmar knows tells them apart.
bool sameMailbox(std::string_view a, std::string_view b);

} // namespace fulmar::compose
