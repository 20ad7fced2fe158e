// SPDX-License-Identifier: GPL-3.0-or-later
// What the targets cannot enforce by themselves: the arrows between rooms and what may not be named in which room.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct SourceFile {
    std::string path; ///< relative to the root, with "/"
    std::string text;
};

std::string contentOf(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Every source and QML file of a folder of the product; build folders and tests are not part of it.
std::vector<SourceFile> filesOf(const std::string& folder)
{
    const fs::path root(FULMAR_SOURCE_DIR);
    std::vector<SourceFile> files;
    if (!fs::exists(root / folder))
        return files;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        const auto extension = entry.path().extension().string();
        if (entry.is_regular_file() && (extension == ".h" || extension == ".cpp" || extension == ".qml"))
            files.push_back({fs::relative(entry.path(), root).generic_string(), contentOf(entry.path())});
    }
    return files;
}

/// Lines of the files that match, as "path: line".
std::vector<std::string> findings(const std::vector<SourceFile>& files, const std::string& pattern,
    const std::function<bool(const std::string&)>& excused = [](const std::string&) { return false; })
{
    const std::regex expression(pattern);
    std::vector<std::string> found;
    for (const auto& file : files) {
        if (excused(file.path))
            continue;
        std::istringstream lines(file.text);
        for (std::string line; std::getline(lines, line);) {
            if (std::regex_search(line, expression))
                found.push_back(file.path + ": " + line);
        }
    }
    return found;
}

using Found = std::vector<std::string>;

std::vector<SourceFile> filesOfAll(const std::vector<std::string>& folders)
{
    std::vector<SourceFile> all;
    for (const auto& folder : folders) {
        auto some = filesOf(folder);
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    }
    return all;
}

const std::vector<std::string> pureRooms {"protocols/common", "protocols/sasl", "protocols/imap", "protocols/smtp", "protocols/mime"};

bool isUnder(const std::string& path, const std::string& folder)
{
    return path.rfind(folder, 0) == 0;
}

TEST(HouseLaw, thereIsSomethingToLookAt)
{
    for (const auto& folder : {"protocols", "core", "storage", "app", "qml"})
        EXPECT_FALSE(filesOf(folder).empty()) << folder;
}

TEST(HouseLaw, pureRoomsKnowNoQt)
{
    EXPECT_EQ(findings(filesOfAll(pureRooms), R"(#include\s*[<"]Q[A-Z]|#include\s*[<"]Qt)"), Found {});
}

TEST(HouseLaw, pureRoomsHaveNoSocketClockThreadOrLog)
{
    EXPECT_EQ(findings(filesOfAll(pureRooms),
                  R"(#include\s*<(sys/socket\.h|netinet/|chrono|ctime|time\.h|thread|mutex|atomic|iostream|fstream)>)"),
        Found {});
}

TEST(HouseLaw, onlyOneFileSeesMimetic)
{
    EXPECT_EQ(findings(filesOfAll({"protocols", "core", "storage", "app"}), R"(#include\s*<mimetic)",
                  [](const std::string& path) { return path == "protocols/mime/parse.cpp" || path == "protocols/mime/mimetic_bridge.cpp"; }),
        Found {});
}

TEST(HouseLaw, includesNeverGoAgainstTheArrow)
{
    EXPECT_EQ(findings(filesOf("protocols"), R"(#include\s*".*(core|storage|app|qml)/)"), Found {});
    EXPECT_EQ(findings(filesOf("core"), R"(#include\s*".*(storage|app|qml)/|#include\s*[<"](sqlite3|qt6keychain))"), Found {});
    EXPECT_EQ(findings(filesOf("storage"), R"(#include\s*".*(app|qml)/)"), Found {});
    EXPECT_EQ(findings(filesOfAll({"protocols", "core", "storage", "app"}), R"(#include\s*"\.\./)"), Found {});
}

TEST(HouseLaw, socketsLiveInTransport)
{
    // The local socket between the window and fulmarctl is no network; QLocalServer is allowed in app.
    EXPECT_EQ(findings(filesOfAll({"protocols", "core", "storage", "app"}),
                  R"(#include\s*<(QTcpSocket|QTcpServer|QSslSocket|QSslServer|QUdpSocket|QNetworkAccessManager|QHostInfo)>)",
                  [](const std::string& path) { return isUnder(path, "protocols/transport/"); }),
        Found {});
}

TEST(HouseLaw, sqlLivesInStorage)
{
    EXPECT_EQ(findings(filesOfAll({"protocols", "core", "app", "qml"}), R"(sqlite3_|"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\s+[a-z_*])",
                  [](const std::string& path) { return isUnder(path, "protocols/imap/"); }),
        Found {});
}

TEST(HouseLaw, keychainLivesInPlatformAndNeverFallsBack)
{
    const auto product = filesOfAll({"protocols", "core", "storage", "app", "qml"});
    EXPECT_EQ(findings(product, R"(#include\s*<qt6keychain)",
                  [](const std::string& path) { return isUnder(path, "app/platform/"); }),
        Found {});
    EXPECT_EQ(findings(product, R"(setInsecureFallback\s*\(\s*true)"), Found {});
}

TEST(HouseLaw, coloursLiveInTheTheme)
{
    EXPECT_EQ(findings(filesOf("qml"), R"("#[0-9a-fA-F]{3,8}")",
                  [](const std::string& path) { return path.find("/theme/") != std::string::npos; }),
        Found {});
}

TEST(HouseLaw, everyFileSaysItsLicence)
{
    for (const auto& file : filesOfAll({"protocols", "core", "storage", "app", "qml"}))
        EXPECT_NE(file.text.find("SPDX-License-Identifier: GPL-3.0-or-later"), std::string::npos) << file.path;
}

} // namespace
