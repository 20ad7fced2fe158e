// SPDX-License-Identifier: GPL-3.0-or-later
// Servers as the providers' help pages and the autoconfiguration database of Mozilla (ISPDB) give
// them.
#include "discovery/preset_table.h"

#include <array>

namespace fulmar::discovery {
namespace {

constexpr auto startTls = transport::TlsMode::StartTls;

constexpr std::array presets{
    Preset{
        .id = "gmail",
        .name = "Gmail",
        .imap = { "imap.gmail.com", 993 },
        .pop3 = { "pop.gmail.com", 995 },
        .smtp = { "smtp.gmail.com", 465 },
        .sentCopy = SentCopy::ServerFiles,
        .note = PasswordNote::GmailAppPassword,
        // "Bandwidth limits" of Google Workspace: 2,500 MB down, 500 MB up.
        .imapBudget = { 2'500'000'000, 500'000'000 },
        .helpUrl = "https://support.google.com/accounts/answer/185833",
    },
    Preset{
        .id = "outlook",
        .name = "Outlook.com",
        .imap = { "outlook.office365.com", 993 },
        .pop3 = { "outlook.office365.com", 995 },
        .smtp = { "smtp-mail.outlook.com", 587, startTls },
        .sentCopy = SentCopy::ServerFiles,
        .note = PasswordNote::OAuthOnly,
        .helpUrl = "https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040",
    },
    Preset{
        .id = "microsoft365",
        .name = "Microsoft 365",
        .imap = { "outlook.office365.com", 993 },
        .pop3 = { "outlook.office365.com", 995 },
        .smtp = { "smtp.office365.com", 587, startTls },
        .sentCopy = SentCopy::ServerFiles,
        .note = PasswordNote::OAuthOnly,
        .helpUrl = "https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040",
    },
    Preset{
        .id = "yahoo",
        .name = "Yahoo Mail",
        .imap = { "imap.mail.yahoo.com", 993 },
        .pop3 = { "pop.mail.yahoo.com", 995 },
        .smtp = { "smtp.mail.yahoo.com", 465 },
        .note = PasswordNote::AppPassword,
        .helpUrl = "https://help.yahoo.com/kb/SLN15241.html",
    },
    Preset{
        .id = "aol",
        .name = "AOL Mail",
        .imap = { "imap.aol.com", 993 },
        .pop3 = { "pop.aol.com", 995 },
        .smtp = { "smtp.aol.com", 465 },
        .note = PasswordNote::AppPassword,
        .helpUrl = "https://help.aol.com/",
    },
    Preset{
        .id = "icloud",
        .name = "iCloud Mail",
        .imap = { "imap.mail.me.com", 993 },
        .smtp = { "smtp.mail.me.com", 587, startTls },
        .incomingUser = UserForm::LocalPart,
        .note = PasswordNote::AppPassword,
        .helpUrl = "https://support.apple.com/HT204397",
    },
    Preset{
        .id = "fastmail",
        .name = "Fastmail",
        .imap = { "imap.fastmail.com", 993 },
        .pop3 = { "pop.fastmail.com", 995 },
        .smtp = { "smtp.fastmail.com", 465 },
        .note = PasswordNote::AppPassword,
        .helpUrl = "https://www.fastmail.help/",
    },
    Preset{
        .id = "gmx-net",
        .name = "GMX",
        .imap = { "imap.gmx.net", 993 },
        .pop3 = { "pop.gmx.net", 995 },
        .smtp = { "mail.gmx.net", 465 },
        .note = PasswordNote::EnableAccessFirst,
        .helpUrl = "https://hilfe.gmx.net/pop-imap",
    },
    Preset{
        .id = "gmx-com",
        .name = "GMX",
        .imap = { "imap.gmx.com", 993 },
        .pop3 = { "pop.gmx.com", 995 },
        .smtp = { "mail.gmx.com", 465 },
        .note = PasswordNote::EnableAccessFirst,
        .helpUrl = "https://support.gmx.com/",
    },
    Preset{
        .id = "web-de",
        .name = "WEB.DE",
        .imap = { "imap.web.de", 993 },
        .pop3 = { "pop3.web.de", 995 },
        .smtp = { "smtp.web.de", 465 },
        .incomingUser = UserForm::LocalPart,
        .smtpUser = UserForm::LocalPart,
        .note = PasswordNote::EnableAccessFirst,
        .helpUrl = "https://hilfe.web.de/",
    },
    Preset{
        .id = "mail-ru",
        .name = "Mail.ru",
        .imap = { "imap.mail.ru", 993 },
        .pop3 = { "pop.mail.ru", 995 },
        .smtp = { "smtp.mail.ru", 465 },
        .note = PasswordNote::AppPassword,
        .helpUrl = "https://help.mail.ru/mail-help/mailer",
    },
    Preset{
        .id = "yandex",
        .name = "Yandex Mail",
        .imap = { "imap.yandex.com", 993 },
        .pop3 = { "pop.yandex.com", 995 },
        .smtp = { "smtp.yandex.com", 465 },
        .note = PasswordNote::AppPassword,
        .helpUrl = "https://yandex.com/support/mail/mail-clients/others.html",
    },
    Preset{
        .id = "zoho",
        .name = "Zoho Mail",
        .imap = { "imap.zoho.com", 993 },
        .pop3 = { "pop.zoho.com", 995 },
        .smtp = { "smtp.zoho.com", 465 },
        .note = PasswordNote::EnableAccessFirst,
        .helpUrl = "https://www.zoho.com/mail/help/imap-access.html",
    },
    Preset{
        .id = "zoho-eu",
        .name = "Zoho Mail",
        .imap = { "imap.zoho.eu", 993 },
        .pop3 = { "pop.zoho.eu", 995 },
        .smtp = { "smtp.zoho.eu", 465 },
        .note = PasswordNote::EnableAccessFirst,
        .helpUrl = "https://www.zoho.com/mail/help/imap-access.html",
    },
    Preset{
        .id = "zoho-in",
        .name = "Zoho Mail",
        .imap = { "imap.zoho.in", 993 },
        .pop3 = { "pop.zoho.in", 995 },
        .smtp = { "smtp.zoho.in", 465 },
        .note = PasswordNote::EnableAccessFirst,
        .helpUrl = "https://www.zoho.com/mail/help/imap-access.html",
    },
    Preset{
        .id = "posteo",
        .name = "Posteo",
        .imap = { "posteo.de", 993 },
        .pop3 = { "posteo.de", 995 },
        .smtp = { "posteo.de", 465 },
        .helpUrl = "https://posteo.de/en/help",
    },
    Preset{
        .id = "proton-bridge",
        .name = "Proton Mail Bridge",
        .imap = { "127.0.0.1", 1143, startTls },
        .smtp = { "127.0.0.1", 1025, startTls },
        .note = PasswordNote::Bridge,
        .helpUrl = "https://proton.me/support/bridge",
    },
    Preset{
        .id = "qq",
        .name = "QQ Mail",
        .imap = { "imap.qq.com", 993 },
        .smtp = { "smtp.qq.com", 465 },
        .note = PasswordNote::AuthorisationCode,
        .helpUrl = "https://service.mail.qq.com/",
    },
    Preset{
        .id = "163",
        .name = "NetEase 163",
        .imap = { "imap.163.com", 993 },
        .smtp = { "smtp.163.com", 465 },
        .note = PasswordNote::AuthorisationCode,
        .helpUrl = "https://help.mail.163.com/",
    },
};

} // namespace

std::span<const Preset> allPresets()
{
    return presets;
}

} // namespace fulmar::discovery
