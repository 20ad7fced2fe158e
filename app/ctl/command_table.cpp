// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/command_table.h"

#include "ctl/command_table_sending.h"
#include "ctl/commands.h"

namespace fulmar::ctl {
namespace {

#define T(text) QStringLiteral(text)

const OptionSpec accountOption{
    .name = T("account"), .value = T("ID"), .help = T("this account only")
};
const OptionSpec fromFolderOption{ .name = T("from"),
    .value = T("FOLDER"),
    .help = T("take them out of this folder, where they are in several") };

bool wantsPassword(const Arguments& arguments)
{
    return arguments.has(T("password-stdin"));
}
bool watches(const Arguments& arguments)
{
    return arguments.has(T("watch"));
}

std::vector<CommandSpec> accountCommands()
{
    return {
        {.name = T("account add"), .words = T("EMAIL"), .least = 1, .most = 1,
            .summary = T("set up an account; the settings are tried before anything is stored"),
            .example = T("fulmarctl account add anna@gmail.com --password-stdin < app-password.txt\n"
                         "fulmarctl account add shop@example.org --imap imaps://mail.example.org --smtp smtps://mail.example.org "
                         "--password-command 'pass show mail/shop'"),
            .options = {
                {.name = T("name"), .value = T("TEXT"), .help = T("name for the From field")},
                {.name = T("imap"), .value = T("URL"), .help = T("imaps://HOST:PORT or imap+starttls://HOST:PORT")},
                {.name = T("pop3"), .value = T("URL"), .help = T("pop3s://HOST:PORT or pop3+starttls://HOST:PORT, in place of --imap")},
                {.name = T("pop3-keep"), .value = T("HOW"), .help = T("mail on the server: forever, DAYS, until-deleted or remove")},
                {.name = T("pop3-recent"), .value = {}, .help = T("Gmail: several programs read this mailbox; each sees the last 30 days")},
                {.name = T("smtp"), .value = T("URL"), .help = T("smtps://HOST:PORT or smtp+starttls://HOST:PORT")},
                {.name = T("no-incoming"), .value = {}, .help = T("for sending alone")},
                {.name = T("user"), .value = T("NAME"), .help = T("login name, where it is not the address")},
                {.name = T("smtp-user"), .value = T("NAME"), .help = T("login name for sending, where it differs")},
                {.name = T("password-stdin"), .value = {}, .help = T("the first line of standard input; kept in the keychain")},
                {.name = T("password-command"), .value = T("CMD"), .help = T("a shell command whose first output line is the password")},
                {.name = T("ca-file"), .value = T("PEM"), .help = T("trust this certificate authority too")},
                {.name = T("sync-days"), .value = T("N"), .help = T("bodies of the last N days only; 0 = all")},
                {.name = T("no-check"), .value = {}, .help = T("store without trying")},
            },
            .wantsInput = wantsPassword, .make = makeAccountAdd},
        {.name = T("account list"), .summary = T("accounts with their state"), .example = T("fulmarctl --json account list"),
            .make = makeAccountList},
        {.name = T("account set"), .words = T("ID KEY=VALUE…"), .least = 1, .most = -1, .summary = T("change settings of an account"),
            .example = T("fulmarctl account set a1 name='Anna Berg' imap=imaps://imap.example.org\n"
                         "fulmarctl account set a1 --password-stdin < new-password.txt"),
            .options = {{.name = T("password-stdin"), .value = {}, .help = T("a new password from standard input")}},
            .wantsInput = wantsPassword, .make = makeAccountSet},
        {.name = T("account check"), .words = T("[ID]"), .least = 0, .most = 1,
            .summary = T("try every step of signing in, receiving and sending"), .example = T("fulmarctl account check a1 --roundtrip"),
            .options = {{.name = T("roundtrip"), .value = {}, .help = T("also send a mail to the account itself and wait for it")}},
            .make = makeAccountCheck},
        {.name = T("account remove"), .words = T("ID"), .least = 1, .most = 1,
            .summary = T("remove an account with its local mail; the server keeps its own"), .example = T("fulmarctl account remove a1"),
            .options = {{.name = T("keep-mail"), .value = {}, .help = T("POP3: its mail goes to the local folders")}},
            .make = makeAccountRemove},
    };
}

std::vector<CommandSpec> readingCommands()
{
    return {
        {.name = T("sync"), .summary = T("send what waits, fetch what is new"),
            .example = T("fulmarctl sync\nfulmarctl --json sync --watch"),
            .options = {
                accountOption,
                {.name = T("folder"), .value = T("PATH"), .help = T("this folder only; \"/\" between levels")},
                {.name = T("headers-only"), .value = {}, .help = T("no bodies")},
                {.name = T("watch"), .value = {}, .help = T("stay, and print a line for each change as it is pushed")},
            },
            .stays = watches, .make = makeSync},
        {.name = T("folder list"), .summary = T("folders with their counts"), .example = T("fulmarctl folder list --account a1"),
            .options = {accountOption}, .make = makeFolderList},
        {.name = T("list"), .summary = T("messages, newest first"), .example = T("fulmarctl list --folder INBOX --unread --limit 20"),
            .options = {
                accountOption,
                {.name = T("folder"), .value = T("PATH"), .help = T("this folder only")},
                {.name = T("unread"), .value = {}, .help = T("unread ones only")},
                {.name = T("limit"), .value = T("N"), .help = T("at most so many (100)")},
                {.name = T("offset"), .value = T("N"), .help = T("leave out the newest N")},
            },
            .make = makeList},
        {.name = T("thread"), .words = T("ID"), .least = 1, .most = 1, .summary = T("the messages of one conversation, oldest first"),
            .example = T("fulmarctl thread m42"), .make = makeThread},
        {.name = T("search"), .words = T("QUERY"), .least = 1, .most = -1, .summary = T("find messages"),
            .example = T("fulmarctl search 'invoice march' --limit 20\n"
                         "fulmarctl search 'from:bo has:attachment' --server --account a1"),
            .options = {
                accountOption,
                {.name = T("limit"), .value = T("N"), .help = T("at most so many (100)")},
                {.name = T("server"), .value = {},
                    .help = T("ask the servers; on Gmail with the operators of its web search")},
            },
            .make = makeSearch},
        {.name = T("show"), .words = T("ID"), .least = 1, .most = 1, .summary = T("one message"),
            .example = T("fulmarctl show m42\nfulmarctl show m42 --raw > mail.eml"),
            .options = {
                {.name = T("raw"), .value = {}, .help = T("the exact bytes")},
                {.name = T("text"), .value = {}, .help = T("the text alone")},
                {.name = T("html"), .value = {}, .help = T("the HTML, sanitised")},
                {.name = T("headers"), .value = {}, .help = T("all header fields, decoded")},
            },
            .make = makeShow},
        {.name = T("attachment list"), .words = T("ID"), .least = 1, .most = 1, .summary = T("the files of a message"),
            .example = T("fulmarctl attachment list m42"), .make = makeAttachmentList},
        {.name = T("attachment save"), .words = T("ID PART"), .least = 2, .most = 2,
            .summary = T("save a file of a message; never over an existing one"),
            .example = T("fulmarctl attachment save m42 2 --to ~/Downloads"),
            .options = {{.name = T("to"), .value = T("DIR"), .help = T("into this folder")}}, .make = makeAttachmentSave},
    };
}

std::vector<CommandSpec> folderCommands()
{
    return {
        { .name = T("folder create"),
            .words = T("PATH"),
            .least = 1,
            .most = 1,
            .summary = T("make a folder; \"/\" between levels"),
            .example = T("fulmarctl folder create Invoices/2026"),
            .options = { accountOption },
            .make = makeFolderCreate },
        { .name = T("folder rename"),
            .words = T("PATH NEW"),
            .least = 2,
            .most = 2,
            .summary = T("give a folder another path; subfolders go along"),
            .example = T("fulmarctl folder rename Invoices Accounts/Invoices"),
            .options = { accountOption },
            .make = makeFolderRename },
        { .name = T("folder delete"),
            .words = T("PATH"),
            .least = 1,
            .most = 1,
            .summary = T("delete a folder with its messages, for good"),
            .example = T("fulmarctl folder delete Invoices/2019"),
            .options = { accountOption,
                { .name = T("recursive"), .value = {}, .help = T("its subfolders too") } },
            .make = makeFolderDelete },
        { .name = T("folder subscribe"),
            .words = T("PATH"),
            .least = 1,
            .most = 1,
            .summary = T("list a folder in clients that show subscribed ones only"),
            .example = T("fulmarctl folder subscribe Lists/qt"),
            .options = { accountOption },
            .make = makeFolderSubscribe },
        { .name = T("folder unsubscribe"),
            .words = T("PATH"),
            .least = 1,
            .most = 1,
            .summary = T("take a folder off that list"),
            .example = T("fulmarctl folder unsubscribe Lists/qt"),
            .options = { accountOption },
            .make = makeFolderUnsubscribe },
        { .name = T("undo"),
            .summary = T("take the last change back, on the server too"),
            .example = T("fulmarctl undo"),
            .make = makeUndo },
    };
}

std::vector<CommandSpec> changingCommands()
{
    return {
        { .name = T("flag"),
            .words = T("ID… +FLAG -FLAG…"),
            .least = 2,
            .most = -1,
            .summary = T("set or clear flags: seen flagged answered draft forwarded, or a keyword"),
            .example = T("fulmarctl flag m42 m43 +seen -flagged"),
            .signedWords = true,
            .make = makeFlag },
        { .name = T("label"),
            .words = T("ID… +NAME -NAME…"),
            .least = 2,
            .most = -1,
            .summary = T("give and take labels of Gmail; a label that does not exist is made"),
            .example = T("fulmarctl label m42 m43 +Invoices/2026 -Inbox"),
            .signedWords = true,
            .make = makeLabel },
        { .name = T("move"),
            .words = T("ID… FOLDER"),
            .least = 2,
            .most = -1,
            .summary = T("move messages to a folder"),
            .example = T("fulmarctl move m42 Invoices/2026"),
            .options = { fromFolderOption },
            .make = makeMove },
        { .name = T("copy"),
            .words = T("ID… FOLDER"),
            .least = 2,
            .most = -1,
            .summary = T("copy messages to a folder"),
            .example = T("fulmarctl copy m42 Invoices/2026"),
            .options = { fromFolderOption },
            .make = makeCopy },
        { .name = T("archive"),
            .words = T("ID…"),
            .least = 1,
            .most = -1,
            .summary = T("move messages to the archive"),
            .example = T("fulmarctl archive m42"),
            .options = { fromFolderOption },
            .make = makeArchive },
        { .name = T("trash"),
            .words = T("ID…"),
            .least = 1,
            .most = -1,
            .summary = T("move messages to the trash"),
            .example = T("fulmarctl trash m42"),
            .options = { fromFolderOption },
            .make = makeTrash },
        { .name = T("junk"),
            .words = T("ID…"),
            .least = 1,
            .most = -1,
            .summary = T("move messages to the junk folder, or back"),
            .example = T("fulmarctl junk m42\nfulmarctl junk m42 --not"),
            .options
            = { { .name = T("not"), .value = {}, .help = T("it is no junk: back to the inbox") },
                fromFolderOption },
            .make = makeJunk },
        { .name = T("delete"),
            .words = T("ID…"),
            .least = 1,
            .most = -1,
            .summary = T("delete messages for good, on the server too"),
            .example = T("fulmarctl delete m42 --forever"),
            .options = { { .name = T("forever"), .value = {}, .help = T("yes, for good") } },
            .make = makeDelete },
        { .name = T("actions list"),
            .summary = T("changes that the server has not seen yet"),
            .example = T("fulmarctl actions list"),
            .make = makeActionsList },
        { .name = T("actions retry"),
            .words = T("[ID…]"),
            .least = 0,
            .most = -1,
            .summary = T("try them now, in their order"),
            .example = T("fulmarctl actions retry"),
            .make = makeActionsRetry },
        { .name = T("actions drop"),
            .words = T("ID…"),
            .least = 1,
            .most = -1,
            .summary = T("forget changes; what is shown falls back"),
            .example = T("fulmarctl actions drop c7"),
            .make = makeActionsDrop },
    };
}

#undef T

std::vector<CommandSpec> makeTable()
{
    std::vector<CommandSpec> table;
    for (auto&& group : { accountCommands(), readingCommands(), changingCommands(),
             folderCommands(), sendingCommands() })
        table.insert(table.end(), group.begin(), group.end());
    return table;
}

} // namespace

const std::vector<CommandSpec>& commandTable()
{
    static const std::vector<CommandSpec> table = makeTable();
    return table;
}

Invocation invocationOf(QStringList arguments)
{
    if (arguments.isEmpty() || arguments.first() != sendmailMark)
        return { .arguments = std::move(arguments), .asSendmail = false };
    arguments.first() = QStringLiteral("send");
    return { .arguments = std::move(arguments), .asSendmail = true };
}

} // namespace fulmar::ctl
