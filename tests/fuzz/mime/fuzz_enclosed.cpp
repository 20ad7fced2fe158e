// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/parse.h"
#include "text/calendar_card.h"
#include "text/charset.h"
#include "text/enclosed.h"
#include "text/part_text.h"
#include "text/tnef.h"

#include <cstdint>

using namespace fulmar;

/// The first byte chooses: a TNEF stream, a calendar, or a whole message with what is inside.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] % 3 == 0) {
        (void)text::readTnef(bytes);
    } else if (data[0] % 3 == 1) {
        (void)text::readCalendar(bytes);
    } else {
        const auto message = mime::parse(bytes, text::charsetDecoder());
        for (const auto form : { text::BodyForm::Plain, text::BodyForm::Html })
            (void)text::textOf(bytes, text::planBody(message, form));
        (void)text::enclosedIn(bytes, message.root);
    }
    return 0;
}
