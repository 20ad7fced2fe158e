// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/css_sheet.h"
#include "text/html_sanitizer.h"
#include "text/html_text.h"

#include <gtest/gtest.h>

#include <random>

namespace fulmar::text {
namespace {

std::string filtered(std::string_view css)
{
    return filterStyleSheet(css, ".s").declarations;
}

TEST(StyleSheet, keeps_what_a_newsletter_needs)
{
    const std::pair<std::string, std::string> rows[] = {
        { "p{color:red}", ".s p{color: red}\n" },
        { ".a , td.b>P { margin : 0 ; }", ".s .m-a,.s td.m-b>p{margin: 0}\n" },
        { "#x a:hover{color:blue}", ".s .i-x a:hover{color: blue}\n" },
        { "body{margin:0} html,body .a{padding:0}", ".s{margin: 0}\n.s,.s .m-a{padding: 0}\n" },
        { "@media only screen and (max-width:600px){.w{width:100% !important}}",
            "@media only screen and (max-width:600px){.s .m-w{width: 100% !important}\n}\n" },
        { "<!-- p{color:red} -->/* x{color:red} */q{color:red}",
            ".s p{color: red}\n.s q{color: red}\n" },
        { "@charset \"utf-8\"; p{color:red}", ".s p{color: red}\n" },
    };
    for (const auto& [css, expected] : rows)
        EXPECT_EQ(filtered(css), expected) << css;
}

TEST(StyleSheet, drops_what_loads_counts_it_and_goes_on)
{
    const std::string rows[] = { "@import url(//evil.example/a.css);",
        "@import '//evil.example/a';", "@font-face{font-family:x;src:url(//evil.example/f)}",
        ".a{background:url(//evil.example/a)}", "@media print{.a{content:url(//evil.example/b)}}",
        "@namespace x url(//evil.example);", "@media x{@import url(//evil.example);}",
        ".a{background-image:image-set('//evil.example/a' 1x)}",
        ".a{cursor:url(//evil.example/c),auto}", "@page{background:url(//evil.example)}" };
    for (const std::string& css : rows) {
        const FilteredCss out = filterStyleSheet(css + "p{color:red}", ".s");
        EXPECT_EQ(out.declarations, ".s p{color: red}\n") << css;
        EXPECT_EQ(out.remoteContentCount, 1) << css;
    }
}

TEST(StyleSheet, a_selector_that_asks_for_contents_or_hides_its_meaning_is_dropped)
{
    for (const char* css :
        { "a[href^='x']{color:red}", "p:not(.x){color:red}", "p::before{color:red}",
            "\\70{color:red}", "p</style>{color:red}", "input:checked{color:red}", "{color:red}" })
        EXPECT_EQ(filtered(css), "") << css;
}

TEST(StyleSheet, no_mail_can_name_what_is_ours)
{
    const auto out = sanitizeHtml("<style>.fulmar-blocked,.fulmar-body{display:none}</style>"
                                  "<p class='fulmar-blocked x'>a</p>");
    EXPECT_EQ(out.styleSheet.find(".fulmar-blocked"), std::string::npos) << out.styleSheet;
    EXPECT_NE(out.html.find("class=\"m-fulmar-blocked m-x\""), std::string::npos) << out.html;
}

TEST(StyleSheet, any_bytes_give_rules_without_anything_that_loads)
{
    const std::string pieces[] = { "@media ", "@import ", "url(", "//evil", "{", "}", ";", ":", "p",
        ".a", "\\75rl(", "/*", "*/", "\"", "'", "</style>", "<script>", "color", "red",
        "background", "image-set(", "!important", ",", " ", "\n", "(", ")" };
    std::mt19937 random(7);
    for (int i = 0; i < 20'000; ++i) {
        std::string css;
        for (int k = 0; k < 30; ++k)
            css += pieces[random() % std::size(pieces)];
        const std::string out = filterStyleSheet(css, ".s").declarations;
        for (const char* word : { "<", "\\", "url", "@import", "image-set", "evil" })
            ASSERT_EQ(out.find(word), std::string::npos) << css << " -> " << out;
        ASSERT_EQ(std::count(out.begin(), out.end(), '{'), std::count(out.begin(), out.end(), '}'))
            << css << " -> " << out;
    }
}

TEST(StyleSheet, what_a_mail_hides_is_not_in_its_text)
{
    for (const char* html : { "<p>seen</p><p style='display:none'>SECRET</p>",
             "<p>seen</p><p style='font-size:0px'>SECRET</p>",
             "<p>seen</p><div style='max-height:0;overflow:hidden'>SECRET</div>",
             "<style>.x{display:none}</style><p>seen</p><p class='a x'>SECRET</p>",
             "<style>#x{visibility:hidden}</style><p>seen</p><p id=x>SECRET</p>",
             "<style>@media print{.x{opacity:0}}</style><p>seen</p><p class=x>SECRET</p>",
             "<style>blockquote{display:none}</style><p>seen</p><blockquote>SECRET</blockquote>",
             "<p>seen</p><p hidden>SECRET</p>" }) {
        EXPECT_EQ(htmlToText(html), "seen\n") << html;
        EXPECT_NE(htmlToText(html, { .hidden = true }).find("SECRET"), std::string::npos) << html;
    }
    EXPECT_EQ(htmlToText("<p style='font-size:0.9em'>seen</p>"), "seen\n");
}

TEST(Sanitizer, tracking_pixels_are_told_from_pictures)
{
    const auto out = sanitizeHtml(
        "<img src=https://a.example/1.png width=600><img src=https://t.example/o.gif width=1 "
        "height=1>"
        "<img src=https://t.example/p style='width:0px;height:0px'><img src=https://t.example/q "
        "style='display:none'><img src=https://a.example/2.png height=1>",
        { .remoteImageUrl = [](std::string_view) { return std::string("fulmar-cid:remote/1"); } });
    ASSERT_EQ(out.pictures.size(), 5U);
    EXPECT_FALSE(out.pictures[0].isPixel);
    EXPECT_TRUE(out.pictures[1].isPixel && out.pictures[2].isPixel && out.pictures[3].isPixel);
    EXPECT_FALSE(out.pictures[4].isPixel);
    EXPECT_EQ(out.remoteContentCount, 3) << "allowed pictures are shown, pixels never";
}

TEST(Sanitizer, the_quote_at_the_end_is_folded_and_no_other)
{
    const auto folded = [](std::string_view html) {
        return sanitizeHtml(html, { .quoteLabel = "Quote" }).html.find("<details")
            != std::string::npos;
    };
    EXPECT_TRUE(folded("<p>Yes.</p><blockquote>Shall we?</blockquote>"));
    EXPECT_TRUE(
        folded("<p>Yes.</p><div class=gmail_quote>On Monday<blockquote>x</blockquote></div>"));
    EXPECT_FALSE(folded("<blockquote>All there is</blockquote>"));
    EXPECT_FALSE(folded("<p>a</p><blockquote>q</blockquote><p>" + std::string(500, 'x') + "</p>"));
}

} // namespace
} // namespace fulmar::text
