// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpora.h"
#include "text/css_filter.h"
#include "text/html_sanitizer.h"
#include "text/html_text.h"
#include "text/html_tree.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <regex>

namespace fulmar::text {
namespace {

std::string sanitized(const std::string& html)
{
    return sanitizeHtml(html).html;
}

/// The inside of the div that stands for the body.
std::string inner(const std::string& html)
{
    std::string out = sanitized(html);
    EXPECT_TRUE(out.starts_with("<div>") && out.ends_with("</div>")) << out;
    return out.substr(5, out.size() - 11);
}

TEST(Sanitizer, keeps_what_a_letter_needs)
{
    const std::pair<std::string, std::string> rows[] = {
        { "<p>a <b>b</b> <i>c</i></p>", "<p>a <b>b</b> <i>c</i></p>" },
        { "a &amp; b &lt;c&gt;", "a &amp; b &lt;c&gt;" },
        { "<a href=\"https://e.org/?a=1&amp;b='2'\">x</a>",
            "<a href=\"https://e.org/?a=1&amp;b=&#39;2&#39;\" rel=\"noopener noreferrer\">x</a>" },
        { "<a href=mailto:a@b.c>x</a>",
            "<a href=\"mailto:a@b.c\" rel=\"noopener noreferrer\">x</a>" },
        { "<td width=10 bgcolor=#fff align=left>", "" },
        { "<table width=\"100%\"><tr><td width=10 bgcolor=#fff align=left>x</table>",
            "<table width=\"100%\"><tbody><tr><td width=\"10\" bgcolor=\"#fff\" "
            "align=\"left\">x</td></tr></tbody></table>" },
        { "<span style=\"color:red; position:fixed; margin:-5px\">x</span>",
            "<span style=\"color: red\">x</span>" },
        { "<img src=cid:a%20b@c alt=pic width=5>",
            "<img src=\"fulmar-cid:a%20b@c\" alt=\"pic\" width=\"5\">" },
        { "<unknown onclick=x>text</unknown>", "text" },
        { "<p id=a class=b name=c data-x=d onclick=e title=f>x</p>",
            "<p class=\"m-b i-a\" title=\"f\">x</p>" },
    };
    for (const auto& [html, expected] : rows)
        EXPECT_EQ(inner(html), expected) << html;
}

/// What must not be in any result, whatever went in: read from the written bytes alone.
void expectHarmless(const std::string& html, const std::string& source)
{
    static const std::regex tag("<(/?)([a-zA-Z0-9]+)((?: [a-z]+=\"[^\"<>]*\")*)>");
    std::string rest = html;
    std::string text;
    std::smatch match;
    while (std::regex_search(rest, match, tag, std::regex_constants::match_default)) {
        text += match.prefix();
        const std::string name = match[2];
        static const std::regex forbidden(
            "script|style|svg|math|iframe|object|embed|form|input|button|textarea|select|link|meta|"
            "base|video|audio|frame|frameset|applet|template|title|html|head|body");
        EXPECT_FALSE(std::regex_match(name, forbidden))
            << name << " from " << source.substr(0, 300);
        const std::string attributes = match[3];
        static const std::regex attribute(" ([a-z]+)=\"([^\"]*)\"");
        static const std::regex badAttribute(
            "on[a-z]*|srcset|action|formaction|background|poster|id|name|target");
        for (std::sregex_iterator it(attributes.begin(), attributes.end(), attribute), end;
             it != end; ++it) {
            const std::string key = (*it)[1], value = (*it)[2];
            EXPECT_FALSE(std::regex_match(key, badAttribute)) << attributes;
            if (key == "src" || key == "href") {
                EXPECT_TRUE(std::regex_search(
                    value, std::regex("^(https?:|mailto:|fulmar-cid:)", std::regex::icase)))
                    << attributes;
            }
            if (key == "src") {
                EXPECT_TRUE(value.starts_with("fulmar-cid:")) << attributes;
            }
            if (key == "style") {
                EXPECT_FALSE(std::regex_search(
                    value, std::regex("url|expression|import|@|\\\\|position|javascript")))
                    << attributes;
            }
        }
        rest = match.suffix();
    }
    text += rest;
    EXPECT_EQ(text.find('<'), std::string::npos)
        << "unescaped text: " << text.substr(0, 200) << " from " << source.substr(0, 300);
}

const std::string attacks[] = {
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\"java\nscript:alert(1)\">x</a>",
    "<a href=\" &#14; javascript:alert(1)\">x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a href=vbscript:x>x</a>",
    "<a href=file:///etc/passwd>x</a>",
    "<a href=//evil>x</a>",
    "<a href=#x>x</a>",
    "<iframe src=https://evil></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object>",
    "<embed src=x>",
    "<base href=//evil>",
    "<meta http-equiv=refresh content='0;url=//evil'>",
    "<link rel=stylesheet href=//evil>",
    "<style>@import '//evil'</style>",
    "<form action=//evil><input name=a><button>x</button></form>",
    "<video src=//evil poster=//evil></video>",
    "<div style=\"background:url(//evil)\">x</div>",
    "<div style=\"width:expression(alert(1))\">x</div>",
    "<div style=\"color:re\\64\">x</div>",
    "<div style=\"background-image:\\75rl(//evil)\">x</div>",
    "<div style='font-family:\"</style><script>alert(1)</script>\"'>x</div>",
    "<table background=//evil><tr><td>x</table>",
    "<body onload=alert(1) background=//evil>x</body>",
    // mutation XSS: what a second parse would read in another way
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<title><p title=\"</title><img src=x onerror=alert(1)>\">",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--!><img src=x onerror=alert(1)>--!>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml <img src=x onerror=alert(1)>?>",
    "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
    "<img alt=\"`><script>alert(1)</script>\">",
    "<a title=\"a&quot; onmouseover=&quot;alert(1)\">x</a>",
    "<img/src=x/onerror=alert(1)>",
    "<img \"=\" onerror=alert(1)//\">",
    "<table><a href=javascript:x><tr><td></a>x</table>",
    "<select><option><style></option></select><img src=x onerror=alert(1)></style></select>",
    "<template><img src=x onerror=alert(1)></template>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<b <script>alert(1)</script>0",
    std::string("<im\0g src=x onerror=alert(1)>", 29),
    "<a href=\"https://ok\" href=\"javascript:x\">x</a>",
};

TEST(Sanitizer, attacks_leave_nothing_that_runs_or_loads)
{
    for (const auto& attack : attacks) {
        const std::string once = sanitized(attack);
        expectHarmless(once, attack);
        // What is written means the same when it is read again: no mutation.
        std::string twice = sanitized(once);
        EXPECT_EQ(twice, "<div>" + once + "</div>") << attack;
    }
}

TEST(Sanitizer, any_mixture_of_fragments_is_harmless)
{
    std::mt19937 random(2);
    const std::string tokens[] = { "<", ">", "\"", "'", "=", "/", "<!--", "-->", "<svg>", "</svg>",
        "<math>", "<style>", "</style>", "<script>", "</script>", "<table>", "<td>", "</table>",
        "<a href=", "javascript:x", "<img src=", "//evil", " onerror=x ", "<p title=\"",
        "<textarea>", "</textarea>", "<noscript>", "&lt;", "&quot;", "x", " ", "<form>", "</form>",
        "<b>", "</b>", "<select>", "<template>", "<title>", "style=\"color:red\"", "]]>",
        "<![CDATA[" };
    for (int round = 0; round < 3000; ++round) {
        std::string html;
        for (std::size_t i = 0, n = 1 + random() % 20; i < n; ++i)
            html += tokens[random() % std::size(tokens)];
        expectHarmless(sanitized(html), html);
        if (HasFailure())
            return;
    }
}

TEST(Sanitizer, httpleaks_cause_no_request)
{
    FULMAR_REQUIRE_CORPORA();
    const std::string html = testing::bytesOf(*testing::corpora() / "httpleaks/leak.html");
    ASSERT_FALSE(html.empty());
    const SanitizedHtml result = sanitizeHtml(html);
    expectHarmless(result.html, html);
    EXPECT_GT(result.remoteContentCount, 10);
    EXPECT_EQ(result.html.find("leaking.via"), std::string::npos);
}

TEST(Sanitizer, remote_content_is_counted_and_shown_only_where_allowed)
{
    const std::string html
        = "<img src=https://e.org/a.png alt=A><img src=//e.org/b.png><img src=cid:x><img "
          "src=data:image/png;base64,AA==><table background=http://e.org/c>"
          "<tr><td style='background:url(https://e.org/d)'>x</table><img src=local.png>";
    const SanitizedHtml blocked = sanitizeHtml(html);
    EXPECT_EQ(blocked.remoteContentCount, 4);
    EXPECT_NE(blocked.html.find("<img class=\"fulmar-blocked\" alt=\"A\">"), std::string::npos);
    EXPECT_EQ(blocked.html.find("e.org"), std::string::npos);

    SanitizerOptions options;
    options.remoteImageUrl
        = [](std::string_view url) { return "fulmar-remote:" + std::string(url); };
    options.inlineImageUrl = [](std::string_view id) {
        return id == "x" ? std::string("fulmar-cid:7/x") : std::string();
    };
    const SanitizedHtml shown = sanitizeHtml(html, options);
    EXPECT_NE(shown.html.find("src=\"fulmar-remote:https://e.org/a.png\""), std::string::npos);
    EXPECT_NE(shown.html.find("src=\"fulmar-cid:7/x\""), std::string::npos);
}

TEST(Css, only_allowed_properties_with_plain_values_pass)
{
    const std::pair<std::string, std::string> rows[] = { { "color:red", "color: red" },
        { "COLOR: RED; Font-Weight:bold", "color: red; font-weight: bold" },
        { "color:red;;;", "color: red" }, { "color", "" }, { "", "" }, { "behavior:url(x)", "" },
        { "color:rgb(1,2,3)", "color: rgb(1,2,3)" }, { "color:var(--x)", "" },
        { "font-family:'Segoe UI', Arial", "font-family: 'segoe ui', arial" },
        { "font-family:'x", "" }, { "color:red/**/", "" }, { "color:\\72 ed", "" },
        { "position:fixed", "" }, { "display:none", "display: none" }, { "display:grid", "" },
        { "margin:-1px", "" }, { "margin:0 auto", "margin: 0 auto" }, { "width:calc(1px)", "" },
        { "background:#fff", "background: #fff" }, { "background:url(x)", "" },
        { "background:image-set('x' 1x)", "" }, { "x;color:red", "color: red" },
        { "a:url(;color:red", "" } };
    for (const auto& [style, expected] : rows)
        EXPECT_EQ(filterCss(style).declarations, expected) << style;
    EXPECT_EQ(filterCss("background:url(https://e)").remoteContentCount, 1);
}

#ifdef __OPTIMIZE__
constexpr double slowness = 1;
#else
constexpr double slowness = 10; ///< of an unoptimised build on a busy machine
#endif

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

TEST(Attack, html_bombs_end_in_time_and_keep_their_text)
{
    std::string attributes = "<p";
    for (int i = 0; i < 300'000; ++i)
        attributes += " a" + std::to_string(i) + "=1";
    std::string formatting;
    for (int i = 0; i < 50'000; ++i)
        formatting += "<b title=" + std::to_string(i) + ">";
    formatting += repeated("<p>x", 200'000);
    const std::string bombs[] = { repeated("<div>", 1'000'000), repeated("<b>", 1'000'000),
        attributes + ">", formatting, repeated("<table><tr><td>", 200'000),
        repeated("<a><p>", 500'000), repeated("<blockquote><ul><li>", 200'000),
        repeated("</div>", 500'000), repeated("<", 3'000'000), repeated("<!--", 1'000'000),
        repeated("<svg><a>", 400'000), repeated("&", 3'000'000), repeated("<script>", 500'000),
        repeated("<p style='color:red'>", 200'000), repeated("<option><select>", 200'000),
        repeated("<font color=red><object>", 150'000), repeated("<table><b>x", 200'000) };
    for (const auto& bomb : bombs) {
        const std::clock_t begin = std::clock();
        (void)sanitizeHtml(bomb + "</script>-->end of text");
        (void)htmlToText(bomb);
        const double taken = static_cast<double>(std::clock() - begin)
            / CLOCKS_PER_SEC; // of the processor: the machine may be busy
        EXPECT_LT(taken, 2.0 * slowness) << bomb.substr(0, 30);
    }
    EXPECT_NE(htmlToText(repeated("<div>", 10'000) + "end of text").find("end of text"),
        std::string::npos);
    EXPECT_NE(sanitized(repeated("<blockquote>", 10'000) + "end of text").find("end of text"),
        std::string::npos);
}

TEST(Attack, bodies_beyond_the_limit_are_cut)
{
    const std::string html = std::string(htmlBytes - 3, 'x') + "end" + "beyond";
    const std::string out = sanitized(html);
    EXPECT_NE(out.find("end"), std::string::npos);
    EXPECT_EQ(out.find("beyond"), std::string::npos);
}

} // namespace
} // namespace fulmar::text
