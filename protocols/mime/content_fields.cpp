// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/content_fields.h"

#include "common/ascii.h"
#include "mime/headers.h"
#include "mime/rfc2231.h"

#include <algorithm>

namespace fulmar::mime {
namespace {

bool isToken(std::string_view text)
{
    return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
        return ascii::isControl(c) || ascii::is8Bit(c)
            || std::string_view(" ()<>@,;:\\\"/[]?=").find(c) != std::string_view::npos;
    });
}

bool setType(Part& part, std::string_view value)
{
    const std::size_t slash = value.find('/');
    if (slash == std::string_view::npos)
        return false;
    std::string_view type = ascii::trim(value.substr(0, slash)),
                     subtype = ascii::trim(value.substr(slash + 1));
    // "text/plain charset=utf-8": the separator is missing, the type is clear.
    subtype = subtype.substr(0, subtype.find_first_of(" \t\""));
    if (!isToken(type) || !isToken(subtype))
        return false;
    part.type = type;
    part.subtype = subtype;
    return true;
}

void applyContentType(Part& part, std::string_view defaultType, const CharsetDecoder& toUtf8,
    std::vector<std::string>& defects)
{
    setType(part, defaultType);
    const auto field = headerValue(part.headers, "Content-Type");
    if (!field)
        return;
    ParameterisedValue parsed = parseParameterised(*field, toUtf8);
    part.parameters = std::move(parsed.parameters);
    if (setType(part, parsed.value))
        return;
    part.type = "text";
    part.subtype = "plain";
    defects.push_back("Content-Type is malformed, read as text/plain");
}

std::string firstWord(std::string_view text)
{
    const ParameterisedValue parsed = parseParameterised(text, {});
    return parsed.value.substr(0, parsed.value.find_first_of(" \t"));
}

void applyDisposition(Part& part, const CharsetDecoder& toUtf8)
{
    std::optional<std::string> name;
    if (const auto field = headerValue(part.headers, "Content-Disposition")) {
        const ParameterisedValue parsed = parseParameterised(*field, toUtf8);
        const std::string word = parsed.value.substr(0, parsed.value.find_first_of(" \t"));
        // RFC 2183 section 2.8: an unknown disposition is an attachment.
        part.disposition = word.empty() ? "" : word == "inline" ? "inline" : "attachment";
        const auto found = std::find_if(parsed.parameters.begin(), parsed.parameters.end(),
            [](const auto& entry) { return entry.first == "filename"; });
        if (found != parsed.parameters.end() && !found->second.empty())
            name = found->second;
    }
    if (!name)
        name = part.parameter("name");
    part.fileName = name.value_or(std::string());
}

} // namespace

void applyContentFields(Part& part, std::string_view defaultType, const CharsetDecoder& toUtf8,
    std::vector<std::string>& defects)
{
    applyContentType(part, defaultType, toUtf8, defects);
    part.charset = ascii::lower(ascii::trim(part.parameter("charset").value_or(std::string())));
    applyDisposition(part, toUtf8);
    if (const auto field = headerValue(part.headers, "Content-ID")) {
        const auto ids = parseMessageIds(*field);
        part.contentId = ids.empty() ? std::string(ascii::trim(*field)) : ids.front();
    }
    part.encoding = "7bit";
    if (const auto field = headerValue(part.headers, "Content-Transfer-Encoding")) {
        const std::string encoding = firstWord(*field);
        if (!encoding.empty())
            part.encoding = encoding;
    }
}

} // namespace fulmar::mime
