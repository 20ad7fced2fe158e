// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/base64.h"
#include "sasl/login.h"
#include "sasl/plain.h"

#include <gtest/gtest.h>

#include <sstream>

namespace fulmar::sasl {
namespace {

using namespace std::string_literals;

TEST(Plain, message_is_the_vector_of_rfc_4616)
{
    EXPECT_EQ(
        encodeBase64(plain("tim", Secret("tanstaaftanstaaf"s))), "AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
}

TEST(Plain, utf8_passes_untouched)
{
    EXPECT_EQ(plain("jörg@example.org", Secret("pässwörd €"s)), "\0jörg@example.org\0pässwörd €"s);
}

TEST(Plain, nul_in_user_or_password_never_makes_another_identity)
{
    EXPECT_EQ(plain("admin\0tim"s, Secret("x"s)), "");
    EXPECT_EQ(plain("tim", Secret("x\0y"s)), "");
    Plain mechanism("a\0b"s, Secret("x"s));
    EXPECT_FALSE(mechanism.initialResponse());
    EXPECT_EQ(mechanism.respond("").error().kind, ErrorKind::Unsupported);
}

TEST(Plain, a_server_without_initial_response_gets_the_message_once)
{
    Plain mechanism("tim", Secret("x"s));
    EXPECT_EQ(mechanism.respond("")->reveal(), "\0tim\0x"s);
    EXPECT_EQ(mechanism.respond("").error().kind, ErrorKind::Protocol);
}

TEST(Plain, a_challenge_after_the_initial_response_is_an_error)
{
    Plain mechanism("tim", Secret("x"s));
    EXPECT_EQ(mechanism.initialResponse()->reveal(), "\0tim\0x"s);
    EXPECT_EQ(mechanism.respond("more?").error().kind, ErrorKind::Protocol);
}

TEST(Login, answers_user_then_password_whatever_the_prompts_say)
{
    for (const auto& [first, second] :
        { std::pair("Username:"s, "Password:"s), std::pair("User Name\0"s, "Password\0"s),
            std::pair(""s, ""s), std::pair("Password:"s, "Username:"s) }) {
        Login mechanism("tim", Secret("tanstaaf"s));
        EXPECT_FALSE(mechanism.initialResponse());
        EXPECT_EQ(mechanism.respond(first)->reveal(), "tim");
        EXPECT_EQ(mechanism.respond(second)->reveal(), "tanstaaf");
        EXPECT_EQ(mechanism.respond("again").error().kind, ErrorKind::Protocol);
    }
}

TEST(Secret, secret_never_in_log)
{
    std::ostringstream out;
    out << Secret(plain("tim", Secret("tanstaaf"s)));
    EXPECT_EQ(out.str().find("tanstaaf"), std::string::npos);
}

} // namespace
} // namespace fulmar::sasl
