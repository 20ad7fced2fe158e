// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace fulmar {

/// A value that must never be printed: streaming it gives dots, reading it takes `reveal()`.
///
/// Text inside is overwritten when the object dies, is moved from or gets another value, so that a
/// core file holds as little as we can help.
template <class T>
class Secret {
public:
    Secret() = default;
    explicit Secret(T value) : m_value(std::move(value)) { wipe(value); }
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept : m_value(std::move(other.m_value)) { wipe(other.m_value); }
    Secret& operator=(const Secret& other)
    {
        if (this != &other) {
            wipe(m_value);
            m_value = other.m_value;
        }
        return *this;
    }
    Secret& operator=(Secret&& other) noexcept
    {
        if (this != &other) {
            wipe(m_value);
            m_value = std::move(other.m_value);
            wipe(other.m_value);
        }
        return *this;
    }
    ~Secret() { wipe(m_value); }

    /// The bare value; call it where the bytes leave for the wire or the keychain, nowhere else.
    [[nodiscard]] const T& reveal() const { return m_value; }
    [[nodiscard]] bool empty() const { return m_value.empty(); }

    friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "••••"; }

private:
    static void wipe(std::string& text)
    {
        // A shortened or moved string leaves its old bytes behind its end.
        text.resize(text.capacity());
        for (volatile char* c = text.data(); c != text.data() + text.size(); ++c)
            *c = 0;
        text.clear();
    }
    template <class Other>
    static void wipe(Other&)
    {
    }

    T m_value{};
};

} // namespace fulmar
