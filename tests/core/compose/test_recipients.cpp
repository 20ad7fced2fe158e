// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/address_check.h"
#include "compose/recipients.h"

#include <gtest/gtest.h>

using namespace fulmar;
using namespace fulmar::compose;

namespace {

TEST(Recipients, what_a_person_types_becomes_addresses)
{
    struct Row {
        const char* typed;
        std::vector<Address> expected;
    };
    const Row rows[] = {
        { "", {} },
        { " , ;\n", {} },
        { "anna@example.org", { { "", "anna@example.org" } } },
        { "Anna Berg <anna@example.org>", { { "Anna Berg", "anna@example.org" } } },
        { "\"Berg, Anna\" <anna@example.org>, bo@example.org",
            { { "Berg, Anna", "anna@example.org" }, { "", "bo@example.org" } } },
        { "a@x.org; b@x.org\nc@x.org,",
            { { "", "a@x.org" }, { "", "b@x.org" }, { "", "c@x.org" } } },
        { "\"say \\\"hi\\\"\" <a@x.org>", { { "say \"hi\"", "a@x.org" } } },
        { "<a@x.org>", { { "", "a@x.org" } } },
        { "Zoë <zoe@bücher.example>", { { "Zoë", "zoe@xn--bcher-kva.example" } } },
        { "\"odd local\"@x.org", { { "", "\"odd local\"@x.org" } } },
        { "root@localhost", { { "", "root@localhost" } } },
        { "a@[127.0.0.1]", { { "", "a@[127.0.0.1]" } } },
        { "a@[IPv6:::1]", { { "", "a@[IPv6:::1]" } } },
        { "o'brien+tag=x@x.org", { { "", "o'brien+tag=x@x.org" } } },
    };
    for (const auto& row : rows) {
        const auto parsed = parseRecipients(row.typed, "To");
        ASSERT_TRUE(parsed) << row.typed << ": " << parsed.error().where;
        EXPECT_EQ(*parsed, row.expected) << row.typed;
    }
}

TEST(Recipients, a_malformed_address_is_refused_and_named)
{
    for (const char* typed : { "anna", "anna@", "@example.org", "anna@@example.org",
             "anna berg@example.org", "anna@exa mple.org", "anna@-example.org", "anna@example..org",
             "anna@.org", "<anna", "Anna <>", "anna@example.org>", "a@[", "a@[]",
             "\"open@example.org", "anna@example.org bo@example.org" }) {
        const auto parsed = parseRecipients(std::string("good@example.org, ") + typed, "Cc");
        ASSERT_FALSE(parsed) << typed;
        EXPECT_EQ(parsed.error().kind, ErrorKind::Rejected) << typed;
        EXPECT_EQ(parsed.error().code, "address-malformed") << typed;
        EXPECT_EQ(parsed.error().where, std::string("Cc / ") + typed);
    }
}

TEST(Recipients, crlf_in_address_is_refused)
{
    for (const std::string attack : { "a@x.org\r\nBcc: b@x.org", "a\r\n@x.org", "a@x.org\rRCPT" }) {
        const auto checked = checkedAddress(attack, "To");
        EXPECT_FALSE(checked) << attack;
    }
    EXPECT_FALSE(checkedAddress(std::string_view("a\0b@x.org", 9), "To"));
    EXPECT_FALSE(checkedAddress("a>b@x.org", "To"));
    EXPECT_FALSE(checkedAddress("\"a>b\"@x.org", "To"));
}

TEST(Recipients, the_length_of_an_address_is_limited)
{
    const auto address = [](std::size_t local, std::size_t label) {
        return std::string(local, 'a') + '@' + std::string(label, 'b') + ".org";
    };
    EXPECT_TRUE(checkedAddress(address(63, 20), "To"));
    EXPECT_TRUE(checkedAddress(address(64, 20), "To"));
    const auto tooLong = checkedAddress(address(65, 20), "To");
    ASSERT_FALSE(tooLong);
    EXPECT_EQ(tooLong.error().code, "address-too-long");
    EXPECT_TRUE(checkedAddress(address(4, 63), "To"));
    EXPECT_FALSE(checkedAddress(address(4, 64), "To"));
}

TEST(Recipients, a_local_part_that_needs_smtputf8_is_told_apart_from_a_typing_error)
{
    const auto checked = checkedAddress("zoë@example.org", "To");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, "address-not-ascii");
}

TEST(Recipients, formatting_and_parsing_are_inverse)
{
    const std::vector<Address> addresses{ { "", "a@x.org" }, { "Anna Berg", "anna@x.org" },
        { "Berg, \"Bo\" \\", "bo@x.org" }, { "Dr. O", "o@x.org" }, { "Zoë", "zoe@x.org" } };
    const auto parsed = parseRecipients(formatRecipients(addresses), "To");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed, addresses);
}

} // namespace
