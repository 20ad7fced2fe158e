// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/password_command.h"
#include "platform/secret_store.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QEventLoop>

#include <chrono>
#include <optional>

using namespace fulmar;
using namespace fulmar::app;
using namespace std::chrono_literals;

namespace {

Result<Secret<std::string>> run(const std::string& command, std::chrono::milliseconds limit = 30s)
{
    QObject owner;
    QEventLoop loop;
    std::optional<Result<Secret<std::string>>> answer;
    PasswordCommand::run(command, limit, &owner, [&](Result<Secret<std::string>> result) {
        answer = std::move(result);
        loop.quit();
    });
    loop.exec();
    return *answer;
}

TEST(PasswordCommandTest, the_first_line_is_the_password)
{
    for (const auto& [command, expected] :
        { std::pair{ "echo secret", "secret" }, std::pair{ "printf 'no line end'", "no line end" },
            std::pair{ "printf ' a b \\r\\nsecond'", " a b " },
            std::pair{ "printf 'Zo\\303\\253\\n'", "Zoë" },
            std::pair{ "X=y; echo \"$X\" | tr y z", "z" },
            std::pair{ "echo pw; echo noise >&2", "pw" } }) {
        const auto answer = run(command);
        ASSERT_TRUE(answer) << command;
        EXPECT_EQ(answer->reveal(), expected) << command;
    }
}

TEST(PasswordCommandTest, a_failure_tells_why)
{
    struct Row {
        const char* command;
        const char* part;
    };
    for (const auto& [command, part] :
        { Row{ "echo 'gpg: no key' >&2; exit 3", "exit code 3: gpg: no key" },
            Row{ "exit 1", "exit code 1" }, Row{ "true", "printed nothing" },
            Row{ "echo", "printed nothing" }, Row{ "kill -9 $$", "killed" },
            Row{ "no-such-program-here", "not found" } }) {
        const auto answer = run(command);
        ASSERT_FALSE(answer) << command;
        EXPECT_EQ(answer.error().code, "command-failed");
        EXPECT_NE(answer.error().where.find(part), std::string::npos) << answer.error().where;
    }
}

TEST(PasswordCommandTest, secret_never_in_error)
{
    const auto answer = run("echo topsecret; exit 1");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().where.find("topsecret"), std::string::npos);
}

TEST(PasswordCommandTest, a_command_that_hangs_is_given_up)
{
    QElapsedTimer timer;
    timer.start();
    const auto answer = run("exec sleep 100", 200ms);
    ASSERT_FALSE(answer);
    EXPECT_LT(timer.elapsed(), 10'000);
}

TEST(PasswordCommandTest, it_reads_no_standard_input)
{
    EXPECT_FALSE(run("cat"));
}

TEST(SecretStoreTest, app_passwords_of_a_command_lose_their_blanks)
{
    SystemSecretStore store({ .folder = QStringLiteral("/nowhere") });
    Account account;
    account.passwordSource = PasswordSource::Command;
    account.passwordCommand = "echo 'abcd efgh ijkl mnop'";
    QEventLoop loop;
    std::string password;
    store.load(account, [&](const Result<Secret<std::string>>& loaded) {
        password = loaded ? loaded->reveal() : loaded.error().code;
        loop.quit();
    });
    loop.exec();
    EXPECT_EQ(password, "abcdefghijklmnop");
}

} // namespace
