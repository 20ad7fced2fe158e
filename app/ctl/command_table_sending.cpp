// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/command_table_sending.h"

#include "ctl/commands.h"

namespace fulmar::ctl {
namespace {

#define T(text) QStringLiteral(text)

const OptionSpec accountOption{
    .name = T("account"), .value = T("ID"), .help = T("this account only")
};

bool wantsMail(const Arguments& arguments)
{
    return arguments.has(T("t")) || !arguments.words.isEmpty()
        || arguments.value(T("body")) == T("-");
}

QList<OptionSpec> sendOptions()
{
    return {
        { .name = T("to"),
            .value = T("A"),
            .help = T("recipient; may be given several times, as may cc, bcc and attach"),
            .repeats = true },
        { .name = T("cc"), .value = T("A"), .help = T("copy"), .repeats = true },
        { .name = T("bcc"),
            .value = T("A"),
            .help = T("blind copy; never in the message"),
            .repeats = true },
        { .name = T("from"), .value = T("ADDR"), .help = T("send as this address") },
        accountOption,
        { .name = T("subject"), .value = T("S"), .help = T("subject") },
        { .name = T("body"), .value = T("TEXT"), .help = T("text; \"-\" reads standard input") },
        { .name = T("html"), .value = T("FILE"), .help = T("an HTML version too") },
        { .name = T("attach"), .value = T("FILE"), .help = T("attach a file"), .repeats = true },
        { .name = T("in-reply-to"),
            .value = T("ID"),
            .help = T("answer this message; fills recipient and subject") },
        { .name = T("at"), .value = T("TIME"), .help = T("not before this time (RFC 3339)") },
        { .name = T("key"), .value = T("KEY"), .help = T("the same key never sends twice") },
        { .name = T("wait"), .value = {}, .help = T("send now and wait for the server's answer") },
        { .name = T("t"),
            .value = {},
            .help = T("read a whole message from standard input, recipients from its header"),
            .shortName = u't' },
        { .name = T("f"),
            .value = T("ADDR"),
            .help = T("envelope sender of such a message"),
            .shortName = u'f' },
        { .name = T("fullname"),
            .value = T("NAME"),
            .help = T("name for a missing From field"),
            .shortName = u'F' },
        { .name = T("i"),
            .value = {},
            .help = T("for sendmail's callers; always in force"),
            .shortName = u'i' },
        { .name = T("o"),
            .value = T("X"),
            .help = T("for sendmail's callers; ignored"),
            .repeats = true,
            .shortName = u'o' },
        { .name = T("b"),
            .value = T("m"),
            .help = T("for sendmail's callers; ignored"),
            .shortName = u'b' },
    };
}

} // namespace

std::vector<CommandSpec> sendingCommands()
{
    return {
        {.name = T("send"), .words = T("[RECIPIENT…]"), .least = 0, .most = -1,
            .summary = T("queue a mail; the next sync, the window or --wait sends it"),
            .example = T("fulmarctl send --to bo@example.org --subject Lunch --body 'At noon?' --attach menu.pdf --wait\n"
                         "fulmarctl send -t < message.eml"),
            .options = sendOptions(), .wantsInput = wantsMail, .make = makeSend},
        {.name = T("outbox list"), .summary = T("mails on their way and what became of them"), .example = T("fulmarctl outbox list"),
            .make = makeOutboxList},
        {.name = T("outbox show"), .words = T("ID"), .least = 1, .most = 1, .summary = T("one mail of the outbox with the server's words"),
            .example = T("fulmarctl outbox show o3"), .make = makeOutboxShow},
        {.name = T("outbox cancel"), .words = T("ID…"), .least = 1, .most = -1, .summary = T("do not send it"),
            .example = T("fulmarctl outbox cancel o3"), .make = makeOutboxCancel},
        {.name = T("outbox retry"), .words = T("ID…"), .least = 1, .most = -1, .summary = T("queue it again; the next sync sends it"),
            .example = T("fulmarctl outbox retry o3 && fulmarctl sync"), .make = makeOutboxRetry},
        {.name = T("outbox hold"), .words = T("[ID…]"), .least = 0, .most = -1, .summary = T("send nothing, or not these mails, until resumed"),
            .example = T("fulmarctl outbox hold --account a1\nfulmarctl outbox hold o3"), .options = {accountOption}, .make = makeOutboxHold},
        {.name = T("outbox resume"), .words = T("[ID…]"), .least = 0, .most = -1, .summary = T("send again; also ends the wait for a sending limit"),
            .example = T("fulmarctl outbox resume && fulmarctl sync"), .options = {accountOption}, .make = makeOutboxResume},
        {.name = T("outbox sent"), .words = T("ID…"), .least = 1, .most = -1, .summary = T("a mail of unknown fate did go out: do not ask again"),
            .example = T("fulmarctl outbox sent o3"), .make = makeOutboxSent},
        {.name = T("quota"), .summary = T("what may be sent, what was, and when the next mail may leave"),
            .example = T("fulmarctl quota\nfulmarctl quota --account a1 --messages 300"),
            .options = {
                accountOption,
                {.name = T("messages"), .value = T("N"), .help = T("set the limit; 0 = the provider's usual one, -1 = none")},
                {.name = T("recipients"), .value = T("N"), .help = T("the same, counted in recipients")},
                {.name = T("per-message"), .value = T("N"), .help = T("recipients of one message; more are sent in parts")},
                {.name = T("window-hours"), .value = T("N"), .help = T("the rolling window, 24 by default")},
            }, .make = makeQuota},
        {.name = T("merge"), .summary = T("one template to many: each row of a table gets its own mail"),
            .example = T("fulmarctl merge --template news.txt --data people.csv --subject 'News for {{name}}' --dry-run\n"
                         "fulmarctl merge --template news.txt --data people.csv --test-to me@example.org\n"
                         "fulmarctl merge --template news.txt --data people.csv --per-hour 50 --reserve 50"),
            .options = {
                {.name = T("template"), .value = T("FILE"), .help = T("text or a whole message; {{column}} stands for a cell, {{column|else}} where it may be empty")},
                {.name = T("data"), .value = T("FILE"), .help = T("CSV with a header line; the column \"email\" holds the addresses")},
                {.name = T("subject"), .value = T("S"), .help = T("subject, where the template has none")},
                {.name = T("from"), .value = T("ADDR"), .help = T("send as this address")},
                accountOption,
                {.name = T("per-hour"), .value = T("N"), .help = T("at most so many an hour")},
                {.name = T("reserve"), .value = T("N"), .help = T("leave so many of the sending limit for other mail")},
                {.name = T("unsubscribe"), .value = T("URL"), .help = T("https or mailto address for List-Unsubscribe; may hold {{column}}")},
                {.name = T("stop-at"), .value = T("PERCENT"), .help = T("pause when so many come back; 5 by default, 0 = never")},
                {.name = T("dry-run"), .value = {}, .help = T("print every mail, send none")},
                {.name = T("test-to"), .value = T("ADDR"), .help = T("send the first mail to this address alone")},
            }, .make = makeMerge},
        {.name = T("merge list"), .summary = T("merges and how far they are"), .example = T("fulmarctl merge list"), .make = makeMergeList},
        {.name = T("merge show"), .words = T("ID"), .least = 1, .most = 1, .summary = T("each row and what became of its mail"),
            .example = T("fulmarctl --json merge show g1"), .make = makeMergeShow},
        {.name = T("merge pause"), .words = T("ID"), .least = 1, .most = 1, .summary = T("queue no more mails of it"),
            .example = T("fulmarctl merge pause g1"), .make = makeMergePause},
        {.name = T("merge resume"), .words = T("ID"), .least = 1, .most = 1, .summary = T("go on where it stopped"),
            .example = T("fulmarctl merge resume g1 && fulmarctl sync"), .make = makeMergeResume},
        {.name = T("merge cancel"), .words = T("ID"), .least = 1, .most = 1, .summary = T("end it; what is sent is sent"),
            .example = T("fulmarctl merge cancel g1"), .make = makeMergeCancel},
        {.name = T("merge suppress"), .words = T("[ADDR…]"), .least = 0, .most = -1, .summary = T("addresses that get no merge any more; without one, the list"),
            .example = T("fulmarctl merge suppress bo@example.org"), .make = makeMergeSuppress},
        {.name = T("merge allow"), .words = T("ADDR…"), .least = 1, .most = -1, .summary = T("take addresses off that list"),
            .example = T("fulmarctl merge allow bo@example.org"), .make = makeMergeAllow},
        {.name = T("log"), .summary = T("the protocol log, secrets masked"), .example = T("fulmarctl log --account a1 --follow"),
            .options = {
                accountOption,
                {.name = T("follow"), .value = {}, .help = T("stay, and print what comes")},
            },
            .needsProfile = false, .stays = [](const Arguments& arguments) { return arguments.has(T("follow")); }, .make = makeLog},
    };
}

#undef T

} // namespace fulmar::ctl
