// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/enclosed.h"

#include "common/ascii.h"
#include "mime/parse.h"
#include "mime/transfer_encoding.h"
#include "text/charset.h"
#include "text/tnef.h"

namespace fulmar::text {

bool isTnef(const mime::Part& part)
{
    return part.type == "application"
        && (part.subtype == "ms-tnef" || part.subtype == "vnd.ms-tnef"
            || ascii::equalsIgnoreCase(part.fileName, "winmail.dat"));
}

std::vector<EnclosedFile> enclosedIn(std::string_view raw, const mime::Part& part)
{
    std::vector<EnclosedFile> files;
    const auto add = [&](std::string name, std::string content) {
        files.push_back({ part.number + '!' + std::to_string(files.size() + 1), std::move(name),
            std::move(content) });
    };
    if (isTnef(part)) {
        for (TnefFile& file : readTnef(mime::decodedBody(raw, part)))
            add(std::move(file.name), std::move(file.content));
    } else if (part.type == "text" && part.subtype == "plain") {
        const std::string body = mime::decodedBody(raw, part);
        for (const auto& file : mime::findUuencoded(body)) {
            const std::string_view block
                = std::string_view(body).substr(file.begin, file.end - file.begin);
            add(guessedToUtf8(file.name), mime::decodeUuencode(block));
        }
    }
    return files;
}

std::optional<EnclosedFile> enclosedFile(
    std::string_view raw, const mime::Message& message, std::string_view key)
{
    const std::size_t mark = key.find('!');
    const mime::Part* const part
        = mark == std::string_view::npos ? nullptr : message.find(key.substr(0, mark));
    if (part == nullptr)
        return std::nullopt;
    for (EnclosedFile& file : enclosedIn(raw, *part)) {
        if (file.key == key)
            return std::move(file);
    }
    return std::nullopt;
}

} // namespace fulmar::text
