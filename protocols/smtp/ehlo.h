// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "smtp/session.h"

namespace fulmar::smtp {

/// The keywords of an EHLO reply (RFC 5321 section 4.1.1.1); unknown ones are skipped, "AUTH=" of
/// old servers counts as AUTH.
Extensions parseExtensions(const Reply& reply);

} // namespace fulmar::smtp
