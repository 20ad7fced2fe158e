// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/mailbox.h"

#include "common/ascii.h"
#include "common/utf8.h"

#include <algorithm>

namespace fulmar {
namespace {

constexpr std::size_t longestLevel = 255; ///< bytes; what file systems of servers hold

bool isGoodLevel(std::string_view level, std::optional<char> delimiter)
{
    // "%" and "*" are legal, and no server of today survives them in LIST.
    return !level.empty() && level.size() <= longestLevel && level.front() != ' ' && level.back() != ' ' && level != "."
        && level != ".." && std::none_of(level.begin(), level.end(), [&](char c) {
               return ascii::isControl(c) || c == '%' || c == '*' || c == delimiter;
           });
}

} // namespace

std::string_view faultOfFolderPath(std::string_view path, std::optional<char> delimiter)
{
    if (!isValidUtf8(path))
        return "folder-name";
    std::size_t levels = 0;
    for (std::string_view rest = path;; ++levels) {
        const auto end = rest.find('/');
        // "/" stands between levels here; a server's own delimiter inside one would make two of it.
        if (!isGoodLevel(rest.substr(0, end), delimiter == '/' ? std::nullopt : delimiter))
            return "folder-name";
        if (end == std::string_view::npos)
            break;
        rest.remove_prefix(end + 1);
    }
    return levels > 0 && !delimiter ? "folder-levels" : "";
}

bool isBelow(std::string_view path, std::string_view ancestor)
{
    return path.size() > ancestor.size() && path[ancestor.size()] == '/' && path.substr(0, ancestor.size()) == ancestor;
}

std::string usualPath(FolderRole role, const std::vector<Folder>& folders)
{
    std::string name = roleName(role);
    name.replace(0, 1, ascii::upper(name.substr(0, 1)));
    const bool allInside = std::all_of(
        folders.begin(), folders.end(), [](const Folder& folder) { return folder.path == "INBOX" || isBelow(folder.path, "INBOX"); });
    return allInside && folders.size() > 1 ? "INBOX/" + name : name;
}

} // namespace fulmar
