// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/scanner.h"
#include "imap/types.h"

namespace fulmar::imap {

/// `msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP …) ")"`, behind the word FETCH.
///
/// Items that are unknown are passed over; values that are no use (a negative MODSEQ, UID 0, a date
/// that is none) leave their field empty; parentheses around items are ignored.
Parsed<FetchData> parseFetch(Scanner& scanner, std::uint32_t seq);

} // namespace fulmar::imap
