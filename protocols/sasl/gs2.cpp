// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/gs2.h"

namespace fulmar::sasl {

std::string gs2Name(std::string_view name)
{
    std::string out;
    for (const char c : name) {
        if (c == '=')
            out += "=3D";
        else if (c == ',')
            out += "=2C";
        else
            out += c;
    }
    return out;
}

} // namespace fulmar::sasl
