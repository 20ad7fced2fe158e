// SPDX-License-Identifier: GPL-3.0-or-later
// Connections, certificates, IMAP sign-in and answers, store, keychain, addresses. The last row of
// each kind takes what no other took.
#include "wording_table.h"

#include <QCoreApplication>

#include <array>

namespace fulmar::app {
namespace {

using enum ErrorKind;
#define WORDS(text) QT_TRANSLATE_NOOP("Wording", text)

constexpr auto checkConnection
    = WORDS("Check the internet connection; it is tried again by itself.");
constexpr auto checkServer
    = WORDS("Check the name and the port of the server in the account's settings.");
constexpr auto notSafe = WORDS(
    "Nothing was sent. If the server is your own, give its certificate authority with a CA file.");
constexpr auto signInAgain = WORDS("Check the user name and the password; where two-step "
                                   "verification is on, an app password is needed.");
constexpr auto tryLater = WORDS("Nothing is wrong on your side; it is tried again later.");
constexpr auto freeSpace = WORDS("Free some space; nothing that was received before is lost.");

constexpr auto rows = std::to_array<WordingRow>({
    { Network, "host-not-found", "", WORDS("There is no server with the name %host."),
        WORDS("Check the name for typing errors and the internet connection.") },
    { Network, "connection-refused", "", WORDS("%host does not take connections on this port."),
        checkServer },
    { Network, "network-unreachable", "",
        WORDS("%host cannot be reached: there is no way through the network."), checkConnection },
    { Network, "connect-timeout", "", WORDS("%host did not answer in time."), checkConnection },
    { Network, "handshake-timeout", "",
        WORDS("%host did not finish the encryption handshake in time."),
        WORDS(
            "Perhaps the port speaks another kind of encryption; check the port and try again.") },
    { Network, "connection-lost", "", WORDS("The connection to %host was lost."), checkConnection },
    { Network, "reply-timeout", "", WORDS("%host stopped answering."), checkConnection },
    { Network, "closed", "", WORDS("%host closed the connection."), checkConnection },
    { Network, "closed-by-server", "", WORDS("%host closed the connection: %server"),
        checkConnection },
    { Network, "bye", "bandwidth limits",
        WORDS("%account has moved more data than the provider allows: %server"),
        WORDS("Fulmar pauses for an hour, longer if that is not enough; sending still works.") },
    { Network, "bye", "session expired", WORDS("%host ended the session."),
        WORDS("Fulmar connects again by itself.") },
    { Network, "bye", "", WORDS("%host closed the connection: %server"), checkConnection },
    { Network, "connection-closed", "", WORDS("%host closed the connection: %server"),
        checkConnection },
    { Network, "", "", WORDS("The connection to %host failed."), checkConnection },

    { Tls, "certificate-expired", "", WORDS("The certificate of %host has expired: %server"),
        WORDS("Nothing was sent. Check this machine's date; else the server's owner has to renew "
              "it.") },
    { Tls, "certificate-not-yet-valid", "",
        WORDS("The certificate of %host is not valid yet: %server"),
        WORDS("Nothing was sent. Check date and time of this machine.") },
    { Tls, "certificate-host-mismatch", "",
        WORDS("The certificate that %host shows belongs to another server: %server"),
        WORDS("Nothing was sent. Check the name of the server.") },
    { Tls, "certificate-self-signed", "",
        WORDS("Nobody vouches for the certificate of %host, it is signed by itself: %server"),
        notSafe },
    { Tls, "certificate-untrusted", "",
        WORDS("The certificate of %host comes from an authority that this machine does not know: "
              "%server"),
        notSafe },
    { Tls, "certificate-revoked", "", WORDS("The certificate of %host was revoked: %server"),
        WORDS("Nothing was sent. The server's owner has to replace it.") },
    { Tls, "certificate-weak", "",
        WORDS("The certificate of %host is too weak to be trusted: %server"),
        WORDS("Nothing was sent. The server's owner has to replace it.") },
    { Tls, "certificate-*", "", WORDS("The certificate of %host is not valid: %server"),
        WORDS("Nothing was sent.") },
    { Tls, "ca-file-unreadable", "", WORDS("The CA file of this account cannot be read: %where"),
        WORDS("Give the path of a readable PEM file.") },
    { Tls, "starttls-injection", "",
        WORDS("Somebody between here and %host tried to slip commands into the connection."),
        WORDS("Nothing was sent. Try another network; if it stays, use the port with implicit TLS "
              "(993, 465).") },
    { Tls, "starttls-*", "", WORDS("%host offers no encryption on this port."),
        WORDS("Nothing was sent. Use the port with implicit TLS (993, 465).") },
    { Tls, "handshake-timeout", "", WORDS("%host did not finish the encryption handshake in time."),
        WORDS(
            "Perhaps the port speaks another kind of encryption; check the port and try again.") },
    { Tls, "", "", WORDS("No safe connection to %host could be made."),
        WORDS("Perhaps the port speaks another kind of encryption (993 and 465: TLS; 143 and 587: "
              "STARTTLS).") },

    { Authentication, "", "application-specific password",
        WORDS("%host wants an app password for %account, not the account password."),
        WORDS("Create an app password in the settings of your mail account and give it instead.") },
    { Authentication, "", "web login required",
        WORDS("%host blocked the sign-in of %account and wants you to sign in with a web browser "
              "first."),
        WORDS("Sign in to your mail in a web browser, follow what it asks, then try again.") },
    { Authentication, "", "via your web browser",
        WORDS("%host blocked the sign-in of %account and wants you to sign in with a web browser "
              "first."),
        WORDS("Sign in to your mail in a web browser, follow what it asks, then try again.") },
    { Authentication, "", "not enabled for imap", WORDS("IMAP is switched off for %account."),
        WORDS("Switch it on in the provider's web settings (forwarding and POP/IMAP).") },
    { Authentication, "", "disabled for your domain",
        WORDS("The administrator of this domain has switched off IMAP."),
        WORDS("Ask the administrator.") },
    { Authentication, "", "not allowed for this account",
        WORDS("IMAP is not allowed for %account; supervised accounts have none."),
        WORDS("Whoever supervises the account has to allow it.") },
    { Authentication, "", "lookup failed", WORDS("The mail service is switched off for %account."),
        WORDS("Ask the administrator of the domain.") },
    { Authentication, "", "lockdown in sector",
        WORDS("The provider has locked %account for up to 24 hours."),
        WORDS("Wait; asking more often makes it longer.") },
    { Authentication, "", "too many simultaneous",
        WORDS("%account has too many connections open at once."),
        WORDS("Close other mail programs, or wait a minute.") },
    { Authentication, "UNAVAILABLE", "", WORDS("%host cannot check passwords at the moment."),
        tryLater },
    { Authentication, "INUSE", "", WORDS("Another program is using this mailbox."), tryLater },
    { Authentication, "LIMIT", "", WORDS("%account has too many connections open at once."),
        WORDS("Close other mail programs, or wait a minute.") },
    { Authentication, "CONTACTADMIN", "", WORDS("%host refuses the sign-in of %account: %server"),
        WORDS("Ask the provider or the administrator.") },
    { Authentication, "EXPIRED", "", WORDS("The password of %account has expired."),
        WORDS("Set a new password with the provider and give it here.") },
    { Authentication, "PRIVACYREQUIRED", "",
        WORDS("%host wants an encrypted connection before the sign-in."),
        WORDS("Use the port with TLS (993, 465).") },
    { Authentication, "AUTHENTICATIONFAILED", "",
        WORDS("%host refused the user name or password of %account."), signInAgain },
    { Authentication, "AUTHORIZATIONFAILED", "", WORDS("%account may not use this mailbox."),
        WORDS("Check the user name.") },
    { Authentication, "no-password", "", WORDS("There is no password for %account."),
        WORDS("Give the password of the account again.") },
    { Authentication, "no-mechanism", "",
        WORDS("%host knows none of the ways to sign in that Fulmar offers."),
        WORDS("Ask the provider how mail programs sign in.") },
    { Authentication, "", "", WORDS("%host refused the sign-in of %account: %server"),
        signInAgain },

    { Protocol, "", "could not parse command",
        WORDS("%host did not understand a command (%where): %server"),
        WORDS("Fulmar goes on without it; \"fulmarctl log\" has the details.") },

    { Rejected, "wrong-state", "", WORDS("It is too late for that: the mail is %server."), "" },
    { Rejected, "UIDVALIDITY-CHANGED", "", WORDS("The folder was made anew on the server."),
        tryLater },
    { Rejected, "address-malformed", "", WORDS("This is not a complete mail address: %where"),
        WORDS("An address looks like anna@example.org.") },
    { Rejected, "bad-address", "", WORDS("An address cannot be used: %where"),
        WORDS("An address looks like anna@example.org.") },
    { Rejected, "address-too-long", "",
        WORDS("This mail address is longer than mail allows: %where"),
        WORDS("Check it for typing errors.") },
    { Rejected, "address-not-ascii", "",
        WORDS("This address has letters in front of the @ that Fulmar cannot send to yet: %where"),
        WORDS("Ask for an address in plain letters.") },
    { Rejected, "line-too-long", "",
        WORDS("A line of the mail is longer than mail allows (998 characters): %where"),
        WORDS("Break the line, or send that part as an attachment.") },
    { Rejected, "no-recipient", "", WORDS("The mail has no recipient."),
        WORDS("Give at least one address in To, Cc or Bcc.") },
    { Rejected, "paused-OVERQUOTA", "",
        WORDS("%host has restrained %account until %until: %server"),
        WORDS("Receiving goes on by itself after that; sending still works.") },
    { Rejected, "paused-LIMIT", "",
        WORDS("%account has too many connections open; Fulmar waits until %until."),
        WORDS("Close other mail programs that use this account.") },
    { Rejected, "", "bandwidth limits",
        WORDS("%account has moved more data than the provider allows: %server"),
        WORDS("Fulmar pauses for an hour, longer if that is not enough; sending still works.") },
    { Rejected, "", "too many simultaneous",
        WORDS("%account has too many connections open at once."),
        WORDS("Fulmar waits a minute and then uses fewer; close other mail programs that use this "
              "account.") },
    { Rejected, "OVERQUOTA", "", WORDS("A limit of the provider is reached for %account: %server"),
        WORDS("If the mailbox is full, delete mail; else Fulmar goes on by itself within a day.") },
    { Rejected, "NONEXISTENT", "", WORDS("The folder is not on the server any more: %server"),
        WORDS("The list of folders is fetched again.") },
    { Protocol, "messages-missing", "", WORDS("%host lists messages that it does not hand out."),
        WORDS("They are asked for again at the next synchronisation.") },
    { Rejected, "folder-exists", "", WORDS("There is a folder of this name already: %where"),
        WORDS("Choose another name.") },
    { Rejected, "folder-name", "", WORDS("A folder cannot have this name: %where"),
        WORDS("Leave out empty parts, control characters, % and *, and the character that the "
              "server puts between levels.") },
    { Rejected, "folder-levels", "", WORDS("This server has no folders inside folders: %where"),
        WORDS("Choose a name without \"/\".") },
    { Rejected, "has-subfolders", "", WORDS("There are folders inside this folder: %where"),
        WORDS("Delete those first, or all of them together.") },
    { Rejected, "special-folder", "", WORDS("The inbox cannot be renamed or deleted."), "" },
    { Rejected, "folder-not-empty", "", WORDS("The folder is not empty on the server: %where"),
        WORDS("It stays; delete it by itself if it is not needed.") },
    { Rejected, "cannot-undo", "", WORDS("The last change was final and cannot be taken back."),
        WORDS("Undo again to take back the change before it.") },
    { Rejected, "READ-ONLY", "", WORDS("The server lets you only read this folder: %where"), "" },
    { Rejected, "keyword-not-kept", "",
        WORDS("The server keeps no tags of one's own in this folder: %server"), "" },
    { Rejected, "message-gone", "", WORDS("The message is not on the server any more."),
        WORDS("Another program deleted or moved it; synchronise to see what is there.") },
    { Rejected, "TRYCREATE", "", WORDS("The folder is not on the server any more: %server"),
        WORDS("The list of folders is fetched again.") },
    { Rejected, "ALREADYEXISTS", "", WORDS("The server has a folder of this name already."),
        WORDS("Take another name.") },
    { Rejected, "CANNOT", "", WORDS("%host cannot do this: %server"), "" },
    { Rejected, "NOPERM", "", WORDS("You may not do this in that folder: %server"),
        WORDS("Ask whoever shares the folder.") },
    { Rejected, "UNAVAILABLE", "", WORDS("%host has trouble at the moment: %server"), tryLater },
    { Rejected, "INUSE", "", WORDS("Another program is using this mailbox."), tryLater },
    { Rejected, "LIMIT", "", WORDS("%host has reached a limit: %server"), tryLater },
    { Rejected, "SERVERBUG", "", WORDS("%host has trouble at the moment: %server"), tryLater },
    { Rejected, "CONTACTADMIN", "", WORDS("%host refuses: %server"),
        WORDS("Ask the provider or the administrator.") },
    { Rejected, "", "", WORDS("%host refused: %server"), "" },

    { Protocol, "starttls-injection", "",
        WORDS("Somebody between here and %host tried to slip commands into the connection."),
        WORDS("Nothing was sent. Try another network; if it stays, use the port with implicit TLS "
              "(993, 465).") },
    { Protocol, "preauth-before-starttls", "", WORDS("%host wants to go on without encryption."),
        WORDS("Nothing was sent. Use the port with implicit TLS (993, 465).") },
    { Protocol, "malformed-greeting", "",
        WORDS("What answers at %host is not a mail server of this kind."),
        WORDS("Check the port: IMAP uses 993 or 143, sending 465 or 587.") },
    { Protocol, "malformed-reply", "",
        WORDS("What answers at %host is not a mail server of this kind."),
        WORDS("Check the port: IMAP uses 993 or 143, sending 465 or 587.") },
    { Protocol, "", "", WORDS("%host does not speak the mail protocol as it should (%where)."),
        WORDS("Check the port; if it is right, the protocol log shows what came.") },

    { Limit, "too-many-messages", "", WORDS("A folder holds more messages than Fulmar can take."),
        "" },
    { Limit, "message-too-large", "", WORDS("The mail is larger than %host takes."),
        WORDS("Send large files another way, for example as a link.") },
    { Limit, "", "", WORDS("Something was larger than Fulmar allows (%where)."), "" },

    { Storage, "disk-full", "", WORDS("The disk is full."), freeSpace },
    { Storage, "too-big", "", WORDS("The message is too big for the store."), "" },
    { Storage, "io", "", WORDS("The disk cannot be read or written: %where"),
        WORDS("Check the disk; nothing that was stored before was touched.") },
    { Storage, "corrupt", "", WORDS("The store is damaged: %where"),
        WORDS("The file was left as it is; restore it from a backup.") },
    { Storage, "newer-schema", "", WORDS("This profile was written by a newer Fulmar."),
        WORDS("Update Fulmar.") },
    { Storage, "read-only", "", WORDS("The profile cannot be written: %where"),
        WORDS("Check the permissions of the folder.") },
    { Storage, "locked", "", WORDS("Another program is using this profile: %where"),
        WORDS("Wait until it is done, or close it.") },
    { Storage, "nothing-to-undo", "", WORDS("There is nothing to take back."), "" },
    { Storage, "not-found", "", WORDS("This is not there any more: %where"), "" },
    { Storage, "cannot-create", "", WORDS("This cannot be created: %where"),
        WORDS("Check the path and the permissions of the folder.") },
    { Storage, "not-yours", "", WORDS("This folder belongs to another user: %where"),
        WORDS("Name another profile folder.") },
    { Storage, "no-keychain", "", WORDS("There is no keychain to keep the password in (%where)."),
        WORDS("Start the keychain of the desktop, or use a password command.") },
    { Storage, "keychain-locked", "", WORDS("The keychain is locked."),
        WORDS("Unlock it and try again.") },
    { Storage, "no-password", "", WORDS("The keychain holds no password for %account."),
        WORDS("Give the password of the account again.") },
    { Storage, "command-failed", "", WORDS("The password command failed: %where"),
        WORDS("Run it in a shell: its first line has to be the password.") },
    { Storage, "", "", WORDS("The store does not work: %where"),
        WORDS("Nothing that was stored before was touched.") },

    { Cancelled, "", "", WORDS("It was stopped before it was done."),
        WORDS("What was received until then is kept.") },

    { Unsupported, "nul", "", WORDS("The mail holds a NUL character, which no mail may."),
        WORDS("Take it out, or attach the text as a file.") },
    { Unsupported, "starttls-not-offered", "", WORDS("%host offers no encryption on this port."),
        WORDS("Nothing was sent. Use the port with implicit TLS (993, 465).") },
    { Unsupported, "no-usable-mechanism", "",
        WORDS("%host knows none of the ways to sign in that Fulmar offers."),
        WORDS("Ask the provider how mail programs sign in.") },
    { Unsupported, "nul-in-credentials", "",
        WORDS("The user name or the password holds a character that mail does not allow."),
        WORDS("Type both again.") },
    { Unsupported, "", "", WORDS("%host lacks something that is needed (%where)."),
        WORDS("Ask the provider.") },
});

#undef WORDS
} // namespace

std::span<const WordingRow> wordingRows()
{
    return rows;
}

} // namespace fulmar::app
