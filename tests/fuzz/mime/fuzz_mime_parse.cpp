// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/parse.h"
#include "text/charset.h"

#include <cstdint>
#include <cstdlib>

using namespace fulmar;

namespace {

void check(std::string_view raw, const mime::Part& part, std::size_t begin, std::size_t end)
{
    if (part.bodyOffset < begin || part.bodyOffset + part.bodyLength > end)
        std::abort(); // a part outside of its parent
    if (part.children.empty())
        (void)mime::decodedText(raw, part, text::charsetDecoder());
    (void)part.isAttachment();
    for (const mime::Part& child : part.children)
        check(raw, child, part.bodyOffset, part.bodyOffset + part.bodyLength);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    const mime::Message message = mime::parse(raw, text::charsetDecoder());
    check(raw, message.root, 0, raw.size());
    return 0;
}
