// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/scanner.h"
#include "imap/types.h"

namespace fulmar::imap {

/// `body = "(" (body-type-1part / body-type-mpart) ")"` with or without extension data, part
/// numbers filled in (RFC 3501 section 9 and 7.4.2).
///
/// Faults with `limit` over `limits::nestingDepth` levels or `limits::mimeParts` parts.
Parsed<BodyStructure> parseBodyStructure(Scanner& scanner);

} // namespace fulmar::imap
