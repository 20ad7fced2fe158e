// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/command_table.h"
#include "ctl/help.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QSet>

using namespace fulmar::ctl;

namespace {

QString fileText(const char* path)
{
    QFile file(QStringLiteral(FULMAR_SOURCE_DIR "/") + QLatin1String(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString helpText(const QString& line)
{
    const auto parsed = parseArguments(line.split(u' '), commandTable());
    return parsed ? helpFor(*parsed) : QString();
}

TEST(Help, every_command_has_an_example_that_parses)
{
    for (const auto& command : commandTable()) {
        ASSERT_FALSE(command.example.isEmpty()) << command.name.toStdString();
        ASSERT_TRUE(command.make) << command.name.toStdString();
        const QString help = helpText(command.name + QStringLiteral(" --help"));
        for (const auto& line : command.example.split(u'\n')) {
            EXPECT_TRUE(help.contains(line)) << line.toStdString();
            QString plain = line.section(u'<', 0, 0)
                                .section(u'>', 0, 0)
                                .section(QStringLiteral(" && "), 0, 0)
                                .trimmed();
            plain.replace(u'\'', u'\0');
            QStringList words;
            bool quoted = false;
            QString word;
            for (const QChar c : plain) {
                if (c == QChar(0))
                    quoted = !quoted;
                else if (c == u' ' && !quoted)
                    words += std::exchange(word, {});
                else
                    word += c;
            }
            words += word;
            ASSERT_EQ(words.takeFirst(), QStringLiteral("fulmarctl"));
            const auto parsed = parseArguments(words, commandTable());
            ASSERT_TRUE(parsed) << line.toStdString() << ": "
                                << parsed.error().message.toStdString();
            EXPECT_EQ(parsed->command->name, command.name);
        }
    }
}

TEST(Help, every_option_is_explained)
{
    for (const auto& command : commandTable()) {
        const QString help = helpText(command.name + QStringLiteral(" --help"));
        for (const auto& option : command.options) {
            EXPECT_FALSE(option.help.isEmpty()) << option.name.toStdString();
            EXPECT_TRUE(help.contains(option.help)) << option.name.toStdString();
        }
    }
}

TEST(Help, a_group_lists_its_commands_alone)
{
    const QString help = helpText(QStringLiteral("account --help"));
    EXPECT_TRUE(help.contains(u"account add"));
    EXPECT_FALSE(help.contains(u"outbox list"));
}

TEST(Help, every_command_and_option_stands_in_the_manual_and_the_completions)
{
    const QString manual
        = fileText("packaging/man/fulmarctl.1").replace(QStringLiteral("\\-"), QStringLiteral("-"));
    const QString bash = fileText("packaging/completions/fulmarctl.bash");
    const QString zsh = fileText("packaging/completions/_fulmarctl");
    for (const auto& command : commandTable()) {
        EXPECT_TRUE(manual.contains(command.name)) << command.name.toStdString();
        for (const auto& word : command.name.split(u' ')) {
            EXPECT_TRUE(bash.contains(word)) << word.toStdString();
            EXPECT_TRUE(zsh.contains(word)) << word.toStdString();
        }
        for (const auto& option : command.options) {
            if (option.name.size() == 1 || option.name == QStringLiteral("fullname"))
                continue;
            const QString written = QStringLiteral("--") + option.name;
            EXPECT_TRUE(manual.contains(written))
                << command.name.toStdString() << ' ' << written.toStdString();
            EXPECT_TRUE(bash.contains(written))
                << command.name.toStdString() << ' ' << written.toStdString();
            EXPECT_TRUE(zsh.contains(written))
                << command.name.toStdString() << ' ' << written.toStdString();
        }
    }
}

} // namespace
