// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpora.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace fulmar::imap::testing {

std::filesystem::path corpora()
{
    const char* const configured = std::getenv("FULMAR_CORPORA");
    return configured ? configured : FULMAR_SOURCE_DIR "/../shared/corpora";
}

std::string readFile(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

} // namespace fulmar::imap::testing
