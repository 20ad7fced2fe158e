// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace fulmar::imap::testing {
namespace {

const std::filesystem::path folder = FULMAR_TEST_DATA "/dialogs/imap";

std::vector<std::string> names()
{
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        found.push_back(entry.path().stem().string());
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::string> whole(const std::string& bytes)
{
    return { bytes };
}

std::vector<std::string> single(const std::string& bytes)
{
    std::vector<std::string> pieces;
    for (const char c : bytes)
        pieces.emplace_back(1, c);
    return pieces;
}

class ImapDialogue : public ::testing::TestWithParam<std::string> {
protected:
    Dialogue dialogue = Dialogue::load(folder / (GetParam() + ".txt"));
};

TEST_P(ImapDialogue, goes_as_written)
{
    EXPECT_EQ(play(dialogue, whole), "");
}

TEST_P(ImapDialogue, goes_the_same_byte_by_byte)
{
    EXPECT_EQ(play(dialogue, single), "");
}

TEST_P(ImapDialogue, goes_the_same_at_random_cuts)
{
    for (unsigned seed = 1; seed <= 10; ++seed) {
        std::mt19937 random(seed);
        const auto cut = [&](const std::string& bytes) {
            std::vector<std::string> pieces;
            for (std::size_t at = 0; at < bytes.size();) {
                const auto length = 1 + random() % std::max<std::size_t>(bytes.size() / 3, 2);
                pieces.push_back(bytes.substr(at, length));
                at += length;
            }
            return pieces;
        };
        ASSERT_EQ(play(dialogue, cut), "") << "seed " << seed;
    }
}

TEST_P(ImapDialogue, cut_after_any_byte_ends_in_one_failure)
{
    const auto all = serverBytes(dialogue);
    const auto step = all <= 2000 ? 1 : all / 200;
    for (std::size_t bytes = 0; bytes <= all; bytes += step)
        ASSERT_TRUE(endsWellWhenCut(dialogue, bytes)) << "after " << bytes << " bytes";
}

std::string nameOf(const ::testing::TestParamInfo<std::string>& info)
{
    auto name = info.param;
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(All, ImapDialogue, ::testing::ValuesIn(names()), nameOf);

} // namespace
} // namespace fulmar::imap::testing
