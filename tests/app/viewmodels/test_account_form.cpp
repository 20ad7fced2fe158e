// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_backend.h"
#include "model_spy.h"
#include "viewmodels/account_form.h"

#include <gmock/gmock.h>

namespace fulmar::app::testing {
namespace {

struct Form : ::testing::Test {
    FakeBackend backend;
    AccountForm form{ backend, {} };
    QSignalSpy done{ &form, &AccountForm::done };

    bool idle()
    {
        return settle([&] { return !form.busy(); });
    }
};

TEST_F(Form, gmail_fills_itself_in_and_explains_the_app_password)
{
    form.setEmail(QStringLiteral("anna@gmail.com"));
    EXPECT_EQ(form.imapHost(), QStringLiteral("imap.gmail.com"));
    EXPECT_EQ(form.smtpHost(), QStringLiteral("smtp.gmail.com"));
    EXPECT_FALSE(form.serversNeeded());
    EXPECT_FALSE(form.note().isEmpty());
    EXPECT_EQ(form.noteUrl().scheme(), QStringLiteral("https"));
    EXPECT_EQ(form.passwordLabel(), QStringLiteral("App password"));
    EXPECT_TRUE(form.complete());
}

TEST_F(Form, an_unknown_domain_gets_a_guess_that_can_be_changed)
{
    form.setEmail(QStringLiteral("anna@firm.example"));
    EXPECT_EQ(form.imapHost(), QStringLiteral("imap.firm.example"));
    EXPECT_EQ(form.imapPort(), 993);
    form.setImapHost(QStringLiteral("mail.firm.example"));
    form.setEmail(QStringLiteral("anna.b@firm.example"));
    EXPECT_EQ(form.imapHost(), QStringLiteral("mail.firm.example")) << "what a person typed stays";
    EXPECT_EQ(form.user(), QStringLiteral("anna.b@firm.example"));
}

TEST_F(Form, the_port_follows_the_kind_of_tls_unless_it_was_chosen)
{
    form.setImapStartTls(true);
    EXPECT_EQ(form.imapPort(), 143);
    form.setImapPort(10143);
    form.setImapStartTls(false);
    EXPECT_EQ(form.imapPort(), 10143);
    form.setSmtpStartTls(true);
    EXPECT_EQ(form.smtpPort(), 587);
}

TEST_F(Form, nothing_is_stored_before_every_step_went_well)
{
    form.setEmail(QStringLiteral("anna@gmail.com"));
    CheckStep failed{ "imap", "signin", false, {},
        Error{ ErrorKind::Authentication, "LOGIN", "no", "AUTHENTICATIONFAILED" } };
    backend.checkSteps = { { "imap", "dns", true, {}, {} }, failed };
    form.submit(QStringLiteral("wrong"));
    EXPECT_TRUE(form.busy());
    ASSERT_TRUE(idle());
    EXPECT_TRUE(backend.added.empty());
    EXPECT_FALSE(form.problem().isEmpty());
    EXPECT_EQ(form.steps()->rowCount(), 2);
    EXPECT_EQ(done.count(), 0);
    backend.checkSteps = { { "imap", "dns", true, {}, {} } };
    form.submit(QStringLiteral("right"));
    ASSERT_TRUE(idle());
    EXPECT_EQ(backend.added.size(), 1U);
    EXPECT_EQ(done.count(), 1);
    EXPECT_TRUE(form.problem().isEmpty());
}

TEST_F(Form, a_second_press_while_it_is_trying_does_nothing)
{
    form.setEmail(QStringLiteral("anna@gmail.com"));
    form.submit(QStringLiteral("x"));
    form.submit(QStringLiteral("x"));
    ASSERT_TRUE(idle());
    EXPECT_EQ(backend.checked.size(), 1U);
}

TEST_F(Form, a_missing_keychain_offers_the_password_command)
{
    form.setEmail(QStringLiteral("anna@gmail.com"));
    backend.orderFailure = Error{ ErrorKind::Storage, "keychain", {}, "no-keychain" };
    form.submit(QStringLiteral("x"));
    ASSERT_TRUE(idle());
    EXPECT_TRUE(form.keychainMissing());
    form.setUseCommand(true);
    EXPECT_FALSE(form.complete());
    form.setPasswordCommand(QStringLiteral("pass show mail"));
    EXPECT_TRUE(form.complete());
}

TEST_F(Form, secret_never_in_a_property)
{
    form.setEmail(QStringLiteral("anna@gmail.com"));
    form.submit(QStringLiteral("canary-7431"));
    ASSERT_TRUE(idle());
    const QMetaObject* meta = form.metaObject();
    for (int i = 0; i < meta->propertyCount(); ++i)
        EXPECT_FALSE(meta->property(i).read(&form).toString().contains(QStringLiteral("canary")))
            << meta->property(i).name();
}

TEST(EditForm, changes_the_account_that_is_there)
{
    FakeBackend backend;
    Account account;
    account.id = { 3 };
    account.email = "anna@firm.example";
    account.user = account.email;
    account.incoming = { "mail.firm.example", 993 };
    account.smtp = { "mail.firm.example", 465 };
    AccountForm form(backend, account);
    form.setEmail(QStringLiteral("other@firm.example"));
    EXPECT_EQ(form.email(), QStringLiteral("anna@firm.example"));
    form.setImapPort(994);
    form.submit({});
    ASSERT_TRUE(settle([&] { return !backend.updated.empty(); }));
    EXPECT_EQ(backend.updated[0].id, account.id);
    EXPECT_EQ(backend.updated[0].incoming.port, 994);
    EXPECT_TRUE(backend.added.empty());
}

} // namespace
} // namespace fulmar::app::testing
