// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <span>
#include <string_view>

namespace fulmar::app {

/// One row: the first that matches wins. An empty field matches anything; `code` matches whole, or
/// as a prefix with "*" at its end; `text` is looked for in the server's words without case.
///
/// Sentences are marked with QT_TRANSLATE_NOOP("Wording", …) and may hold %host, %account,
/// %subject, %where, %server and, of a pause, %until.
struct WordingRow {
    ErrorKind kind;
    std::string_view code;
    std::string_view text;
    const char* sentence;
    const char* hint;
};

std::span<const WordingRow> wordingRows();
/// Replies of submission servers: Rejected and Authentication with a code pair such as "535 5.7.8".
std::span<const WordingRow> smtpWordingRows();

} // namespace fulmar::app
