// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/startup_watch.h"

#include "viewmodels/message_list_model.h"

#include <QFile>

#include <ctime>
#include <unistd.h>

namespace fulmar::app {

Q_LOGGING_CATEGORY(startupLog, "fulmar.startup", QtWarningMsg)

qint64 processAge()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    // Field 22, counted behind the name in brackets, which may hold blanks: start time in clock
    // ticks since boot (proc(5)).
    const QByteArray stat = file.readAll();
    const auto fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20)
        return 0;
    const qint64 started = fields[19].toLongLong() * 1000 / sysconf(_SC_CLK_TCK);
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<qint64>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000 - started;
}

void watchFirstList(QQuickWindow& window, MessageListModel& messages)
{
    auto* once = new QObject(&window);
    QObject::connect(
        &messages, &MessageListModel::firstPageLoaded, once, [once, &window, &messages] {
            QObject::disconnect(&messages, nullptr, once, nullptr);
            const int rows = messages.rowCount();
            qCDebug(
                startupLog, "first rows read after %lld ms", static_cast<long long>(processAge()));
            // The rows are in the model now; the frame that shows them is the next one that is
            // swapped.
            QObject::connect(
                &window, &QQuickWindow::frameSwapped, once,
                [once, rows] {
                    qCInfo(startupLog, "first list shown after %lld ms (%d rows)",
                        static_cast<long long>(processAge()), rows);
                    once->deleteLater();
                },
                Qt::SingleShotConnection);
            window.update();
        });
}

} // namespace fulmar::app
