// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fulmar::text {

struct TnefFile {
    std::string name{};
    std::string content{};
};

/// The attachments of a TNEF stream (MS-OXTNEF, "winmail.dat"), read by libytnef 2.0; empty where
/// it is none or broken. Limits: 64 MiB, 1,000 files, and the lengths of all attributes have to fit
/// before the library sees a byte. Thread: any; pure.
std::vector<TnefFile> readTnef(std::string_view bytes);

} // namespace fulmar::text
