// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/change_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>

namespace fulmar::app {
namespace {

#define CHANGE(text) QT_TRANSLATE_NOOP("Changes", text)

struct Row {
    std::string_view name;
    const char* one; ///< for one message, or for a folder %2
    const char* many; ///< %1 messages
};

constexpr std::array done{
    Row{ "archive", CHANGE("Archived"), CHANGE("%1 messages archived") },
    Row{ "trash", CHANGE("Moved to the trash"), CHANGE("%1 messages moved to the trash") },
    Row{ "junk", CHANGE("Moved to junk"), CHANGE("%1 messages moved to junk") },
    Row{ "not-junk", CHANGE("Back in the inbox"), CHANGE("%1 messages back in the inbox") },
    Row{ "move", CHANGE("Moved to “%2”"), CHANGE("%1 messages moved to “%2”") },
    Row{ "copy", CHANGE("Copied to “%2”"), CHANGE("%1 messages copied to “%2”") },
    Row{ "delete", CHANGE("Deleted for good"), CHANGE("%1 messages deleted for good") },
    Row{ "tag", CHANGE("Tag changed"), CHANGE("Tag changed on %1 messages") },
    Row{ "flag", CHANGE("Marked"), CHANGE("%1 messages marked") },
    Row{ "create-folder", CHANGE("Folder “%2” created"), "" },
    Row{ "rename-folder", CHANGE("Folder “%2” renamed"), "" },
    Row{ "delete-folder", CHANGE("Folder “%2” deleted"), "" },
    Row{ "subscribe-folder", CHANGE("Subscription of “%2” changed"), "" },
    Row{ "folder create", CHANGE("Folder “%2” created"), "" },
    Row{ "folder rename", CHANGE("Folder “%2” renamed"), "" },
    Row{ "folder delete", CHANGE("Folder “%2” deleted"), "" },
    Row{ "", CHANGE("Changed"), CHANGE("%1 messages changed") },
};

constexpr std::array owed{
    Row{ "flag", CHANGE("Mark a message"), CHANGE("Mark %1 messages") },
    Row{ "move", CHANGE("Move a message to “%2”"), CHANGE("Move %1 messages to “%2”") },
    Row{ "copy", CHANGE("Copy a message to “%2”"), CHANGE("Copy %1 messages to “%2”") },
    Row{ "delete", CHANGE("Delete a message for good"), CHANGE("Delete %1 messages for good") },
    Row{ "create-folder", CHANGE("Create the folder “%2”"), "" },
    Row{ "rename-folder", CHANGE("Rename a folder to “%2”"), "" },
    Row{ "delete-folder", CHANGE("Delete a folder"), "" },
    Row{ "subscribe-folder", CHANGE("Change the subscription of “%2”"), "" },
    Row{ "", CHANGE("Change a message"), CHANGE("Change %1 messages") },
};

template <std::size_t N>
QString words(
    const std::array<Row, N>& rows, const std::string& name, int messages, const QString& folder)
{
    const auto row = std::find_if(rows.begin(), std::prev(rows.end()),
        [&](const Row& candidate) { return candidate.name == name; });
    const bool many = messages > 1 && row->many[0] != '\0';
    QString sentence = QCoreApplication::translate("Changes", many ? row->many : row->one);
    // In this order: a folder's name may hold "%1".
    sentence.replace(QStringLiteral("%1"), QString::number(messages));
    return sentence.replace(QStringLiteral("%2"), folder);
}

} // namespace

QString changeSentence(const std::string& name, int messages, const QString& folder)
{
    return words(done, name, messages, folder);
}

QString undoneSentence(const std::string& name, int messages, const QString& folder)
{
    // A step does not keep where messages went; folders of the tree it does.
    const std::string word = folder.isEmpty() && (name == "move" || name == "copy") ? "" : name;
    return QCoreApplication::translate("Changes", "Taken back: %1")
        .arg(changeSentence(word, messages, folder));
}

QString pendingSentence(const std::string& name, int messages, const QString& folder)
{
    return words(owed, name, messages, folder);
}

} // namespace fulmar::app
