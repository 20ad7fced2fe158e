// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/ehlo.h"

#include "common/ascii.h"

#include <algorithm>
#include <charconv>

namespace fulmar::smtp {
namespace {

std::string_view takeWord(std::string_view& text)
{
    text = ascii::trim(text);
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    text.remove_prefix(word.size());
    return word;
}

void addMechanisms(std::vector<std::string>& mechanisms, std::string_view words)
{
    for (std::string_view word = takeWord(words); !word.empty(); word = takeWord(words)) {
        std::string name = ascii::upper(word);
        if (std::find(mechanisms.begin(), mechanisms.end(), name) == mechanisms.end())
            mechanisms.push_back(std::move(name));
    }
}

std::optional<std::uint64_t> sizeLimit(std::string_view digits)
{
    std::uint64_t size = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), size);
    // A size beyond 64 bits or no number at all is no limit that we could keep.
    if (result.ec != std::errc())
        return 0;
    return size;
}

void applyLine(Extensions& extensions, std::string_view line)
{
    const std::string_view word = takeWord(line);
    if (ascii::startsWithIgnoreCase(word, "AUTH=")) {
        addMechanisms(extensions.authMechanisms, word.substr(5));
        addMechanisms(extensions.authMechanisms, line);
        return;
    }
    const std::string keyword = ascii::upper(word);
    if (keyword == "AUTH")
        addMechanisms(extensions.authMechanisms, line);
    else if (keyword == "SIZE")
        extensions.size = sizeLimit(takeWord(line));
    else if (keyword == "STARTTLS")
        extensions.startTls = true;
    else if (keyword == "PIPELINING")
        extensions.pipelining = true;
    else if (keyword == "8BITMIME")
        extensions.eightBitMime = true;
    else if (keyword == "SMTPUTF8")
        extensions.smtpUtf8 = true;
    else if (keyword == "CHUNKING")
        extensions.chunking = true;
    else if (keyword == "DSN")
        extensions.dsn = true;
    else if (keyword == "ENHANCEDSTATUSCODES")
        extensions.enhancedStatusCodes = true;
}

} // namespace

Extensions parseExtensions(const Reply& reply)
{
    Extensions extensions;
    std::string_view text = reply.text;
    // The first line is the server's name and greeting.
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        text.remove_prefix(end + 1);
        applyLine(extensions, text.substr(0, text.find('\n')));
    }
    return extensions;
}

} // namespace fulmar::smtp
