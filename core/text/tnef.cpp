// SPDX-License-Identifier: GPL-3.0-or-later
//
// The only file that sees libytnef.
#include "text/tnef.h"

#include "common/ascii.h"
#include "text/charset.h"

// Its header does not say that it is C.
extern "C" {
#include <ytnef.h>
}

#include <cstdint>

namespace fulmar::text {
namespace {

constexpr std::size_t mostBytes = 64 * 1024 * 1024;
constexpr std::size_t mostFiles = 1000;

std::uint32_t number32(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

/// Signature, key, then attributes: level (1), id (4), length (4), data, checksum (2). A stream
/// whose lengths do not add up is where the library's errors were (CVE-2021-3403, CVE-2021-3404).
bool isWellFormed(std::string_view bytes)
{
    constexpr std::uint32_t signature = 0x223e9f78;
    constexpr std::size_t head = 6, frame = 11;
    if (bytes.size() < head || bytes.size() > mostBytes || number32(bytes, 0) != signature)
        return false;
    std::size_t at = head;
    while (at + frame <= bytes.size()) {
        const std::size_t length = number32(bytes, at + 5);
        if (length > bytes.size() - at - frame)
            return false;
        at += frame + length;
    }
    return true;
}

std::string_view textOf(const variableLength& value)
{
    if (value.data == nullptr || value.size <= 0)
        return {};
    const std::string_view text(
        reinterpret_cast<const char*>(value.data), static_cast<std::size_t>(value.size));
    return text.substr(0, text.find('\0'));
}

/// A MAPI property of an attachment; nothing where it is not there.
const variableLength* property(Attachment& attachment, unsigned type, unsigned id)
{
    const unsigned tag = type | id << 16U;
    variableLength* const found = MAPIFindProperty(&attachment.MAPI, tag);
    return found == MAPI_UNDEFINED ? nullptr : found;
}

std::string nameOf(Attachment& attachment)
{
    constexpr unsigned longFileName = 0x3707, displayName = 0x3001;
    for (const unsigned id : { longFileName, displayName }) {
        // libytnef has turned what was PT_UNICODE into UTF-8.
        for (const unsigned type : { 0x1fU, 0x1eU }) {
            const variableLength* const value = property(attachment, type, id);
            if (value != nullptr && !textOf(*value).empty())
                return guessedToUtf8(textOf(*value));
        }
    }
    return guessedToUtf8(textOf(attachment.Title));
}

std::string contentOf(Attachment& attachment)
{
    constexpr unsigned attachData = 0x3701, binary = 0x102, object = 0xd;
    constexpr std::size_t objectHead = 16; // the class that an embedded object begins with
    const variableLength* value = property(attachment, object, attachData);
    const std::size_t skipped = value != nullptr ? objectHead : 0;
    if (value == nullptr)
        value = property(attachment, binary, attachData);
    if (value == nullptr || value->size <= 0)
        value = &attachment.FileData;
    if (value->data == nullptr || value->size <= static_cast<int>(skipped))
        return {};
    return std::string(
        reinterpret_cast<const char*>(value->data), static_cast<std::size_t>(value->size))
        .substr(skipped);
}

} // namespace

std::vector<TnefFile> readTnef(std::string_view bytes)
{
    std::vector<TnefFile> files;
    if (!isWellFormed(bytes))
        return files;
    std::string copy(bytes); // the library takes a pointer that it may write through
    TNEFStruct stream;
    TNEFInitialize(&stream);
    stream.Debug = 0;
    if (TNEFParseMemory(
            reinterpret_cast<BYTE*>(copy.data()), static_cast<long>(copy.size()), &stream)
        == 0) {
        for (Attachment* attachment = stream.starting_attach.next;
             attachment != nullptr && files.size() < mostFiles; attachment = attachment->next) {
            TnefFile file{ nameOf(*attachment), contentOf(*attachment) };
            if (!file.content.empty() || !file.name.empty())
                files.push_back(std::move(file));
        }
    }
    TNEFFree(&stream);
    return files;
}

} // namespace fulmar::text
