// SPDX-License-Identifier: GPL-3.0-or-later
#include "wording.h"
#include "wording_table.h"

#include <gtest/gtest.h>

#include <set>

using namespace fulmar;
using namespace fulmar::app;
using enum ErrorKind;

namespace {

const WordingContext context{ .host = QStringLiteral("imap.example.org"),
    .port = 993,
    .account = QStringLiteral("anna@example.org"),
    .subject = {} };

std::string sentence(ErrorKind kind, const std::string& code, const std::string& serverText = {},
    const std::string& where = "somewhere")
{
    return wordingFor(
        { .kind = kind, .where = where, .serverText = serverText, .code = code }, context)
        .sentence.toStdString();
}

struct Row {
    ErrorKind kind;
    const char* code;
    const char* serverText;
    const char* part; ///< of the sentence
};

// One row for each failure that a person may meet.
const Row rows[] = {
    { Network, "host-not-found", "", "no server with the name imap.example.org" },
    { Network, "connection-refused", "", "imap.example.org:993 does not take connections" },
    { Network, "connection-lost", "", "connection to imap.example.org:993 was lost" },
    { Network, "network-unreachable", "", "no way through the network" },
    { Network, "connect-timeout", "", "did not answer in time" },
    { Network, "handshake-timeout", "", "handshake in time" },
    { Network, "bye", "Session expired, please login again.", "ended the session" },
    { Network, "bye", "Too much", "closed the connection: Too much" },
    { Network, "reply-timeout", "", "stopped answering" },
    { Network, "closed", "", "closed the connection." },
    { Network, "closed-by-server", "421 bye", "closed the connection: 421 bye" },
    { Rejected, "wrong-state", "accepted", "too late for that: the mail is accepted." },
    { Network, "connection-closed", "", "closed the connection." },
    { Network, "what-is-this", "", "connection to imap.example.org:993 failed" },
    { Tls, "handshake-failed", "", "No safe connection" },
    { Tls, "certificate-expired", "CN=x, until 2020", "has expired: CN=x, until 2020" },
    { Tls, "certificate-not-yet-valid", "", "not valid yet" },
    { Tls, "certificate-host-mismatch", "", "belongs to another server" },
    { Tls, "certificate-self-signed", "", "signed by itself" },
    { Tls, "certificate-untrusted", "", "authority that this machine does not know" },
    { Tls, "certificate-revoked", "", "was revoked" },
    { Tls, "certificate-weak", "", "too weak" },
    { Tls, "certificate-invalid", "", "is not valid" },
    { Tls, "ca-file-unreadable", "", "CA file of this account cannot be read: somewhere" },
    { Tls, "starttls-injection", "", "slip commands" },
    { Protocol, "starttls-injection", "", "slip commands" },
    { Tls, "starttls-refused", "", "offers no encryption" },
    { Unsupported, "starttls-not-offered", "", "offers no encryption" },
    { Protocol, "preauth-before-starttls", "", "without encryption" },
    { Authentication, "AUTHENTICATIONFAILED", "Invalid credentials (Failure)",
        "refused the user name or password of anna@example.org" },
    { Authentication, "ALERT",
        "Application-specific password required: https://support.google.com/accounts/answer/185833 "
        "(Failure)",
        "wants an app password" },
    { Authentication, "AUTHENTICATIONFAILED", "Application-specific password required",
        "wants an app password" },
    { Authentication, "WEBALERT", "Web login required.", "sign in with a web browser" },
    { Authentication, "ALERT",
        "Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 "
        "(Failure)",
        "sign in with a web browser" },
    { Authentication, "ALERT",
        "Your account is not enabled for IMAP use. Please visit your Gmail settings page",
        "IMAP is switched off" },
    { Authentication, "ALERT",
        "IMAP access is disabled for your domain. Please contact your domain administrator",
        "administrator" },
    { Authentication, "", "IMAP access is not allowed for this account.", "not allowed" },
    { Authentication, "", "Lookup failed", "switched off for anna@example.org" },
    { Authentication, "", "Lockdown in sector 4", "locked anna@example.org" },
    { Authentication, "ALERT", "Too many simultaneous connections. (Failure)",
        "too many connections" },
    { Rejected, "ALERT", "Too many simultaneous connections. (Failure)", "too many connections" },
    { Authentication, "UNAVAILABLE", "Temporary authentication failure",
        "cannot check passwords at the moment" },
    { Authentication, "EXPIRED", "", "has expired" },
    { Authentication, "", "go away", "refused the sign-in of anna@example.org: go away" },
    { Rejected, "OVERQUOTA", "Account exceeded command or bandwidth limits.", "moved more data" },
    { Rejected, "ALERT", "Account exceeded command or bandwidth limits. (Failure)",
        "moved more data" },
    { Rejected, "UNAVAILABLE", "Temporary System Problem. Try again later. (Failure)",
        "trouble at the moment" },
    { Rejected, "NONEXISTENT", "Unknown Mailbox: x", "not on the server any more" },
    { Rejected, "message-gone", "", "The message is not on the server any more" },
    { Rejected, "TRYCREATE", "", "not on the server any more" },
    { Rejected, "", "No.", "imap.example.org:993 refused: No." },
    { Rejected, "address-malformed", "", "not a complete mail address: somewhere" },
    { Rejected, "no-recipient", "", "no recipient" },
    { Unsupported, "no-usable-mechanism", "", "none of the ways to sign in" },
    { Protocol, "", "", "does not speak the mail protocol" },
    { Limit, "imap-line", "", "larger than Fulmar allows (somewhere)" },
    { Storage, "disk-full", "", "The disk is full" },
    { Storage, "io", "", "cannot be read or written" },
    { Storage, "corrupt", "", "damaged" },
    { Storage, "newer-schema", "", "newer Fulmar" },
    { Storage, "read-only", "", "cannot be written" },
    { Storage, "locked", "", "Another program is using this profile" },
    { Storage, "not-found", "", "not there any more" },
    { Storage, "cannot-create", "", "cannot be created" },
    { Storage, "no-keychain", "", "no keychain" },
    { Storage, "keychain-locked", "", "keychain is locked" },
    { Storage, "no-password", "", "holds no password for anna@example.org" },
    { Storage, "command-failed", "", "password command failed: somewhere" },
    { Cancelled, "", "", "stopped before it was done" },
    // Submission, table of Gmail's replies
    { Authentication, "530 5.7.0", "Authentication Required.", "wants a sign-in" },
    { Authentication, "534 5.7.9", "Application-specific password required.", "app password" },
    { Authentication, "534 5.7.14", "Please log in via your web browser", "web browser" },
    { Authentication, "535 5.7.8", "Username and Password not accepted.",
        "refused the user name or password" },
    { Authentication, "535 5.7.1", "Username and Password not accepted.",
        "refused the user name or password" },
    { Authentication, "535", "no", "refused the user name or password" },
    { Authentication, "504 5.7.4", "Unrecognized Authentication Type", "none of the ways" },
    { Authentication, "454 4.7.0", "Too many login attempts, please try again later.",
        "wants a pause" },
    { Authentication, "454 4.7.0", "Cannot authenticate due to temporary system problem.",
        "cannot check passwords" },
    { Rejected, "550 5.4.5", "Daily user sending limit exceeded.", "daily sending limit" },
    { Rejected, "550 5.7.1", "Email quota exceeded", "sending limit" },
    { Rejected, "550 5.7.1", "unsolicited mail", "takes this mail for unsolicited mail" },
    { Rejected, "452 4.5.3", "Your message has too many recipients", "more recipients" },
    { Rejected, "552 5.3.4", "exceeded Google's message size limits", "larger than" },
    { Rejected, "552 5.7.0", "potential security issue", "dangerous" },
    { Rejected, "552 5.2.2", "over quota", "mailbox is full" },
    { Rejected, "452 4.2.2", "out of storage", "full at the moment" },
    { Rejected, "450 4.2.1", "too high a rate", "more mail than" },
    { Rejected, "421 4.3.0", "Temporary System Problem", "too busy" },
    { Rejected, "451 4.3.0", "later", "cannot take the mail now: later" },
    { Rejected, "550 5.1.1", "no such user", "no such recipient: no such user" },
    { Rejected, "553 5.1.2", "", "address is not valid" },
    { Rejected, "550 5.7.26", "DMARC", "really from you" },
    { Rejected, "554 5.7.0", "x", "refused the mail: x" },
    { Rejected, "599", "x", "refused the mail: x" },
};

TEST(Wording, every_known_failure_has_its_sentence)
{
    for (const auto& row : rows) {
        const auto words = sentence(row.kind, row.code, row.serverText);
        EXPECT_NE(words.find(row.part), std::string::npos)
            << row.code << " | " << row.serverText << " -> " << words;
    }
}

TEST(Wording, every_row_of_the_tables_can_be_reached)
{
    for (const auto table : { wordingRows(), smtpWordingRows() }) {
        for (const auto& row : table) {
            std::string code(row.code);
            if (code.ends_with('*'))
                code.back() = '9';
            // "5*" alone is no code; three digits are.
            while (!code.empty() && code.front() >= '4' && code.front() <= '5' && code.size() < 3)
                code += '9';
            const Error error{ .kind = row.kind,
                .where = "w",
                .serverText = std::string(row.text) + "x",
                .code = code };
            QString expected = QString::fromUtf8(row.sentence);
            const auto words = wordingFor(error, {});
            const auto start
                = expected.indexOf(u'%') < 0 ? expected : expected.left(expected.indexOf(u'%'));
            EXPECT_TRUE(words.sentence.startsWith(start))
                << row.code << " / " << row.text << " -> " << words.sentence.toStdString();
        }
    }
}

TEST(Wording, no_placeholder_and_no_line_break_is_left)
{
    for (const auto table : { wordingRows(), smtpWordingRows() }) {
        for (const auto& row : table) {
            for (const std::string server : { "", "two\r\nlines %host \x1b[31m\xe2\x80\xae" }) {
                const auto words = wordingFor({ .kind = row.kind,
                                                  .where = {},
                                                  .serverText = std::string(row.text) + server,
                                                  .code = std::string(row.code) },
                    {});
                const QString all = words.sentence + words.hint;
                EXPECT_FALSE(all.contains(u'\n') || all.contains(u'\r') || all.contains(QChar(0x1b))
                    || all.contains(QChar(0x202e)))
                    << all.toStdString();
                if (server.empty()) {
                    EXPECT_FALSE(all.contains(u'%')) << all.toStdString();
                }
                EXPECT_FALSE(words.sentence.isEmpty());
            }
        }
    }
}

TEST(Wording, every_kind_has_a_sentence_for_unknown_codes)
{
    std::set<QString> names;
    for (const auto kind : { Network, Tls, Authentication, Rejected, Protocol, Limit, Storage,
             Cancelled, Unsupported }) {
        EXPECT_FALSE(
            wordingFor({ .kind = kind, .where = "w", .serverText = "s", .code = "never-heard" })
                .sentence.isEmpty());
        EXPECT_TRUE(names.insert(errorKindName(kind)).second);
    }
}

TEST(Wording, the_servers_words_are_cut_to_what_a_person_reads)
{
    const auto words = sentence(Rejected, "", std::string(10'000, 'x'));
    EXPECT_LT(words.size(), 600U);
}

TEST(Wording, each_provider_that_needs_it_has_a_paragraph)
{
    using enum discovery::PasswordNote;
    EXPECT_TRUE(passwordNoteText(None, QStringLiteral("Posteo")).isEmpty());
    for (const auto& preset : discovery::allPresets()) {
        const auto text = passwordNoteText(preset.note,
            QString::fromUtf8(preset.name.data(), static_cast<qsizetype>(preset.name.size())));
        EXPECT_EQ(text.isEmpty(), preset.note == None) << preset.id;
        EXPECT_FALSE(text.contains(u'%')) << text.toStdString();
    }
}

/// The texts that Gmail is known to send, each verbatim, with the cause and the next step.
TEST(Wording, each_text_of_gmail_has_its_cause_and_next_step)
{
    const struct {
        ErrorKind kind;
        const char *code, *text, *sentence, *hint;
    } texts[] = {
        { Authentication, "AUTHENTICATIONFAILED", "Invalid credentials (Failure)", "password",
            "password" },
        { Authentication, "ALERT", "Invalid credentials (Failure)", "refused the sign-in", "" },
        { Authentication, "ALERT",
            "Application-specific password required: "
            "https://support.google.com/accounts/answer/185833 (Failure)",
            "app password", "app password" },
        { Authentication, "WEBALERT",
            "Please log in via your web browser: "
            "https://support.google.com/mail/accounts/answer/78754 (Failure)",
            "web browser", "web browser" },
        { Authentication, "ALERT",
            "Your account is not enabled for IMAP use. Please visit your Gmail settings page and "
            "enable your account for IMAP access. (Failure)",
            "IMAP is switched off", "Switch it on" },
        { Authentication, "ALERT",
            "IMAP access is disabled for your domain. Please contact your domain administrator for "
            "questions about this feature. (Failure)",
            "administrator", "Ask the administrator" },
        { Authentication, "", "IMAP access is not allowed for this account.", "not allowed",
            "supervises" },
        { Authentication, "", "Lookup failed", "switched off", "administrator" },
        { Rejected, "LIMIT", "Too many simultaneous connections. (Failure)", "too many connections",
            "waits a minute" },
        { Rejected, "OVERQUOTA", "Account exceeded command or bandwidth limits.", "more data",
            "sending still works" },
        { Network, "bye", "Account exceeded command or bandwidth limits.", "more data",
            "sending still works" },
        { Rejected, "ALERT", "Account exceeded command or bandwidth limits. (Failure)", "more data",
            "sending still works" },
        { Network, "bye", "Session expired, please login again.", "ended the session",
            "by itself" },
        { Rejected, "UNAVAILABLE", "Temporary System Problem. Try again later. (Failure)",
            "trouble", "later" },
        { Authentication, "", "Lockdown in sector 4", "locked", "Wait" },
        { Rejected, "NONEXISTENT", "Unknown Mailbox: x (Failure)", "not on the server any more",
            "fetched again" },
        { Protocol, "", "Could not parse command", "Could not parse command", "" },
    };
    for (const auto& row : texts) {
        const auto words = wordingFor(
            { .kind = row.kind, .where = "UID FETCH", .serverText = row.text, .code = row.code },
            context);
        EXPECT_TRUE(words.sentence.contains(QLatin1String(row.sentence)))
            << words.sentence.toStdString();
        EXPECT_TRUE(words.hint.contains(QLatin1String(row.hint)))
            << row.text << ": " << words.hint.toStdString();
    }
}

TEST(Wording, a_pause_says_until_when)
{
    const auto words = wordingFor({ .kind = Rejected,
                                      .where = "pause until 4102444800",
                                      .serverText = "Account exceeded command or bandwidth limits.",
                                      .code = "paused-OVERQUOTA" },
        context);
    EXPECT_TRUE(words.sentence.contains(QStringLiteral("Jan"))
        || words.sentence.contains(QStringLiteral("Dec")))
        << words.sentence.toStdString();
    EXPECT_FALSE(words.sentence.contains(u'%'));
}

} // namespace
