// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Files inside of a part that is no multipart: uuencoded blocks of a text and the contents of
/// winmail.dat (TNEF).
namespace fulmar::text {

struct EnclosedFile {
    std::string key{}; ///< "1.2!1": the part's number and the file's place in it, from 1
    std::string name{}; ///< as sent, UTF-8; not safe as a file name
    std::string content{};
};

/// True for application/ms-tnef and what is named winmail.dat.
bool isTnef(const mime::Part& part);

/// The files of one part; empty for most. Limits: 1,000 files, 64 MiB of TNEF.
std::vector<EnclosedFile> enclosedIn(std::string_view raw, const mime::Part& part);

/// The file of that key; nothing where there is none, or where the key is that of a part.
std::optional<EnclosedFile> enclosedFile(
    std::string_view raw, const mime::Message& message, std::string_view key);

} // namespace fulmar::text
