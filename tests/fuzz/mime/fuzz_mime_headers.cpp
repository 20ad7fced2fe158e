// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/utf8.h"
#include "mime/flowed.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "mime/rfc2047.h"
#include "mime/rfc2231.h"
#include "mime/write.h"
#include "text/charset.h"
#include "text/snippet.h"

#include <cstdint>
#include <cstdlib>

using namespace fulmar;

namespace {

void expectUtf8(const std::string& text)
{
    if (!isValidUtf8(text))
        std::abort();
}

/// What a person typed as subject and name must come out of our own message again.
void expectRoundTrip(const std::string& text)
{
    mime::OutgoingMessage message;
    message.from = { { text, "a@b.c" } };
    message.subject = text;
    message.text = text;
    message.messageId = "a@b";
    const auto bytes = mime::write(message, text);
    if (!bytes)
        return; // CR, LF or NUL
    const auto decoder = text::charsetDecoder();
    const mime::Message back = mime::parse(*bytes, decoder);
    const auto subject = mime::headerValue(back.root.headers, "Subject");
    const std::string expected = mime::decodeUnstructured(mime::encodeWords(text, 0), decoder);
    if (!subject || mime::decodeUnstructured(*subject, decoder) != expected)
        std::abort();
    const auto from = mime::parseAddressList(
        mime::headerValue(back.root.headers, "From").value_or(""), decoder);
    if (from.size() != 1 || from[0].address != "a@b.c" || from[0].name != expected)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view value(reinterpret_cast<const char*>(data), size);
    const auto decoder = text::charsetDecoder();
    expectUtf8(mime::decodeUnstructured(value, decoder));
    for (const auto& address : mime::parseAddressList(value, decoder)) {
        expectUtf8(address.name);
        expectUtf8(address.address);
    }
    for (const auto& [name, text] : mime::parseParameterised(value, decoder).parameters)
        expectUtf8(text);
    (void)mime::parseDate(value);
    (void)mime::parseMessageIds(value);
    expectUtf8(text::snippet(value, 20));
    (void)mime::unflow(mime::flow(value), false);
    if (isValidUtf8(value) && size < 4096)
        expectRoundTrip(std::string(value));
    return 0;
}
