// SPDX-License-Identifier: GPL-3.0-or-later
#include "discovery/preset_table.h"
#include "discovery/presets.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

using namespace fulmar;
using namespace fulmar::discovery;
using transport::TlsMode;

namespace {

struct Row {
    const char* email;
    const char* imapHost;
    std::uint16_t imapPort;
    const char* smtpHost;
    std::uint16_t smtpPort;
    TlsMode smtpTls;
    const char* user;
    const char* smtpUser;
    SentCopy sentCopy;
};

const Row providerRows[] = {
    { "anna@gmail.com", "imap.gmail.com", 993, "smtp.gmail.com", 465, TlsMode::Implicit,
        "anna@gmail.com", "", SentCopy::ServerFiles },
    { "anna@GoogleMail.com", "imap.gmail.com", 993, "smtp.gmail.com", 465, TlsMode::Implicit,
        "anna@GoogleMail.com", "", SentCopy::ServerFiles },
    { "a@hotmail.co.uk", "outlook.office365.com", 993, "smtp-mail.outlook.com", 587,
        TlsMode::StartTls, "a@hotmail.co.uk", "", SentCopy::ServerFiles },
    { "a@yahoo.fr", "imap.mail.yahoo.com", 993, "smtp.mail.yahoo.com", 465, TlsMode::Implicit,
        "a@yahoo.fr", "", SentCopy::Append },
    { "a@aol.com", "imap.aol.com", 993, "smtp.aol.com", 465, TlsMode::Implicit, "a@aol.com", "",
        SentCopy::Append },
    { "a@me.com", "imap.mail.me.com", 993, "smtp.mail.me.com", 587, TlsMode::StartTls, "a",
        "a@me.com", SentCopy::Append },
    { "a@fastmail.fm", "imap.fastmail.com", 993, "smtp.fastmail.com", 465, TlsMode::Implicit,
        "a@fastmail.fm", "", SentCopy::Append },
    { "a@gmx.de", "imap.gmx.net", 993, "mail.gmx.net", 465, TlsMode::Implicit, "a@gmx.de", "",
        SentCopy::Append },
    { "a@gmx.com", "imap.gmx.com", 993, "mail.gmx.com", 465, TlsMode::Implicit, "a@gmx.com", "",
        SentCopy::Append },
    { "a@web.de", "imap.web.de", 993, "smtp.web.de", 465, TlsMode::Implicit, "a", "",
        SentCopy::Append },
    { "a@bk.ru", "imap.mail.ru", 993, "smtp.mail.ru", 465, TlsMode::Implicit, "a@bk.ru", "",
        SentCopy::Append },
    { "a@ya.ru", "imap.yandex.com", 993, "smtp.yandex.com", 465, TlsMode::Implicit, "a@ya.ru", "",
        SentCopy::Append },
    { "a@zoho.eu", "imap.zoho.eu", 993, "smtp.zoho.eu", 465, TlsMode::Implicit, "a@zoho.eu", "",
        SentCopy::Append },
    { "a@posteo.net", "posteo.de", 993, "posteo.de", 465, TlsMode::Implicit, "a@posteo.net", "",
        SentCopy::Append },
    { "a@proton.me", "127.0.0.1", 1143, "127.0.0.1", 1025, TlsMode::StartTls, "a@proton.me", "",
        SentCopy::Append },
    { "a@qq.com", "imap.qq.com", 993, "smtp.qq.com", 465, TlsMode::Implicit, "a@qq.com", "",
        SentCopy::Append },
};

TEST(Presets, known_providers_fill_every_setting)
{
    for (const auto& row : providerRows) {
        SCOPED_TRACE(row.email);
        const auto preset = presetFor(domainOf(row.email));
        ASSERT_TRUE(preset);
        const Account account = accountFromPreset(row.email, *preset);
        EXPECT_EQ(account.email, row.email);
        EXPECT_EQ(account.incomingKind, IncomingKind::Imap);
        EXPECT_EQ(account.incoming.host, row.imapHost);
        EXPECT_EQ(account.incoming.port, row.imapPort);
        EXPECT_EQ(account.smtp.host, row.smtpHost);
        EXPECT_EQ(account.smtp.port, row.smtpPort);
        EXPECT_EQ(account.smtp.tls, row.smtpTls);
        EXPECT_EQ(account.user, row.user);
        EXPECT_EQ(account.smtpUser, row.smtpUser);
        EXPECT_EQ(account.sentCopy, row.sentCopy);
    }
}

TEST(Presets, strangers_get_none)
{
    for (const char* domain : { "", "example.org", "gmail.com.example.org", "yahoo.example",
             "notgmail.com", "gmail.com " })
        EXPECT_FALSE(presetFor(domain)) << domain;
}

TEST(Presets, domain_is_what_follows_the_last_at)
{
    EXPECT_EQ(domainOf("\"a@b\"@example.org"), "example.org");
    EXPECT_EQ(domainOf("anna"), "");
    EXPECT_EQ(domainOf("anna@"), "");
}

TEST(Presets, every_domain_has_its_preset_and_stands_once)
{
    std::set<std::string_view> ids, domains;
    for (const auto& preset : allPresets()) {
        EXPECT_TRUE(ids.insert(preset.id).second) << preset.id;
        EXPECT_TRUE(preset.helpUrl.starts_with("https://")) << preset.id;
        EXPECT_NE(preset.imap.port, 0) << preset.id;
        EXPECT_NE(preset.smtp.port, 0) << preset.id;
        EXPECT_FALSE(preset.name.empty()) << preset.id;
    }
    for (const auto& domain : presetDomains()) {
        EXPECT_TRUE(ids.contains(domain.preset)) << domain.domain;
        EXPECT_TRUE(domains.insert(domain.domain).second) << domain.domain << " stands twice";
    }
    for (const auto& id : ids)
        EXPECT_TRUE(std::any_of(presetDomains().begin(), presetDomains().end(),
            [&](const auto& d) { return d.preset == id; }))
            << id << " belongs to no domain";
}

} // namespace
