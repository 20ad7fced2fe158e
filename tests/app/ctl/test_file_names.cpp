// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/file_names.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>

using namespace fulmar::ctl;

namespace {

TEST(FileNames, a_strangers_name_becomes_a_safe_one)
{
    struct Row {
        const char* meaning;
        QString given;
        QString safe;
    };
    const Row rows[] = {
        { "plain", QStringLiteral("report.pdf"), QStringLiteral("report.pdf") },
        { "accents and emoji stay", QStringLiteral("Rechnung März 🎉.pdf"),
            QStringLiteral("Rechnung März 🎉.pdf") },
        { "path traversal", QStringLiteral("../../etc/passwd"), QStringLiteral("_.._etc_passwd") },
        { "absolute path", QStringLiteral("/etc/passwd"), QStringLiteral("_etc_passwd") },
        { "Windows path", QStringLiteral("C:\\Windows\\x.exe"),
            QStringLiteral("C__Windows_x.exe") },
        { "dot", QStringLiteral("."), QStringLiteral("attachment") },
        { "dots", QStringLiteral(".."), QStringLiteral("attachment") },
        { "hidden file", QStringLiteral(".bashrc"), QStringLiteral("bashrc") },
        { "nothing", QString(), QStringLiteral("attachment") },
        { "blanks", QStringLiteral("   "), QStringLiteral("attachment") },
        { "NUL", QStringLiteral("a") + QChar(0) + QStringLiteral("b.txt"),
            QStringLiteral("ab.txt") },
        { "line feeds", QStringLiteral("a\r\nb.txt"), QStringLiteral("ab.txt") },
        { "right-to-left override",
            QStringLiteral("photo_") + QChar(0x202e) + QStringLiteral("gpj.exe"),
            QStringLiteral("photo_gpj.exe") },
        { "isolates", QStringLiteral("a") + QChar(0x2066) + QStringLiteral("b.txt"),
            QStringLiteral("ab.txt") },
        { "zero width", QStringLiteral("a") + QChar(0x200b) + QStringLiteral("b.txt"),
            QStringLiteral("ab.txt") },
        { "escape sequence", QStringLiteral("\x1b[31mred.txt"), QStringLiteral("[31mred.txt") },
        { "device name", QStringLiteral("CON"), QStringLiteral("_CON") },
        { "device name with extension", QStringLiteral("nul.txt"), QStringLiteral("_nul.txt") },
        { "not a device name", QStringLiteral("console.txt"), QStringLiteral("console.txt") },
        { "trailing dot", QStringLiteral("name. "), QStringLiteral("name") },
        { "inner blanks", QStringLiteral("a   b.txt"), QStringLiteral("a b.txt") },
        { "half a surrogate", QStringLiteral("a") + QChar(0xd800) + QStringLiteral("b"),
            QStringLiteral("a\ufffdb") },
    };
    for (const auto& row : rows)
        EXPECT_EQ(safeFileName(row.given).toStdString(), row.safe.toStdString()) << row.meaning;
}

TEST(FileNames, a_name_is_one_component_of_at_most_255_bytes_and_keeps_its_extension)
{
    for (const int letters : { 250, 251, 252, 300, 5000 }) {
        const QString safe = safeFileName(QString(letters, u'é') + QStringLiteral(".pdf"));
        EXPECT_LE(safe.toUtf8().size(), 255) << letters;
        EXPECT_TRUE(safe.endsWith(QStringLiteral("é.pdf")));
        const QString numbered = numberedFileName(safe, 12);
        EXPECT_LE(numbered.toUtf8().size(), 255);
        EXPECT_TRUE(numbered.endsWith(QStringLiteral(" (12).pdf"))) << numbered.toStdString();
    }
    const QString emoji = safeFileName(QStringLiteral("🎉").repeated(100));
    EXPECT_EQ(emoji.toUtf8().size(), 252) << "never cut inside a character";
}

class SaveFile : public testing::Test {
protected:
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    static QByteArray read(const QString& file)
    {
        QFile opened(file);
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray("(cannot be read)");
    }
    QTemporaryDir m_folder;
};

TEST_F(SaveFile, an_existing_file_is_never_touched)
{
    for (const char* expected : { "a.txt", "a (2).txt", "a (3).txt" }) {
        const auto saved = saveNewFile(m_folder.path(), QStringLiteral("a.txt"), expected);
        ASSERT_TRUE(saved);
        EXPECT_EQ(*saved, path(expected));
    }
    EXPECT_EQ(read(path("a.txt")), "a.txt");
    EXPECT_EQ(read(path("a (3).txt")), "a (3).txt");
}

TEST_F(SaveFile, a_link_is_never_followed)
{
    const QString precious = path("precious");
    ASSERT_TRUE(QFile::link(precious, path("a.txt")));
    const auto saved = saveNewFile(m_folder.path(), QStringLiteral("a.txt"), "x");
    ASSERT_TRUE(saved);
    EXPECT_EQ(*saved, path("a (2).txt"));
    EXPECT_FALSE(QFileInfo::exists(precious));
}

TEST_F(SaveFile, the_finished_file_has_the_mode_of_a_new_file)
{
    const mode_t before = ::umask(027);
    const auto saved = saveNewFile(m_folder.path(), QStringLiteral("a"), QByteArray(100'000, 'x'));
    ::umask(before);
    ASSERT_TRUE(saved);
    struct stat found { };
    ASSERT_EQ(::stat(QFile::encodeName(*saved).constData(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0640U);
    EXPECT_EQ(found.st_size, 100'000);
}

TEST_F(SaveFile, a_folder_that_is_not_there_is_an_error)
{
    const auto saved = saveNewFile(path("missing"), QStringLiteral("a"), "x");
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, "not-found");
}

TEST_F(SaveFile, a_write_that_fails_leaves_no_half_file)
{
    // The limit stands in for a full disk: both fail in the middle of writing.
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{ .rlim_cur = 4096, .rlim_max = before.rlim_max };
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto saved = saveNewFile(m_folder.path(), QStringLiteral("a"), QByteArray(100'000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, ignored);
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().kind, fulmar::ErrorKind::Storage);
    EXPECT_TRUE(QDir(m_folder.path()).isEmpty());
}

} // namespace
