// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/stop_signals.h"

#include <array>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace fulmar::ctl {
namespace {

constexpr std::array stopping{ SIGINT, SIGTERM, SIGHUP };
volatile std::sig_atomic_t writeEnd = -1;
volatile std::sig_atomic_t seen = 0;

/// Only what is safe inside a signal handler: one byte into a pipe.
extern "C" void onStopSignal(int number)
{
    if (seen != 0)
        ::_exit(128 + number);
    seen = 1;
    const char byte = 0;
    // A full pipe has told it already.
    [[maybe_unused]] const auto written = ::write(static_cast<int>(writeEnd), &byte, 1);
}

} // namespace

StopSignals::StopSignals()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_file = ends[0];
    writeEnd = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(m_file, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        std::array<char, 16> bytes{};
        while (::read(m_file, bytes.data(), bytes.size()) > 0) { }
        Q_EMIT raised();
    });
    struct sigaction action { };
    action.sa_handler = onStopSignal;
    action.sa_flags = SA_RESTART;
    for (const int number : stopping)
        ::sigaction(number, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals()
{
    for (const int number : stopping)
        std::signal(number, SIG_DFL);
    m_notifier.reset();
    if (m_file >= 0) {
        ::close(m_file);
        ::close(static_cast<int>(writeEnd));
    }
}

} // namespace fulmar::ctl
