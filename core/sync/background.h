// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <utility>

namespace fulmar {

/// Runs pure functions on a thread pool and brings their results home to the thread that made this
/// object.
class Background {
public:
    using Continuation = std::function<void()>;

    Background() = default;
    /// Waits for what runs; continuations that did not come home yet are dropped.
    ~Background() { m_pool.waitForDone(); }
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    /// `work` runs on the pool and may touch nothing shared; what it returns runs at home. The
    /// continuation has to check by itself that its object still lives.
    void run(std::function<Continuation()> work)
    {
        m_pool.start([this, work = std::move(work)] {
            QMetaObject::invokeMethod(&m_home, work(), Qt::QueuedConnection);
        });
    }

private:
    QObject m_home;
    QThreadPool m_pool; // goes first and waits, so that m_home outlives every runner
};

} // namespace fulmar
