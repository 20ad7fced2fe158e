// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/remote_folders.h"

#include "common/ascii.h"
#include "common/limits.h"
#include "imap/utf7.h"
#include "sync/folder_names.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace fulmar {
namespace {

constexpr std::array<std::pair<std::string_view, FolderRole>, 8> attributeRoles{ {
    { "\\All", FolderRole::All },
    { "\\Archive", FolderRole::Archive },
    { "\\Drafts", FolderRole::Drafts },
    { "\\Flagged", FolderRole::Flagged },
    { "\\Important", FolderRole::Important },
    { "\\Junk", FolderRole::Junk },
    { "\\Sent", FolderRole::Sent },
    { "\\Trash", FolderRole::Trash },
} };

std::string pathOf(const imap::ListEntry& entry)
{
    if (ascii::equalsIgnoreCase(entry.name, "INBOX"))
        return "INBOX";
    std::string path;
    std::string_view rest = entry.name;
    // Each level is decoded alone: "&" must not join two levels, and a "/" inside a level is no
    // separator.
    for (;;) {
        const auto end = entry.delimiter ? rest.find(*entry.delimiter) : std::string_view::npos;
        for (const char c : imap::decodeMailboxName(rest.substr(0, end))) {
            if (c == '/')
                path += "∕";
            else if (!ascii::isControl(c))
                path += c;
        }
        if (end == std::string_view::npos)
            break;
        path += '/';
        rest.remove_prefix(end + 1);
    }
    if (ascii::startsWithIgnoreCase(path, "INBOX/"))
        path.replace(0, 5, "INBOX");
    return path;
}

FolderRole roleByAttribute(const imap::ListEntry& entry)
{
    for (const auto& [attribute, role] : attributeRoles) {
        if (entry.attributes.find(attribute) != entry.attributes.end())
            return role;
    }
    return FolderRole::None;
}

FolderRole roleByName(const std::string& path)
{
    const auto slash = path.rfind('/');
    // Deeper folders of that name are usually the user's own ("Work/Archive"), "INBOX/Sent" is
    // Courier's and Cyrus' form.
    if (slash != std::string::npos && path.substr(0, slash) != "INBOX")
        return FolderRole::None;
    const auto name = slash == std::string::npos ? path : path.substr(slash + 1);
    return roleOfName(name);
}

} // namespace

std::vector<RemoteFolder> foldersFromList(const std::vector<imap::ListEntry>& entries)
{
    std::vector<RemoteFolder> folders;
    std::set<std::string> paths;
    std::set<FolderRole> taken;
    for (const auto& entry : entries) {
        const bool noSelect
            = entry.attributes.find(std::string_view("\\Noselect")) != entry.attributes.end();
        const bool nonExistent
            = entry.attributes.find(std::string_view("\\NonExistent")) != entry.attributes.end();
        RemoteFolder folder{ .path = pathOf(entry),
            .wireName = entry.name,
            .delimiter = entry.delimiter,
            .selectable = !noSelect && !nonExistent };
        if (folder.path.empty() || folders.size() >= limits::foldersPerAccount
            || !paths.insert(folder.path).second)
            continue;
        folder.role = folder.path == "INBOX" ? FolderRole::Inbox : roleByAttribute(entry);
        if (folder.role != FolderRole::None && !taken.insert(folder.role).second)
            folder.role = FolderRole::None;
        folders.push_back(std::move(folder));
    }
    for (auto& folder : folders) {
        if (folder.role != FolderRole::None || !folder.selectable)
            continue;
        const auto role = roleByName(folder.path);
        if (role != FolderRole::None && taken.insert(role).second)
            folder.role = role;
    }
    return folders;
}

std::optional<std::string> wireNameFor(const std::string& path, std::optional<char> delimiter)
{
    if (!faultOfFolderPath(path, delimiter).empty())
        return std::nullopt;
    std::string wire;
    for (std::string_view rest = path;;) {
        const auto end = rest.find('/');
        std::string level(rest.substr(0, end));
        // The other way round as in `pathOf`.
        for (std::size_t at = 0;
             delimiter != '/' && (at = level.find("∕", at)) != std::string::npos;)
            level.replace(at, std::string_view("∕").size(), "/");
        const auto encoded = imap::encodeMailboxName(level);
        if (!encoded)
            return std::nullopt;
        wire += *encoded;
        if (end == std::string_view::npos)
            return wire;
        wire += *delimiter;
        rest.remove_prefix(end + 1);
    }
}

} // namespace fulmar
