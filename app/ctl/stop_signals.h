// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace fulmar::ctl {

/// SIGINT, SIGTERM and SIGHUP as a signal of the event loop; a second one ends the process at once.
/// SIGPIPE is ignored: writing tells. One object per process.
class StopSignals : public QObject {
    Q_OBJECT
public:
    StopSignals();
    ~StopSignals() override;
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

Q_SIGNALS:
    void raised();

private:
    int m_file = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace fulmar::ctl
