// SPDX-License-Identifier: GPL-3.0-or-later
#include "request_wall.h"

#include <gtest/gtest.h>

namespace fulmar::bodyview {
namespace {

using Info = QWebEngineUrlRequestInfo;

struct Case {
    const char* name;
    const char* url;
    Info::ResourceType type;
    bool allowed;
};

class Wall : public ::testing::TestWithParam<Case> { };

TEST_P(Wall, lets_only_the_message_itself_through)
{
    EXPECT_EQ(
        isAllowed(QUrl(QString::fromUtf8(GetParam().url)), GetParam().type), GetParam().allowed);
}

INSTANTIATE_TEST_SUITE_P(Table, Wall,
    ::testing::Values(
        Case{ "the_document", "fulmar-cid:message/3", Info::ResourceTypeMainFrame, true },
        Case{ "its_picture", "fulmar-cid:logo@x", Info::ResourceTypeImage, true },
        Case{ "remote_picture", "https://evil.example/p.gif", Info::ResourceTypeImage, false },
        Case{ "plain_http", "http://127.0.0.1/p.gif", Info::ResourceTypeImage, false },
        Case{ "local_file", "file:///etc/passwd", Info::ResourceTypeImage, false },
        Case{ "data_document", "data:text/html,x", Info::ResourceTypeMainFrame, false },
        Case{ "resource_file", "qrc:/qt/qml/x", Info::ResourceTypeImage, false },
        Case{ "websocket", "ws://evil.example", Info::ResourceTypeUnknown, false },
        Case{ "frame_of_our_scheme", "fulmar-cid:message/3", Info::ResourceTypeSubFrame, false },
        Case{ "script_of_our_scheme", "fulmar-cid:x", Info::ResourceTypeScript, false },
        Case{ "style_of_our_scheme", "fulmar-cid:x", Info::ResourceTypeStylesheet, false },
        Case{ "font_of_our_scheme", "fulmar-cid:x", Info::ResourceTypeFontResource, false },
        Case{ "ping", "https://evil.example/ping", Info::ResourceTypePing, false },
        Case{ "prefetch", "https://evil.example/", Info::ResourceTypePrefetch, false },
        Case{ "favicon", "https://evil.example/favicon.ico", Info::ResourceTypeFavicon, false },
        Case{ "mail_client_cid", "cid:logo@x", Info::ResourceTypeImage, false }),
    [](const auto& row) { return std::string(row.param.name); });

} // namespace
} // namespace fulmar::bodyview
