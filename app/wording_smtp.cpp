// SPDX-License-Identifier: GPL-3.0-or-later
// Replies of submission servers, by code pair and then by text: Gmail gives one pair several
// meanings.
#include "wording_table.h"

#include <QCoreApplication>

#include <array>

namespace fulmar::app {
namespace {

using enum ErrorKind;
#define WORDS(text) QT_TRANSLATE_NOOP("Wording", text)

constexpr auto appPassword = WORDS("Create an app password in the settings of your mail account "
                                   "and give it instead of the account password.");
constexpr auto waitForServer = WORDS("It stays in the outbox and is tried again later by itself.");
constexpr auto correctAddress = WORDS("Check the address for typing errors.");

constexpr auto rows = std::to_array<WordingRow>({
    // Signing in
    { Authentication, "534 5.7.9", "",
        WORDS("%host wants an app password for %account, not the account password."), appPassword },
    { Authentication, "534 5.7.14", "",
        WORDS("%host blocked the sign-in of %account and wants you to sign in with a web browser "
              "first."),
        WORDS("Sign in to your mail in a web browser, follow what it asks, then try again.") },
    { Authentication, "535 5.7.139", "",
        WORDS("The provider has switched off sending with a password for %account."),
        WORDS("Ask the administrator to allow authenticated SMTP, or sign in with OAuth.") },
    { Authentication, "550 5.7.30", "",
        WORDS("The provider no longer accepts passwords for sending."),
        WORDS("This account has to sign in with OAuth.") },
    { Authentication, "535*", "", WORDS("%host refused the user name or password of %account."),
        WORDS("Check both; where two-step verification is on, an app password is needed.") },
    { Authentication, "534*", "", WORDS("%host wants another way to sign in for %account."),
        appPassword },
    { Authentication, "504*", "",
        WORDS("%host knows none of the ways to sign in that Fulmar offers."),
        WORDS("Ask the provider how mail programs sign in.") },
    { Authentication, "454*", "login attempts",
        WORDS("%host saw too many sign-ins of %account and wants a pause."),
        WORDS("Wait at least ten minutes; Fulmar tries again by itself.") },
    { Authentication, "454*", "", WORDS("%host cannot check passwords at the moment."),
        WORDS("Nothing is wrong with your password; it is tried again later.") },
    { Authentication, "421*", "", WORDS("%host is too busy to sign anybody in."),
        WORDS("It is tried again later.") },
    { Authentication, "530*", "", WORDS("%host wants a sign-in before it takes mail."),
        WORDS("Give a user name and a password for sending.") },
    { Authentication, "538*", "", WORDS("%host wants a sign-in before it takes mail."),
        WORDS("Give a user name and a password for sending.") },

    // Limits of the provider: permanent by code, temporary in fact
    { Rejected, "550 5.4.5", "", WORDS("The daily sending limit of %account is reached."),
        WORDS("The mail stays in the outbox; the provider takes mail again within 24 hours.") },
    { Rejected, "550 5.7.1", "quota exceeded", WORDS("The sending limit of %account is reached."),
        WORDS("The mail stays in the outbox; the provider takes mail again within 24 hours.") },
    { Rejected, "550 5.4.6", "unusual sending",
        WORDS("The provider paused sending for %account: %server"),
        WORDS("The mail stays in the outbox. Sign in to the provider's web page; it says how to go "
              "on.") },
    { Rejected, "454*", "message quota exceeded",
        WORDS("The daily sending limit of %account is reached."),
        WORDS("The mail stays in the outbox; the provider takes mail again within 24 hours.") },
    { Rejected, "451*", "messaging limits", WORDS("The sending limit of %account is reached."),
        WORDS("The mail stays in the outbox; the provider takes mail again within 24 hours.") },
    { Rejected, "452 4.5.3", "", WORDS("The mail has more recipients than %host takes at once."),
        WORDS("Send it to fewer people at a time.") },
    { Rejected, "552 5.5.3", "", WORDS("The mail is larger than %host takes."),
        WORDS("Send large files another way, for example as a link.") },
    { Rejected, "552 5.3.4", "", WORDS("The mail is larger than %host takes."),
        WORDS("Send large files another way, for example as a link.") },
    { Rejected, "552 5.2.3", "", WORDS("The mail is larger than %host takes."),
        WORDS("Send large files another way, for example as a link.") },
    { Rejected, "552 5.7.0", "",
        WORDS("%host refused the mail because of an attachment that it takes for dangerous."),
        WORDS("Programs and some archives cannot be sent by mail; send a link.") },
    { Rejected, "552 5.2.2", "", WORDS("A mailbox is full: %server"),
        WORDS("Somebody has to make room in that mailbox first.") },
    { Rejected, "552*", "",
        WORDS("The mail is larger than the server or the mailbox takes: %server"),
        WORDS("Send large files another way, for example as a link.") },
    { Rejected, "452 4.2.2", "", WORDS("The recipient's mailbox is full at the moment."),
        waitForServer },
    { Rejected, "450 4.2.1", "",
        WORDS("The recipient gets more mail than the server takes at the moment."), waitForServer },

    // Recipients and content
    { Rejected, "550 5.1.1", "", WORDS("There is no such recipient: %server"), correctAddress },
    { Rejected, "553 5.1.2", "", WORDS("The recipient's address is not valid: %server"),
        correctAddress },
    { Rejected, "550 5.1.2", "", WORDS("The recipient's domain does not take mail: %server"),
        correctAddress },
    { Rejected, "553 5.1.3", "", WORDS("The recipient's address is not valid: %server"),
        correctAddress },
    { Rejected, "501 5.1.3", "", WORDS("The recipient's address is not valid: %server"),
        correctAddress },
    { Rejected, "550 5.2.1", "", WORDS("The recipient's mailbox takes no mail: %server"),
        WORDS("Reach the recipient another way.") },
    { Rejected, "553 5.7.1", "",
        WORDS("%host does not let %account use this sender address: %server"),
        WORDS("Send from the address of the account, or allow the alias in the provider's "
              "settings.") },
    { Rejected, "550 5.7.26", "",
        WORDS("The recipient's server could not tell that this mail is really from you: %server"),
        WORDS("The domain of the sender needs SPF or DKIM; ask whoever runs it.") },
    { Rejected, "550 5.7.25", "",
        WORDS("The recipient's server does not trust the address of the sending server: %server"),
        WORDS("Ask whoever runs the sending server.") },
    { Rejected, "550 5.7.1", "unsolicited",
        WORDS("%host takes this mail for unsolicited mail: %server"),
        WORDS("Write it with less that looks like advertising, and to people who expect it.") },
    { Rejected, "550 5.7.1", "relay",
        WORDS("%host does not send mail for %account to others: %server"),
        WORDS("Send through the server that belongs to the sender address.") },
    { Rejected, "501 5.5.4", "", WORDS("%host did not understand Fulmar: %server"),
        WORDS("This is a mistake of the program; the protocol log shows it.") },
    { Rejected, "502 5.5.1", "", WORDS("%host did not understand Fulmar: %server"),
        WORDS("This is a mistake of the program; the protocol log shows it.") },
    { Rejected, "503 5.5.1", "", WORDS("%host did not understand Fulmar: %server"),
        WORDS("This is a mistake of the program; the protocol log shows it.") },
    { Rejected, "555 5.5.2", "", WORDS("%host did not understand Fulmar: %server"),
        WORDS("Check the addresses for unusual characters; the protocol log shows the line.") },
    { Rejected, "550 5.7.0", "", WORDS("%host does not let %account send this mail: %server"),
        WORDS("The provider's settings or its administrator decide this.") },
    { Rejected, "550 5.7.30", "", WORDS("The provider no longer accepts passwords for sending."),
        WORDS("This account has to sign in with OAuth.") },
    { Rejected, "550 5.7.1", "", WORDS("The mail was refused: %server"),
        WORDS("Read the server's words; they often name a rule or a page.") },
    { Rejected, "554 5.6.0", "", WORDS("The server finds the mail malformed: %server"), "" },
    { Rejected, "530*", "", WORDS("%host wants a sign-in before it takes mail."),
        WORDS("Give a user name and a password for sending.") },
    { Rejected, "421*", "", WORDS("%host is too busy at the moment: %server"), waitForServer },
    { Rejected, "4*", "", WORDS("%host cannot take the mail now: %server"), waitForServer },
    { Rejected, "5*", "", WORDS("%host refused the mail: %server"),
        WORDS("Correct what the server names, then send it again.") },
});

#undef WORDS
} // namespace

std::span<const WordingRow> smtpWordingRows()
{
    return rows;
}

} // namespace fulmar::app
