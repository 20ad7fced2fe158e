// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/delivery_wait.h"
#include "ctl/exit_codes.h"

#include <gtest/gtest.h>

using namespace fulmar;
using namespace fulmar::ctl;
using enum ErrorKind;

namespace {

TEST(ExitCodes, every_failure_has_its_code)
{
    struct Row {
        ErrorKind kind;
        const char* code;
        int exit;
    };
    const Row rows[] = {
        { Network, "host-not-found", 69 },
        { Network, "connection-refused", 69 },
        { Network, "connection-lost", 69 },
        { Network, "network-unreachable", 69 },
        { Network, "connect-timeout", 75 },
        { Network, "handshake-timeout", 75 },
        { Network, "bye", 75 },
        { Network, "", 69 },
        { Tls, "certificate-expired", 76 },
        { Tls, "certificate-self-signed", 76 },
        { Tls, "certificate-host-mismatch", 76 },
        { Tls, "handshake-failed", 76 },
        { Tls, "starttls-injection", 76 },
        { Tls, "ca-file-unreadable", 66 },
        { Tls, "", 76 },
        { Authentication, "AUTHENTICATIONFAILED", 77 },
        { Authentication, "", 77 },
        { Authentication, "535 5.7.8", 77 },
        { Authentication, "454 4.7.0", 75 },
        { Authentication, "UNAVAILABLE", 75 },
        { Rejected, "550 5.1.1", 69 },
        { Rejected, "550 5.4.5", 75 },
        { Rejected, "451 4.3.0", 75 },
        { Rejected, "421 4.3.0", 75 },
        { Rejected, "552 5.3.4", 65 },
        { Rejected, "NONEXISTENT", 66 },
        { Rejected, "ALREADYEXISTS", 73 },
        { Rejected, "OVERQUOTA", 75 },
        { Rejected, "address-malformed", 65 },
        { Rejected, "no-recipient", 65 },
        { Rejected, "", 69 },
        { Protocol, "", 76 },
        { Protocol, "starttls-injection", 76 },
        { Limit, "", 76 },
        { Limit, "message-too-large", 65 },
        { Storage, "disk-full", 74 },
        { Storage, "io", 74 },
        { Storage, "corrupt", 74 },
        { Storage, "read-only", 74 },
        { Storage, "not-found", 66 },
        { Storage, "locked", 75 },
        { Storage, "cannot-create", 73 },
        { Storage, "not-yours", 73 },
        { Storage, "no-keychain", 78 },
        { Storage, "no-password", 78 },
        { Storage, "command-failed", 78 },
        { Storage, "keychain-locked", 75 },
        { Cancelled, "", 75 },
        { Unsupported, "starttls-not-offered", 76 },
        { Unsupported, "", 69 },
    };
    for (const auto& row : rows)
        EXPECT_EQ(static_cast<int>(exitCodeFor(
                      { .kind = row.kind, .where = {}, .serverText = {}, .code = row.code })),
            row.exit)
            << row.code;
}

TEST(ExitCodes, what_can_be_tried_again_loses_against_what_a_person_must_mend)
{
    EXPECT_EQ(worse(ExitCode::Done, ExitCode::Temporary), ExitCode::Temporary);
    EXPECT_EQ(worse(ExitCode::NoPermission, ExitCode::Temporary), ExitCode::NoPermission);
    EXPECT_EQ(worse(ExitCode::Temporary, ExitCode::Unavailable), ExitCode::Unavailable);
    EXPECT_EQ(worse(ExitCode::Protocol, ExitCode::NoPermission), ExitCode::NoPermission);
    EXPECT_EQ(worse(ExitCode::Done, ExitCode::Done), ExitCode::Done);
}

TEST(ExitCodes, the_state_of_a_mail_decides_what_a_waiting_caller_hears)
{
    const auto exitOf
        = [](OutboxState state, const std::string& server, std::optional<Error> problem = {}) {
              OutboxItem item;
              item.state = state;
              item.serverText = server;
              const auto failure = failureOfItem(item, problem, {});
              return failure ? static_cast<int>(failure->exitCode) : 0;
          };
    EXPECT_EQ(exitOf(OutboxState::Accepted, "250 2.0.0 OK"), 0);
    EXPECT_EQ(exitOf(OutboxState::SentSeen, ""), 0);
    EXPECT_EQ(exitOf(OutboxState::Scheduled, ""), 0);
    EXPECT_EQ(exitOf(OutboxState::Refused, "550 5.1.1 no such user"), 69);
    EXPECT_EQ(exitOf(OutboxState::Refused, "552 5.3.4 too large"), 65);
    EXPECT_EQ(exitOf(OutboxState::Queued, "451 4.3.0 later"), 75);
    EXPECT_EQ(exitOf(OutboxState::Unknown, ""), 75);
    EXPECT_EQ(
        exitOf(OutboxState::Queued, "",
            Error{ .kind = Authentication, .where = {}, .serverText = {}, .code = "535 5.7.8" }),
        77);
    EXPECT_EQ(
        exitOf(OutboxState::Queued, "",
            Error{ .kind = Network, .where = {}, .serverText = {}, .code = "connection-refused" }),
        69);
    OutboxItem partly;
    partly.state = OutboxState::Accepted;
    partly.refusals = { { .address = "bo@example.org", .serverText = "550 5.1.1 no" } };
    const auto failure = failureOfItem(partly, {}, {});
    ASSERT_TRUE(failure);
    EXPECT_TRUE(failure->message.contains(u"bo@example.org"));
}

} // namespace
