// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <QString>

#include <string>
#include <vector>

namespace fulmar::app {

/// One part of a message and the file it shall become.
struct PartTarget {
    std::string part;
    QString path;
};

struct SavedFiles {
    QString place; ///< the file, or the folder where there are several
    int files = 0;
};

/// Where a file came from; kept in its extended attributes (user.xdg.origin.*), where the file
/// system has them.
struct FileOrigin {
    std::string messageId{}; ///< without brackets
    std::string sender{};
};

/// Instead of a part number: the message as it came.
inline constexpr char wholeMessage[] = "message";

/// Decodes parts into files of this user alone (0600). Without `replace` a name that is taken gets
/// a number; with it the file is replaced as a whole or not at all. Thread: any but the GUI. Error:
/// Storage with the system's words in `where`.
Result<SavedFiles> saveParts(const std::string& raw, const std::vector<PartTarget>& targets,
    bool replace, const FileOrigin& origin = {});

} // namespace fulmar::app
