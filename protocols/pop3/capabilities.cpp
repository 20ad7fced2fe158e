// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/capabilities.h"

#include "common/ascii.h"
#include "common/limits.h"

#include <charconv>

namespace fulmar::pop3 {
namespace {

std::vector<std::string> words(std::string_view line)
{
    std::vector<std::string> found;
    for (line = ascii::trim(line); !line.empty(); line = ascii::trim(line)) {
        const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
        found.emplace_back(line.substr(0, end));
        line.remove_prefix(end);
    }
    return found;
}

std::optional<std::uint32_t> number(const std::string& text)
{
    std::uint32_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size())
        return std::nullopt;
    return value;
}

} // namespace

bool Capabilities::has(std::string_view name) const
{
    return entries.find(std::string(name)) != entries.end();
}

std::vector<std::string> Capabilities::saslMechanisms() const
{
    const auto found = entries.find("SASL");
    if (found == entries.end())
        return {};
    std::vector<std::string> names;
    for (const auto& name : found->second)
        names.push_back(ascii::upper(name));
    return names;
}

std::uint32_t Capabilities::loginDelay() const
{
    const auto found = entries.find("LOGIN-DELAY");
    if (found == entries.end() || found->second.empty())
        return 0;
    return std::min(number(found->second.front()).value_or(0), limits::pop3LoginDelay);
}

std::optional<std::uint32_t> Capabilities::expireDays() const
{
    const auto found = entries.find("EXPIRE");
    if (found == entries.end() || found->second.empty())
        return std::nullopt;
    return number(found->second.front());
}

void Capabilities::add(std::string_view line)
{
    auto found = words(line);
    if (found.empty() || entries.size() >= limits::pop3Capabilities)
        return;
    const std::string name = ascii::upper(found.front());
    found.erase(found.begin());
    entries.insert_or_assign(name, std::move(found));
}

} // namespace fulmar::pop3
