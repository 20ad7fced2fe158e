// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/envelope.h"

#include "common/limits.h"

#include <gtest/gtest.h>

namespace fulmar::smtp {
namespace {

using namespace std::string_literals;

TEST(Envelope, every_control_blank_and_bracket_is_refused_in_an_address)
{
    for (int c = 0; c < 256; ++c) {
        const std::string address = "a"s + static_cast<char>(c) + "@example.org";
        const bool bad = c <= 0x20 || c == 0x7f || c == '<' || c == '>' || c >= 0x80;
        EXPECT_EQ(checkAddress(address).has_value(), bad) << c;
    }
}

TEST(Envelope, address_length_is_limited)
{
    const std::string longest(limits::smtpPath, 'a');
    EXPECT_FALSE(checkAddress(longest.substr(1)));
    EXPECT_FALSE(checkAddress(longest));
    EXPECT_EQ(checkAddress(longest + "a")->kind, ErrorKind::Limit);
    EXPECT_LE(rcptCommand({ .sender = {}, .recipients = { longest }, .message = {} }, {}, 0).size(), 512U);
}

TEST(Envelope, size_limit_is_exact)
{
    Transaction transaction{ .sender = "a@b.c",
        .recipients = { "d@e.f" },
        .message = sourceFromString(std::string(100, 'x')) };
    Extensions extensions;
    for (const auto& [limit, kind] :
        { std::pair(0U, false), { 99U, true }, { 100U, false }, { 101U, false } }) {
        extensions.size = limit;
        EXPECT_EQ(checkEnvelope(transaction, extensions).has_value(), kind) << limit;
    }
}

} // namespace
} // namespace fulmar::smtp
