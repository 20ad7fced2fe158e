// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/arguments.h"
#include "ctl/command_table.h"

#include <gtest/gtest.h>

using namespace fulmar::ctl;

namespace {

QStringList words(const char* line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

fulmar::Expected<Arguments, Failure> parse(const QStringList& list)
{
    return parseArguments(list, commandTable());
}

std::string describe(const Arguments& a)
{
    QString out = a.command == nullptr ? QStringLiteral("-") : a.command->name;
    out += QStringLiteral(" [") + a.words.join(u'|') + QStringLiteral("]");
    QStringList names = a.options.keys();
    names.sort();
    for (const auto& name : names)
        out += u' ' + name + u'=' + a.options.value(name).join(u',');
    for (const auto& [name, on] : { std::pair{ "json", a.json }, { "verbose", a.verbose },
             { "nowait", a.noWait }, { "help", a.help }, { "version", a.version } })
        out += on ? u' ' + QLatin1String(name) : QString();
    if (!a.profile.isEmpty())
        out += QStringLiteral(" @") + a.profile;
    return out.toStdString();
}

TEST(ArgumentsTest, a_command_line_is_taken_apart)
{
    struct Row {
        const char* line;
        const char* parsed;
    };
    const Row rows[] = {
        { "list", "list []" },
        { "--json list", "list [] json" },
        { "list --json --no-wait --verbose", "list [] json verbose nowait" },
        { "--profile /p list", "list [] @/p" },
        { "list --profile=/p", "list [] @/p" },
        { "account list", "account list []" },
        { "account add a@x.org --imap imaps://h --smtp=smtps://h",
            "account add [a@x.org] imap=imaps://h smtp=smtps://h" },
        { "account add a@x.org --no-check", "account add [a@x.org] no-check=" },
        { "list --folder INBOX --limit 5 --unread", "list [] folder=INBOX limit=5 unread=" },
        { "list --folder --unread", "list [] folder=--unread" },
        { "list --folder=", "list [] folder=" },
        { "flag m1 m2 +seen -flagged", "flag [m1|m2|+seen|-flagged]" },
        { "flag m1 -seen --json", "flag [m1|-seen] json" },
        { "move m1 -- -odd-folder", "move [m1|-odd-folder]" },
        { "send --to a@x --to b@x --body -", "send [] body=- to=a@x,b@x" },
        { "send -t", "send [] t=" },
        { "send -ti -f a@x.org", "send [] f=a@x.org i= t=" },
        { "send -fa@x.org -oi -t b@x.org", "send [b@x.org] f=a@x.org o=i t=" },
        { "send -odb -oi c@x.org", "send [c@x.org] o=db,i" },
        { "send -bm a@x.org", "send [a@x.org] b=m" },
        { "--help", "- [] help" },
        { "list --help", "list [] help" },
        { "list -h", "list [] help" },
        { "account --help", "- [] help" },
        { "show --help", "show [] help" },
        { "--version", "- [] version" },
        { "account check", "account check []" },
    };
    for (const auto& row : rows) {
        const auto parsed = parse(words(row.line));
        ASSERT_TRUE(parsed) << row.line << ": " << parsed.error().message.toStdString();
        EXPECT_EQ(describe(*parsed), row.parsed) << row.line;
    }
}

TEST(ArgumentsTest, a_wrong_command_line_is_a_usage_error_that_names_the_fault)
{
    struct Row {
        const char* line;
        const char* part;
    };
    const Row rows[] = {
        { "", "No command" },
        { "lst", "no command \"lst\"" },
        { "account", "\"account\" is not complete" },
        { "account frobnicate", "no command \"account frobnicate\"" },
        { "list --frob", "no option --frob" },
        { "--frob list", "no option --frob" },
        { "list -x", "no option -x" },
        { "list --limit", "--limit needs a value" },
        { "list --profile", "--profile needs a value" },
        { "list --unread=yes", "--unread takes no value" },
        { "list --limit 1 --limit 2", "once only" },
        { "list extra", "does not know what to do with \"extra\"" },
        { "show", "needs ID" },
        { "show m1 m2", "\"m2\"" },
        { "move m1", "needs ID" },
        { "account add", "needs EMAIL" },
    };
    for (const auto& row : rows) {
        const auto parsed = parse(words(row.line));
        ASSERT_FALSE(parsed) << row.line;
        EXPECT_EQ(parsed.error().exitCode, ExitCode::Usage);
        EXPECT_NE(parsed.error().message.toStdString().find(row.part), std::string::npos)
            << row.line << ": " << parsed.error().message.toStdString();
        EXPECT_TRUE(parsed.error().hint.contains(u"--help"));
    }
}

TEST(ArgumentsTest, numbers_are_checked_against_their_bounds)
{
    for (const auto& [value, good] : { std::pair{ "0", true }, { "7", true }, { "-1", false },
             { "8", false }, { "x", false }, { "", false }, { "1.5", false } }) {
        const auto parsed
            = parse({ QStringLiteral("list"), QStringLiteral("--limit=") + QLatin1String(value) });
        ASSERT_TRUE(parsed);
        EXPECT_EQ(numberOf(*parsed, QStringLiteral("limit"), 0, 7).has_value(), good) << value;
    }
    const auto none = parse(words("list"));
    const auto number = numberOf(*none, QStringLiteral("limit"), 0, 7);
    ASSERT_TRUE(number);
    EXPECT_FALSE(number->has_value());
}

TEST(ArgumentsTest, called_as_sendmail_it_is_send)
{
    const auto called = invocationOf({ sendmailMark, QStringLiteral("-t"), QStringLiteral("-oi") });
    EXPECT_TRUE(called.asSendmail);
    const auto parsed = parse(called.arguments);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(describe(*parsed), "send [] o=i t=");
    EXPECT_FALSE(invocationOf(words("list")).asSendmail);
}

} // namespace
