// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>
#include <QQuickWindow>

namespace fulmar::app {

class MessageListModel;

Q_DECLARE_LOGGING_CATEGORY(startupLog)

/// Milliseconds since the kernel started this process.
qint64 processAge();

/// Writes to `fulmar.startup` when the first rows of the list have reached the screen. GUI thread.
void watchFirstList(QQuickWindow& window, MessageListModel& messages);

} // namespace fulmar::app
