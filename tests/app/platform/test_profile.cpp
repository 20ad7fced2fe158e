// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/profile.h"
#include "platform/profile_lock.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <csignal>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace fulmar;
using namespace fulmar::app;

namespace {

mode_t modeOf(const QString& path)
{
    struct stat found { };
    return ::stat(QFile::encodeName(path).constData(), &found) == 0 ? found.st_mode & 0777U : 0;
}

class ProfileTest : public testing::Test {
protected:
    QTemporaryDir m_folder;
    Profile m_profile{ .folder = m_folder.filePath(QStringLiteral("a/b/profile")) };
};

TEST_F(ProfileTest, folders_are_made_for_their_owner_alone)
{
    ASSERT_TRUE(prepareProfile(m_profile));
    EXPECT_EQ(modeOf(m_profile.folder), 0700U);
    EXPECT_EQ(modeOf(m_profile.logFolder()), 0700U);
    EXPECT_TRUE(prepareProfile(m_profile)) << "a second start finds them";
}

TEST_F(ProfileTest, an_open_folder_is_closed_to_others)
{
    ASSERT_TRUE(prepareProfile(m_profile));
    ASSERT_EQ(::chmod(QFile::encodeName(m_profile.folder).constData(), 0755), 0);
    ASSERT_TRUE(prepareProfile(m_profile));
    EXPECT_EQ(modeOf(m_profile.folder), 0700U);
}

TEST_F(ProfileTest, a_file_in_the_way_is_an_error_that_names_it)
{
    QFile file(m_folder.filePath(QStringLiteral("file")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    for (const char* name : { "file", "file/below" }) {
        const auto prepared = prepareProfile({ .folder = m_folder.filePath(QLatin1String(name)) });
        ASSERT_FALSE(prepared) << name;
        EXPECT_EQ(prepared.error().code, "cannot-create");
        EXPECT_NE(prepared.error().where.find("file"), std::string::npos);
    }
}

TEST(ProfilePlace, the_option_wins_over_the_environment_and_that_over_the_default)
{
    qputenv("FULMAR_PROFILE", "/tmp/from-environment");
    EXPECT_EQ(locateProfile(QStringLiteral("/tmp/given")).folder, QStringLiteral("/tmp/given"));
    EXPECT_EQ(locateProfile({}).folder, QStringLiteral("/tmp/from-environment"));
    EXPECT_FALSE(locateProfile({}).isDefault);
    qunsetenv("FULMAR_PROFILE");
    qputenv("XDG_DATA_HOME", "/tmp/xdg");
    EXPECT_EQ(locateProfile({}).folder, QStringLiteral("/tmp/xdg/fulmar"));
    EXPECT_TRUE(locateProfile({}).isDefault);
    qunsetenv("XDG_DATA_HOME");
    EXPECT_TRUE(locateProfile(QStringLiteral("relative")).folder.startsWith(u'/'));
}

/// A second process that holds the lock until it is killed.
pid_t holdInChild(const Profile& profile)
{
    int ready[2];
    if (::pipe(ready) != 0)
        return -1;
    const pid_t child = ::fork();
    if (child == 0) {
        auto lock = ProfileLock::take(profile);
        const char answer = lock ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) == 1)
            ::pause();
        ::_exit(0);
    }
    char answer = 'n';
    const bool told = ::read(ready[0], &answer, 1) == 1 && answer == 'y';
    ::close(ready[0]);
    ::close(ready[1]);
    return told ? child : -1;
}

TEST_F(ProfileTest, a_profile_has_one_writer_among_processes)
{
    ASSERT_TRUE(prepareProfile(m_profile));
    const pid_t child = holdInChild(m_profile);
    ASSERT_GT(child, 0);
    const auto refused = ProfileLock::take(m_profile);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "locked");
    EXPECT_NE(refused.error().where.find("process " + std::to_string(child)), std::string::npos)
        << refused.error().where;
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(ProfileLock::take(m_profile)) << "a killed holder leaves no lock behind";
}

TEST_F(ProfileTest, a_lock_is_given_back)
{
    ASSERT_TRUE(prepareProfile(m_profile));
    auto first = ProfileLock::take(m_profile);
    ASSERT_TRUE(first);
    EXPECT_FALSE(ProfileLock::take(m_profile));
    ProfileLock moved = std::move(*first);
    EXPECT_FALSE(first->isHeld());
    EXPECT_TRUE(moved.isHeld());
    moved.release();
    EXPECT_TRUE(ProfileLock::take(m_profile));
}

TEST_F(ProfileTest, a_lock_is_never_taken_through_a_link)
{
    ASSERT_TRUE(prepareProfile(m_profile));
    const QString target = m_folder.filePath(QStringLiteral("precious"));
    ASSERT_TRUE(QFile::link(target, m_profile.lockFile()));
    EXPECT_FALSE(ProfileLock::take(m_profile));
    EXPECT_FALSE(QFileInfo::exists(target));
}

} // namespace
