// SPDX-License-Identifier: GPL-3.0-or-later
// Rules of the QML folder that no compiler knows.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct SourceFile {
    std::string name, text;
};

std::vector<SourceFile> qmlFiles()
{
    std::vector<SourceFile> files;
    for (const auto& entry :
        fs::recursive_directory_iterator(fs::path(FULMAR_SOURCE_DIR) / "qml")) {
        if (entry.path().extension() != ".qml")
            continue;
        std::ifstream in(entry.path());
        std::stringstream text;
        text << in.rdbuf();
        files.push_back({ entry.path().filename().string(), text.str() });
    }
    return files;
}

std::vector<std::string> filesWith(
    const std::string& pattern, const std::vector<std::string>& allowed)
{
    std::vector<std::string> found;
    for (const SourceFile& file : qmlFiles()) {
        const bool excused = std::find(allowed.begin(), allowed.end(), file.name) != allowed.end();
        if (!excused && std::regex_search(file.text, std::regex(pattern)))
            found.push_back(file.name);
    }
    return found;
}

using ::testing::IsEmpty;

TEST(QmlLaw, mail_is_never_read_as_markup)
{
    // A bare Text guesses whether its text is HTML (AutoText); Words does not (CVE-2016-7966 is
    // that guess).
    EXPECT_THAT(filesWith(R"((^|\n)\s*(Text|Label) \{)", { "Words.qml" }), IsEmpty());
    EXPECT_THAT(filesWith("RichText|StyledText|MarkdownText|AutoText|Text.Html", {}), IsEmpty());
}

TEST(QmlLaw, every_text_editor_says_that_it_is_plain)
{
    for (const SourceFile& file : qmlFiles()) {
        const std::regex editor(R"((^|\n)\s*(TextEdit|TextArea) \{)");
        if (std::regex_search(file.text, editor)) {
            EXPECT_NE(file.text.find("textFormat: TextEdit.PlainText"), std::string::npos)
                << file.name;
        }
    }
}

TEST(QmlLaw, colours_live_in_the_theme)
{
    EXPECT_THAT(filesWith(R"("#[0-9a-fA-F]{3,8}")", { "Theme.qml" }), IsEmpty());
}

TEST(QmlLaw, nothing_is_fetched)
{
    EXPECT_THAT(
        filesWith("https?://|XMLHttpRequest|Qt.openUrlExternally|loadHtml|runJavaScript", {}),
        IsEmpty());
}

TEST(QmlLaw, web_engine_is_imported_by_one_file)
{
    EXPECT_THAT(filesWith("import QtWebEngine", { "BodyView.qml" }), IsEmpty());
}

TEST(QmlLaw, the_view_has_every_switch_off)
{
    for (const SourceFile& file : qmlFiles()) {
        if (file.name != "BodyView.qml")
            continue;
        for (const char* name : { "javascriptEnabled", "javascriptCanOpenWindows", "pluginsEnabled",
                 "localStorageEnabled", "localContentCanAccessRemoteUrls",
                 "localContentCanAccessFileUrls", "dnsPrefetchEnabled", "autoLoadIconsForPage",
                 "hyperlinkAuditingEnabled", "fullScreenSupportEnabled", "webGLEnabled",
                 "pdfViewerEnabled", "screenCaptureEnabled" })
            EXPECT_NE(
                file.text.find(std::string("settings.") + name + ": false"), std::string::npos)
                << name;
    }
}

TEST(QmlLaw, every_file_says_its_licence)
{
    for (const SourceFile& file : qmlFiles())
        EXPECT_EQ(file.text.rfind("// SPDX-License-Identifier: GPL-3.0-or-later\n", 0), 0U)
            << file.name;
}

} // namespace
