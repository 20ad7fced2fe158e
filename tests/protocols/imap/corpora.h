// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace fulmar::imap::testing {

/// The folder of public test data: FULMAR_CORPORA, or where it lies beside the source; may not
/// exist.
std::filesystem::path corpora();
std::string readFile(const std::filesystem::path& file);

} // namespace fulmar::imap::testing
