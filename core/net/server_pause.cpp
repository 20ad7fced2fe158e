// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/server_pause.h"

#include "common/ascii.h"

#include <algorithm>
#include <array>

namespace fulmar {
namespace {

using namespace std::chrono_literals;

constexpr auto firstThrottle = 50ms;
constexpr auto longestThrottle = 16'000ms;
constexpr auto throttleShrinks = 500ms;

constexpr std::string_view pausedPrefix = "paused-";

struct Growth {
    std::int64_t first, longest; ///< seconds
};

Growth growthOf(Restraint restraint)
{
    switch (restraint) {
    case Restraint::NoBulk:
        return { 3600, 24 * 3600 };
    case Restraint::FewerConnections:
        return { 60, 15 * 60 };
    default:
        return { 10, 10 * 60 };
    }
}

bool contains(std::string_view text, std::string_view part)
{
    return std::search(text.begin(), text.end(), part.begin(), part.end(), [](char a, char b) {
        return ascii::toLower(a) == ascii::toLower(b);
    }) != text.end();
}

bool storesMail(std::string_view where)
{
    constexpr std::array<std::string_view, 4> commands{ "APPEND", "UID COPY", "UID MOVE",
        "CREATE" };
    return std::find(commands.begin(), commands.end(), where) != commands.end();
}

} // namespace

Restraint restraintFor(const Error& error)
{
    const bool told = error.kind == ErrorKind::Rejected || error.kind == ErrorKind::Network;
    if (!told || error.code.starts_with(pausedPrefix))
        return Restraint::None;
    if (contains(error.serverText, "bandwidth limits"))
        return Restraint::NoBulk;
    if (error.code == "OVERQUOTA" && !storesMail(error.where))
        return Restraint::NoBulk;
    if (contains(error.serverText, "simultaneous connections")
        || contains(error.serverText, "too many connections"))
        return Restraint::FewerConnections;
    if (error.code == "LIMIT" && error.where.starts_with("sign-in"))
        return Restraint::FewerConnections;
    return error.code == "UNAVAILABLE" ? Restraint::Later : Restraint::None;
}

ServerPause nextPause(
    Restraint restraint, const Error& error, const ServerPause& before, std::int64_t now)
{
    if (restraint == Restraint::None)
        return {};
    ServerPause pause{ .code = restraint == Restraint::NoBulk ? "OVERQUOTA"
            : restraint == Restraint::FewerConnections        ? "LIMIT"
                                                              : "UNAVAILABLE",
        .serverText = error.serverText };
    pause.step = before.code == pause.code ? std::min(before.step + 1, 20U) : 1;
    const auto [first, longest] = growthOf(restraint);
    pause.until = now + std::min(first << (pause.step - 1), longest);
    return pause;
}

Error pauseError(const ServerPause& pause)
{
    return { .kind = ErrorKind::Rejected,
        .where = "pause until " + std::to_string(pause.until),
        .serverText = pause.serverText,
        .code = std::string(pausedPrefix) + pause.code };
}

void SoftThrottle::answered(std::string_view text, std::chrono::milliseconds now)
{
    if (ascii::trim(text).ends_with("[THROTTLED]")) {
        m_pause
            = std::clamp<std::chrono::milliseconds>(m_pause * 2, firstThrottle, longestThrottle);
        m_since = now;
        return;
    }
    while (m_pause > 0ms && now - m_since >= throttleShrinks) {
        m_since += throttleShrinks;
        m_pause = m_pause * 3 / 4;
        if (m_pause < firstThrottle / 4)
            m_pause = 0ms;
    }
}

} // namespace fulmar
