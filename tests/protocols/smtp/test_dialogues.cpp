// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace fulmar::smtp::testing {
namespace {

std::vector<std::filesystem::path> dialogueFiles()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(FULMAR_TEST_DATA "/dialogs/smtp"))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::string> whole(const std::string& bytes)
{
    return { bytes };
}

std::vector<std::string> byteByByte(const std::string& bytes)
{
    std::vector<std::string> pieces;
    for (const char c : bytes)
        pieces.emplace_back(1, c);
    return pieces;
}

class SmtpDialogue : public ::testing::TestWithParam<std::filesystem::path> { };

TEST_P(SmtpDialogue, goes_as_written)
{
    EXPECT_EQ(play(Dialogue::load(GetParam()), whole), "");
}

TEST_P(SmtpDialogue, is_the_same_for_any_split)
{
    const Dialogue dialogue = Dialogue::load(GetParam());
    EXPECT_EQ(play(dialogue, byteByByte), "");
    std::mt19937 random(1);
    for (int round = 0; round < 20; ++round) {
        EXPECT_EQ(play(dialogue,
                      [&](const std::string& bytes) {
                          std::vector<std::string> pieces;
                          for (std::size_t i = 0; i < bytes.size();) {
                              const std::size_t length = 1 + random() % 9;
                              pieces.push_back(bytes.substr(i, length));
                              i += length;
                          }
                          return pieces;
                      }),
            "");
    }
}

/// Transactions whose final dot went out and that no reply settled.
std::set<std::string> openAfter(const std::vector<std::string>& seen)
{
    std::set<std::string> open;
    for (const auto& line : seen) {
        std::istringstream words(line);
        std::string mark, event, id;
        words >> mark >> event >> id;
        if (mark != "!")
            continue;
        if (event == "DataSent")
            open.insert(id);
        if (event == "Accepted" || event == "Refused")
            open.erase(id);
    }
    return open;
}

TEST_P(SmtpDialogue, cut_at_every_byte_is_unknown_exactly_between_the_dot_and_its_reply)
{
    const Dialogue dialogue = Dialogue::load(GetParam());
    const auto full = playCut(dialogue, serverBytes(dialogue));
    for (std::size_t cut = 0; cut < serverBytes(dialogue); ++cut) {
        auto seen = playCut(dialogue, cut);
        ASSERT_FALSE(seen.empty());
        const std::string last = seen.back();
        const auto open = openAfter(seen);
        if (last.starts_with("! Closed")) {
            EXPECT_TRUE(open.empty()) << cut;
        } else {
            ASSERT_TRUE(last.starts_with("! Failure")) << cut << ' ' << last;
            std::string expected;
            for (const auto& id : open)
                expected += " unknown=" + id;
            const std::size_t unknown = last.find(" unknown=");
            EXPECT_EQ(unknown == std::string::npos ? "" : last.substr(unknown), expected)
                << "after byte " << cut;
        }
        seen.pop_back();
        ASSERT_LE(seen.size(), full.size());
        // What was told before the cut does not depend on what comes after it: no Accepted without
        // its reply.
        EXPECT_TRUE(std::equal(seen.begin(), seen.end(), full.begin())) << "after byte " << cut;
    }
}

std::string nameOf(const ::testing::TestParamInfo<std::filesystem::path>& info)
{
    std::string name = info.param.stem().string();
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Files, SmtpDialogue, ::testing::ValuesIn(dialogueFiles()), nameOf);

TEST(SmtpDialogueRunner, fails_on_any_difference)
{
    const auto parse
        = [](std::initializer_list<Dialogue::Line> lines) { return play({ lines }, whole); };
    EXPECT_NE(parse({ { "S", "220 hi", 1 } }), "") << "unread output";
    EXPECT_NE(parse({ { "C", "EHLO [127.0.0.1]", 1 } }), "") << "line that was never said";
    EXPECT_NE(parse({ { "S", "220 hi", 1 }, { "C", "EHLO other", 2 } }), "") << "another line";
    EXPECT_EQ(parse({ { "S", "220 hi", 1 }, { "C", "EHLO [127.0.0.1]", 2 } }), "");
}

} // namespace
} // namespace fulmar::smtp::testing
