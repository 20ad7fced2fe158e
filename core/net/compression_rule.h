// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"

#include <string_view>

namespace fulmar {

/// True if a connection to this host is so slow that compressing is worth its processor time.
///
/// zlib inflates some 250 MB/s, so a line of up to 1 Gbit/s gains and the machine itself loses:
/// everything but "localhost", 127.0.0.0/8 and ::1 is worth it.
bool compressionHelps(std::string_view host);

/// Whether a working connection of an account asks for COMPRESS=DEFLATE.
bool wantsCompression(const Account& account);

} // namespace fulmar
