// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

/// Changes of mail and folders as sentences; the one place of their wording.
namespace fulmar::app {

/// What was done: "Archived", "3 messages moved", "Folder “Bills” created". `name` is that of the
/// request.
QString changeSentence(const std::string& name, int messages, const QString& folder);
/// What was taken back: "Taken back: archived".
QString undoneSentence(const std::string& name, int messages, const QString& folder);
/// What still has to be done: "Move 3 messages to “Bills”". `name` is that of the action.
QString pendingSentence(const std::string& name, int messages, const QString& folder);

} // namespace fulmar::app
