// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/stored_error.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace fulmar {
namespace {

constexpr char separator = '\t';

std::string oneField(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == separator || c == '\n' || c == '\r'; },
        ' ');
    return text;
}

} // namespace

std::string encodeError(const Error& error)
{
    return std::to_string(static_cast<int>(error.kind)) + separator + oneField(error.code)
        + separator + oneField(error.where) + separator + oneField(error.serverText);
}

std::optional<Error> decodeError(const std::string& text)
{
    if (text.empty())
        return std::nullopt;
    std::array<std::string, 4> fields;
    std::size_t start = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto end = i + 1 < fields.size() ? text.find(separator, start) : text.size();
        if (end == std::string::npos)
            return Error{ .kind = ErrorKind::Protocol, .where = {}, .serverText = text };
        fields[i] = text.substr(start, end - start);
        start = end + 1;
    }
    int kind = -1;
    std::from_chars(fields[0].data(), fields[0].data() + fields[0].size(), kind);
    if (kind < 0 || kind > static_cast<int>(ErrorKind::Unsupported))
        return Error{ .kind = ErrorKind::Protocol, .where = {}, .serverText = text };
    return Error{ .kind = static_cast<ErrorKind>(kind),
        .where = fields[2],
        .serverText = fields[3],
        .code = fields[1] };
}

} // namespace fulmar
