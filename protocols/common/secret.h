// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace fulmar {

/// A value that must never be printed: streaming it gives dots, reading it takes `reveal()`.
///
/// Text inside is overwritten when the object dies, so that a core file holds as little as we can help.
template <class T>
class Secret {
public:
    Secret() = default;
    explicit Secret(T value)
        : m_value(std::move(value))
    {
    }
    Secret(const Secret&) = default;
    Secret(Secret&&) = default;
    Secret& operator=(const Secret&) = default;
    Secret& operator=(Secret&&) = default;
    ~Secret() { wipe(m_value); }

    /// The bare value; call it where the bytes leave for the wire or the keychain, nowhere else.
    [[nodiscard]] const T& reveal() const { return m_value; }
    [[nodiscard]] bool empty() const { return m_value.empty(); }

    friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "••••"; }

private:
    static void wipe(std::string& text)
    {
        for (volatile char* c = text.data(); c != text.data() + text.size(); ++c)
            *c = 0;
    }
    template <class Other>
    static void wipe(Other&)
    {
    }

    T m_value {};
};

} // namespace fulmar
