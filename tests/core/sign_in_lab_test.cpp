// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in to a real Dovecot and a real Postfix, and what is remembered of it between runs.
#include "engine_fixture.h"

#include <gtest/gtest.h>

#include <QFile>

namespace fulmar::test {
namespace {

std::string withoutErrors(const SyncReport& report)
{
    std::string text;
    for (const auto& [account, error] : report.errors)
        text += error.where + " / " + error.code + " / " + error.serverText + "; ";
    return text;
}

bool isRefused(const SyncReport& report)
{
    return report.errors.size() == 1
        && report.errors.front().second.kind == ErrorKind::Authentication;
}

class SignInLab : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(m_lab.isRunning()); }

    /// New settings for the one account; whether they were stored.
    static bool update(Device& device, const std::string& password)
    {
        std::optional<bool> updated;
        device.engine().updateAccount(device.reader().accounts()->front().account,
            Secret<std::string>(password),
            [&](const Result<void>& result) { updated = result.has_value(); });
        return waitUntil([&] { return updated.has_value(); }) && *updated;
    }

    static QByteArray log(const Device& device, AccountId account)
    {
        QFile file(QString::fromStdString(device.profile() + "/" + account.toString() + ".log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    Lab m_lab{ LabOptions{ .mechanisms = "plain login scram-sha-1 scram-sha-256" } };
};

TEST_F(SignInLab, theStrongestMechanismIsUsedAndRemembered)
{
    Device device;
    const auto account = device.addAccount(m_lab);
    ASSERT_EQ(withoutErrors(device.sync()), "");
    EXPECT_EQ(device.store().signInRecord(account, "imap")->mechanism, "SCRAM-SHA-256");
    EXPECT_TRUE(log(device, account).contains("AUTHENTICATE SCRAM-SHA-256"));
}

TEST_F(SignInLab, anAccountThatWasBoundByScramSendsNoPasswordAfterwards)
{
    Device device;
    const auto account = device.addAccount(m_lab);
    ASSERT_TRUE(
        device.store().setSignInRecord(account, "imap", { .mechanism = "SCRAM-SHA-256-PLUS" }));
    const auto report = device.sync();
    ASSERT_EQ(report.errors.size(), 1U);
    EXPECT_EQ(report.errors.front().second.code, "mechanism-downgrade");
    EXPECT_FALSE(log(device, account).contains("AUTHENTICATE"));
    ASSERT_TRUE(update(device, m_lab.password()));
    EXPECT_EQ(withoutErrors(device.sync()), "") << "a new password is a new beginning";
}

TEST_F(SignInLab, refusedPasswordIsNotTriedByTheNextRunUntilSomethingIsDone)
{
    Device device;
    device.addAccount(m_lab, 0, "wrong");
    ASSERT_TRUE(isRefused(device.sync()));
    const auto loads = device.secrets.loads;
    for (int run = 0; run < 3; ++run) { // a sync every five minutes, each a program of its own
        device.close();
        device.clock.offset += 300;
        device.open();
        EXPECT_TRUE(isRefused(device.sync()));
    }
    EXPECT_EQ(device.secrets.loads, loads) << "nothing was asked for, so nothing was sent";
    device.clock.offset += 24 * 3600;
    EXPECT_TRUE(isRefused(device.sync()));
    EXPECT_GT(device.secrets.loads, loads) << "a day later it is tried once more";
    ASSERT_TRUE(update(device, m_lab.password()));
    EXPECT_EQ(withoutErrors(device.sync()), "");
}

TEST_F(SignInLab, aCheckThatGetsInEndsTheRest)
{
    Device device;
    const auto account = device.addAccount(m_lab, 0, "wrong");
    ASSERT_TRUE(isRefused(device.sync()));
    std::optional<std::vector<CheckStep>> steps;
    device.engine().checkAccount(device.reader().accounts()->front().account,
        Secret<std::string>(m_lab.password()),
        [&](const std::vector<CheckStep>& all) { steps = all; });
    ASSERT_TRUE(waitUntil([&] { return steps.has_value(); }));
    EXPECT_EQ(device.store().signInRecord(account, "imap")->refusedAt, 0);
}

} // namespace
} // namespace fulmar::test
