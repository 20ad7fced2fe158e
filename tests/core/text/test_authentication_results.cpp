// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/authentication_results.h"

#include <gtest/gtest.h>

using namespace fulmar::text;
using fulmar::mime::HeaderField;

namespace {

std::string read(const std::vector<HeaderField>& headers, const std::vector<std::string>& trusted)
{
    const auto results = authenticationResults(headers, trusted);
    return results.spf + '/' + results.dkim + '/' + results.dmarc;
}

const std::vector<std::string> gmail = trustedDomainsFor("imap.gmail.com", "anna@gmail.com");

TEST(AuthenticationResultsTest, the_receiving_servers_words_are_read)
{
    EXPECT_EQ(read({ { "Authentication-Results",
                       "mx.google.com;\r\n dkim=pass header.i=@x.org header.s=s header.b=a;\r\n"
                       " spf=pass (google.com: domain of a@x.org designates 1.2.3.4; really) "
                       "smtp.mailfrom=a@x.org;\r\n"
                       " dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=x.org" } },
                  gmail),
        "pass/pass/pass");
    EXPECT_EQ(read({ { "authentication-results",
                       "mx.google.com 1; SPF=SoftFail; dkim = fail reason=\"a;b\"" } },
                  gmail),
        "softfail/fail/");
    EXPECT_EQ(read({ { "Authentication-Results", "mx.google.com; none" } }, gmail), "//");
    EXPECT_EQ(read({}, gmail), "//");
}

TEST(AuthenticationResultsTest, one_good_signature_is_enough)
{
    EXPECT_EQ(
        read({ { "Authentication-Results", "mx.google.com; dkim=fail; dkim=pass; dkim=neutral" } },
            gmail),
        "/pass/");
}

TEST(AuthenticationResultsTest, what_a_sender_wrote_about_himself_does_not_count)
{
    EXPECT_EQ(
        read({ { "Authentication-Results", "evil.example; spf=pass; dkim=pass; dmarc=pass" } },
            gmail),
        "//");
    EXPECT_EQ(read({ { "Authentication-Results", "mx.google.com; spf=fail" },
                       { "Authentication-Results", "mx.google.com; spf=pass; dkim=pass" } },
                  gmail),
        "fail//");
}

TEST(AuthenticationResultsTest, the_server_that_received_it_is_trusted)
{
    EXPECT_EQ(read({ { "Received",
                         "from a.example (a [1.2.3.4]) by mx1.hosting.example (Postfix); date" },
                       { "Authentication-Results", "mx2.hosting.example; spf=pass" } },
                  {}),
        "pass//");
    EXPECT_EQ(read({ { "Authentication-Results", "mx2.hosting.example; spf=pass" } }, {}), "//");
}

TEST(AuthenticationResultsTest, any_bytes_are_harmless)
{
    for (const char* value : { "", ";", ";;;;", "(", "\"", "((((", "mx.google.com; =; spf=; =pass",
             "mx.google.com;spf", "\\" })
        EXPECT_NO_THROW(read({ { "Authentication-Results", value }, { "Received", value } }, gmail))
            << value;
}

} // namespace
