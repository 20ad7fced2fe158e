// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/snippet.h"

#include "common/ascii.h"
#include "common/utf8.h"

#include <algorithm>

namespace fulmar::text {
namespace {

/// Characters without ink that newsletters use to push the rest of the text out of a preview.
bool isFiller(std::string_view character)
{
    constexpr std::string_view fillers[] = { "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d",
        "\xe2\x81\xa0", "\xef\xbb\xbf", "\xc2\xad", "\xcd\x8f",
        "\xe1\xa0\x8e" }; // U+200B, 200C, 200D, 2060, FEFF, 00AD, 034F, 180E
    return std::find(std::begin(fillers), std::end(fillers), character) != std::end(fillers);
}

bool isBlank(std::string_view character)
{
    return (character.size() == 1
               && (ascii::isSpace(character[0]) || ascii::isControl(character[0])))
        || character == "\xc2\xa0" || character == "\xe3\x80\x80" || character == "\xe2\x80\x87"
        || character == "\xe2\x80\xaf"; // U+00A0, 3000, 2007, 202F
}

/// "-----", "=====", "* * *", "____": a line that only separates.
bool isSeparator(std::string_view line)
{
    line = ascii::trim(line);
    return line.size() >= 3 && std::all_of(line.begin(), line.end(), [](char c) {
        return std::string_view("-=_*~+# .").find(c) != std::string_view::npos;
    });
}

/// What newsletters put above their text for programs that cannot draw it, and pictures' addresses.
bool isBoilerplate(std::string_view line)
{
    constexpr std::size_t longest = 160; // bytes; such a line is short
    line = ascii::trim(line);
    if (line.size() > longest)
        return false;
    const std::string lower = ascii::lower(line);
    for (const std::string_view words :
        { "view in browser", "view in your browser", "view this email", "view this message",
            "view it in your browser", "view online", "view web version", "view as a web page",
            "read online", "email not displaying", "having trouble viewing",
            "having trouble reading", "can't see this", "im browser anzeigen", "im browser ansehen",
            "im browser \xc3\xb6"
            "ffnen",
            "online ansehen", "online-version", "webversion", "voir dans le navigateur",
            "version en ligne", "ver en el navegador", "visualizza nel browser", "bekijk online",
            "bekijk in je browser", "sent from my " }) {
        if (lower.find(words) != std::string::npos)
            return true;
    }
    return (lower.starts_with("http://") || lower.starts_with("https://")
               || lower.starts_with("[http") || lower.starts_with("<http"))
        && lower.find(' ') == std::string::npos;
}

class Collector {
public:
    explicit Collector(std::size_t most) : m_most(most) { }

    /// False when full.
    bool add(std::string_view line)
    {
        for (m_space = !m_out.empty(); !line.empty();) {
            const std::size_t length = std::max<std::size_t>(1, utf8CharacterLength(line));
            const std::string_view character = line.substr(0, length);
            line.remove_prefix(length);
            if (isBlank(character)) {
                m_space = !m_out.empty();
                continue;
            }
            if (isFiller(character) || utf8CharacterLength(character) == 0)
                continue;
            if (m_space && ++m_count < m_most)
                m_out += ' ';
            m_space = false;
            if (m_count >= m_most)
                return false;
            m_out += character;
            ++m_count;
        }
        return m_count < m_most;
    }
    std::string take() { return std::move(m_out); }

private:
    std::string m_out;
    std::size_t m_count = 0, m_most;
    bool m_space = false;
};

std::string collect(std::string_view text, std::size_t most, bool quotes)
{
    Collector collector(most);
    while (!text.empty()) {
        const std::size_t length = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, length);
        text.remove_prefix(std::min(length + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line == "-- " || line == "--")
            break;
        const bool quoted = line.starts_with('>');
        if (quoted != quotes || isSeparator(line) || isBoilerplate(line))
            continue;
        if (quoted)
            line.remove_prefix(std::min(line.find_first_not_of("> "), line.size()));
        if (!collector.add(line))
            break;
    }
    return collector.take();
}

} // namespace

std::string snippet(std::string_view text, std::size_t maxCharacters)
{
    std::string own = collect(text, maxCharacters, false);
    return own.empty() ? collect(text, maxCharacters, true) : own;
}

} // namespace fulmar::text
