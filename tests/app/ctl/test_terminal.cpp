// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/json.h"
#include "ctl/terminal.h"

#include <gtest/gtest.h>

using namespace fulmar;
using namespace fulmar::ctl;

namespace {

TEST(Terminal, text_of_strangers_cannot_steer_it)
{
    EXPECT_EQ(terminalSafe(QStringLiteral("a\x1b[2J\x07"
                                          "b"))
                  .toStdString(),
        "a[2Jb");
    EXPECT_EQ(terminalSafe(QStringLiteral("a") + QChar(0x9b) + QStringLiteral("31m")).toStdString(),
        "a31m");
    EXPECT_EQ(terminalSafe(QStringLiteral("a") + QChar(0x202e) + QStringLiteral("b")).toStdString(),
        "ab");
    EXPECT_EQ(terminalSafe(QStringLiteral("a\r\nb\tc")).toStdString(), "a\nb\tc");
    EXPECT_EQ(terminalSafe(QStringLiteral("Zoë 🎉 日本")).toStdString(), "Zoë 🎉 日本");
}

TEST(Terminal, columns_are_as_wide_as_their_widest_cell)
{
    TextTable table({ QStringLiteral("Id"), QStringLiteral("Name"), QStringLiteral("X") });
    EXPECT_TRUE(table.isEmpty());
    table.add({ QStringLiteral("m1000"), QStringLiteral("a"), QString() });
    table.add({ QStringLiteral("m2"), QStringLiteral("longer name"), QStringLiteral("y") });
    EXPECT_FALSE(table.isEmpty());
    EXPECT_EQ(
        table.toString().toStdString(), "Id     Name         X\nm1000  a\nm2     longer name  y");
}

TEST(Terminal, long_text_is_cut_with_an_ellipsis)
{
    EXPECT_EQ(shortened(QStringLiteral("short"), 5).toStdString(), "short");
    EXPECT_EQ(shortened(QStringLiteral("longer"), 5).toStdString(), "long…");
    EXPECT_EQ(shortened(QStringLiteral("two\nlines"), 20).toStdString(), "two lines");
}

TEST(Times, are_rfc_3339_in_utc)
{
    EXPECT_EQ(timeText(0).toStdString(), "1970-01-01T00:00:00Z");
    EXPECT_EQ(timeText(1'795'291'200).toStdString(), "2026-11-21T20:00:00Z");
    EXPECT_EQ(timeText(-1).toStdString(), "1969-12-31T23:59:59Z");
    EXPECT_TRUE(timeValue(std::nullopt).isNull());
    EXPECT_TRUE(timeValue(99'999'999'999'999).isNull());
}

TEST(Times, are_read_with_z_or_an_offset)
{
    struct Row {
        const char* written;
        std::optional<std::int64_t> seconds;
    };
    const Row rows[] = {
        { "2026-11-21T20:00:00Z", 1'795'291'200 },
        { "2026-11-21t20:00:00z", 1'795'291'200 },
        { "2026-11-21 20:00:00Z", 1'795'291'200 },
        { "2026-11-21T21:00:00+01:00", 1'795'291'200 },
        { "2026-11-21T15:30:00-04:30", 1'795'291'200 },
        { "2026-11-21T20:00:00.9Z", 1'795'291'200 },
        { "2026-11-21T20:00:00", {} },
        { "2026-11-21", {} },
        { "tomorrow", {} },
        { "2026-13-21T20:00:00Z", {} },
        { "2026-11-21T25:00:00Z", {} },
        { "", {} },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parseTime(QString::fromUtf8(row.written)), row.seconds) << row.written;
}

TEST(Messages, of_one_conversation_have_one_thread)
{
    Message first, second, stranger;
    first.account = second.account = stranger.account = { 1 };
    first.summary.messageId = "root@x";
    second.summary.messageId = "two@x";
    second.summary.references = { "root@x", "one@x" };
    stranger.summary.messageId = "other@x";
    EXPECT_EQ(threadOf(first), threadOf(second));
    EXPECT_NE(threadOf(first), threadOf(stranger));
    Message without;
    without.id = { 5 };
    EXPECT_FALSE(threadOf(without).isEmpty());
}

TEST(Messages, have_the_keys_that_scripts_read)
{
    Message message;
    message.id = { 42 };
    message.account = { 1 };
    message.summary.from = { { "Zoë", "zoe@example.org" } };
    message.flags.set(Flag::Seen);
    message.flags.keywords = { "custom" };
    message.uid = 7;
    const auto json = messageJson(message, { "INBOX" });
    for (const char* key : { "id", "account", "folders", "from", "to", "cc", "subject", "date",
             "received", "size", "flags", "labels", "thread", "messageId", "hasAttachments",
             "preview", "pending", "uid" })
        EXPECT_TRUE(json.contains(QLatin1String(key))) << key;
    EXPECT_EQ(json.value(u"id").toString(), QStringLiteral("m42"));
    EXPECT_TRUE(json.value(u"date").isNull());
    EXPECT_EQ(json.value(u"flags").toArray(),
        (QJsonArray{ QStringLiteral("custom"), QStringLiteral("seen") }));
    message.uid = 0;
    EXPECT_FALSE(messageJson(message, {}).contains(u"uid"));
}

} // namespace
