// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue.h"

#include <gtest/gtest.h>

#include <random>

namespace fulmar::pop3::testing {
namespace {

std::vector<std::filesystem::path> dialogueFiles()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(FULMAR_TEST_DATA "/dialogs/pop3"))
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

class Pop3Dialogue : public ::testing::TestWithParam<std::filesystem::path> { };

TEST_P(Pop3Dialogue, goes_as_written)
{
    EXPECT_EQ(play(Dialogue::load(GetParam()), whole), "");
}

TEST_P(Pop3Dialogue, is_the_same_for_any_split)
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

TEST_P(Pop3Dialogue, cut_at_every_byte_tells_nothing_that_did_not_happen)
{
    const Dialogue dialogue = Dialogue::load(GetParam());
    const auto full = playCut(dialogue, serverBytes(dialogue));
    for (std::size_t cut = 0; cut < serverBytes(dialogue); ++cut) {
        auto seen = playCut(dialogue, cut);
        ASSERT_FALSE(seen.empty());
        const std::string last = seen.back();
        if (last != "! Closed") {
            ASSERT_TRUE(last.starts_with("! Failure")) << cut << ' ' << last;
        }
        seen.pop_back();
        ASSERT_LE(seen.size(), full.size());
        for (std::size_t i = 0; i < seen.size(); ++i) {
            // The last piece of a body may be shorter; everything else is told whole or not at all.
            const bool isBody = seen[i].starts_with("! Body") && i + 1 == seen.size();
            EXPECT_TRUE(isBody ? full[i].starts_with(seen[i]) : full[i] == seen[i])
                << "after byte " << cut << ": " << seen[i];
        }
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

INSTANTIATE_TEST_SUITE_P(Files, Pop3Dialogue, ::testing::ValuesIn(dialogueFiles()), nameOf);

TEST(Pop3DialogueRunner, fails_on_any_difference)
{
    const auto parse
        = [](std::initializer_list<Dialogue::Line> lines) { return play({ lines }, whole); };
    EXPECT_NE(parse({ { "S", "+OK hi", 1 } }), "") << "unread output";
    EXPECT_NE(parse({ { "C", "CAPA", 1 } }), "") << "line that was never said";
    EXPECT_NE(parse({ { "S", "+OK hi", 1 }, { "C", "STLS", 2 } }), "") << "another line";
    EXPECT_EQ(parse({ { "S", "+OK hi", 1 }, { "C", "CAPA", 2 } }), "");
}

} // namespace
} // namespace fulmar::pop3::testing
