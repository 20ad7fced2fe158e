// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/base64.h"
#include "common/limits.h"
#include "sasl/choose.h"
#include "sasl/cram_md5.h"
#include "sasl/external.h"
#include "sasl/oauth.h"
#include "sasl/saslprep.h"
#include "sasl/scram.h"

#include <gtest/gtest.h>

namespace fulmar::sasl {
namespace {

using namespace std::string_literals;

/// The exchange of RFC 7677 section 3.
Scram rfc7677(BindingFlag flag = BindingFlag::None, ChannelBinding binding = {})
{
    return Scram({ .digest = Digest::Sha256,
        .flag = flag,
        .binding = std::move(binding),
        .user = "user",
        .password = Secret("pencil"s),
        .nonce = "rOprNGfwEbeRWgbNEkqO" });
}

constexpr auto serverFirst
    = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

std::string codeOfFirst(const std::string& message)
{
    auto scram = rfc7677();
    static_cast<void>(scram.initialResponse());
    const auto answer = scram.respond(message);
    return answer ? "" : answer.error().code;
}

TEST(Scram, sha_256_is_the_vector_of_rfc_7677)
{
    auto scram = rfc7677();
    EXPECT_EQ(scram.name(), "SCRAM-SHA-256");
    EXPECT_EQ(scram.initialResponse()->reveal(), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    EXPECT_EQ(scram.respond(serverFirst)->reveal(),
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    EXPECT_FALSE(scram.accepted());
    EXPECT_EQ(
        scram.respond("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")->reveal(), std::string());
    EXPECT_TRUE(scram.accepted());
}

TEST(Scram, sha_1_is_the_vector_of_rfc_5802)
{
    Scram scram({ .digest = Digest::Sha1,
        .user = "user",
        .password = Secret("pencil"s),
        .nonce = "fyko+d2lbbFgONRv9qkxdawL" });
    EXPECT_EQ(scram.initialResponse()->reveal(), "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
    EXPECT_EQ(
        scram.respond("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096")
            ->reveal(),
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
    EXPECT_TRUE(scram.respond("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
}

TEST(Scram, plus_names_its_binding_and_puts_its_bytes_into_the_proof)
{
    auto scram = rfc7677(BindingFlag::Used, { "tls-server-end-point", "\1\2\3" });
    EXPECT_EQ(scram.name(), "SCRAM-SHA-256-PLUS");
    EXPECT_EQ(
        scram.initialResponse()->reveal(), "p=tls-server-end-point,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    const auto final = scram.respond(serverFirst)->reveal();
    EXPECT_TRUE(final.starts_with("c=" + encodeBase64("p=tls-server-end-point,,\1\2\3") + ",r="))
        << final;
}

TEST(Scram, a_client_that_could_bind_tells_that_it_was_not_offered)
{
    auto scram = rfc7677(BindingFlag::NotOffered);
    EXPECT_EQ(scram.initialResponse()->reveal(), "y,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    EXPECT_TRUE(scram.respond(serverFirst)->reveal().starts_with("c=eSws,"));
}

TEST(Scram, names_are_escaped_and_prepared)
{
    Scram scram({ .user = "a=b,c\u00a0d\u00ad",
        .password = Secret("x"s),
        .authorizationId = "o,p",
        .nonce = "n" });
    EXPECT_EQ(scram.initialResponse()->reveal(), "n,a=o=2Cp,n=a=3Db=2Cc d,r=n");
}

TEST(Scram, nonce_that_does_not_begin_with_ours_is_refused)
{
    EXPECT_EQ(codeOfFirst("r=somebodyelse,s=QSXCR+Q6sek8bf92,i=4096"), "scram-nonce");
    EXPECT_EQ(codeOfFirst("r=rOprNGfwEbeRWgbNEkqO,s=QSXCR+Q6sek8bf92,i=4096"), "scram-nonce");
}

TEST(Scram, iteration_counts_have_a_floor_and_a_ceiling)
{
    const auto with = [](const std::string& count) {
        return codeOfFirst("r=rOprNGfwEbeRWgbNEkqOx,s=QSXCR+Q6sek8bf92,i=" + count);
    };
    EXPECT_EQ(with("4095"), "scram-iterations");
    EXPECT_EQ(with("4096"), "");
    EXPECT_EQ(with("1000000"), "");
    EXPECT_EQ(with("1000001"), "scram-iterations");
    EXPECT_EQ(with("99999999999999999999"), "scram-iterations");
    EXPECT_EQ(with("0"), "scram-iterations");
    EXPECT_EQ(with("-1"), "scram-malformed");
    EXPECT_EQ(with("4096x"), "scram-malformed");
}

TEST(Scram, malformed_server_messages_are_refused)
{
    for (const auto& message : { ""s, "r=rOprNGfwEbeRWgbNEkqOx"s, "s=QSXCR+Q6sek8bf92,i=4096"s,
             "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096"s, "r=rOprNGfwEbeRWgbNEkqOx,s=!,i=4096"s,
             "r=rOprNGfwEbeRWgbNEkqOx,i=4096,s=QSXCR+Q6sek8bf92"s })
        EXPECT_EQ(codeOfFirst(message), "scram-malformed") << message;
    EXPECT_EQ(codeOfFirst("m=future,r=rOprNGfwEbeRWgbNEkqOx,s=QSXC,i=4096"), "scram-extension");
    EXPECT_EQ(codeOfFirst("e=unknown-user"), "unknown-user");
}

TEST(Scram, a_server_that_does_not_know_the_password_is_not_believed)
{
    auto scram = rfc7677();
    static_cast<void>(scram.initialResponse());
    static_cast<void>(scram.respond(serverFirst));
    EXPECT_EQ(scram.respond("v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=").error().code,
        "scram-server-signature");
    EXPECT_EQ(scram.accepted().error().code, "server-not-proven");
    EXPECT_EQ(scram.respond("v=").error().code, "scram-server-signature");
}

TEST(Scram, a_stripped_channel_binding_that_the_server_notices_is_an_attack)
{
    auto scram = rfc7677(BindingFlag::NotOffered);
    static_cast<void>(scram.initialResponse());
    static_cast<void>(scram.respond(serverFirst));
    const auto answer = scram.respond("e=server-does-support-channel-binding");
    EXPECT_EQ(answer.error().kind, ErrorKind::Tls);
    EXPECT_EQ(answer.error().code, "channel-binding");
}

TEST(Scram, nonces_are_fresh)
{
    const auto one = freshNonce(), other = freshNonce();
    EXPECT_NE(one, other);
    EXPECT_EQ(one.size(), 24U);
    EXPECT_EQ(one.find(','), std::string::npos);
}

TEST(SaslPrep, rows_of_rfc_4013)
{
    EXPECT_EQ(saslPrep("I\u00adX")->reveal(), "IX");
    EXPECT_EQ(saslPrep("user")->reveal(), "user");
    EXPECT_EQ(saslPrep("USER")->reveal(), "USER");
    EXPECT_EQ(saslPrep("\u00aa")->reveal(), "a");
    EXPECT_EQ(saslPrep("\u2168")->reveal(), "IX");
    EXPECT_EQ(saslPrep("\x07").error().code, "saslprep");
    EXPECT_EQ(saslPrep("\u0627\x31").error().code, "saslprep");
    EXPECT_EQ(saslPrep("\xff\xfe").error().code, "saslprep");
    EXPECT_EQ(saslPrep("a\0b"s).error().code, "saslprep");
    EXPECT_EQ(saslPrep("\ufdfa\ufdfa")->reveal().empty(), false);
}

TEST(XOAuth2, message_is_the_vector_of_google)
{
    XOAuth2 mechanism(
        "someuser@example.com", Secret("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"s));
    EXPECT_EQ(encodeBase64(mechanism.initialResponse()->reveal()),
        "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSF"
        "Jo"
        "ZG1semRHRXVZMjl0Q2cBAQ==");
}

TEST(XOAuth2, error_challenge_gets_an_empty_answer_once)
{
    XOAuth2 mechanism("u", Secret("t"s));
    EXPECT_EQ(mechanism.respond("")->reveal(), "user=u\1auth=Bearer t\1\1");
    EXPECT_EQ(mechanism.respond(R"({"status":"401"})")->reveal(), "");
    EXPECT_EQ(mechanism.respond("{}").error().code, "unexpected-challenge");
}

TEST(XOAuth2, separators_in_the_fields_are_refused)
{
    for (const auto& [user, token] : { std::pair("a\1auth=Bearer x"s, "t"s),
             std::pair("a"s, "t\1"s), std::pair("a\r\n"s, "t"s), std::pair("a\0"s, "t"s) }) {
        XOAuth2 mechanism(user, Secret(token));
        EXPECT_FALSE(mechanism.initialResponse());
        EXPECT_EQ(mechanism.respond("").error().code, "control-in-credentials");
        OAuthBearer bearer(user, Secret(token), "h", 1);
        EXPECT_FALSE(bearer.initialResponse());
    }
}

TEST(OAuthBearer, message_is_the_vector_of_rfc_7628)
{
    OAuthBearer mechanism("user@example.com", Secret("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="s),
        "server.example.com", 143);
    EXPECT_EQ(encodeBase64(mechanism.initialResponse()->reveal()),
        "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIH"
        "ZG"
        "OWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB");
    EXPECT_EQ(mechanism.respond(R"({"status":"invalid_token"})")->reveal(), "\1");
    EXPECT_FALSE(mechanism.respond(""));
}

TEST(CramMd5, answer_is_the_vector_of_rfc_2195)
{
    CramMd5 mechanism("tim", Secret("tanstaaftanstaaf"s));
    EXPECT_FALSE(mechanism.initialResponse());
    EXPECT_EQ(mechanism.respond("<1896.697170952@postoffice.reston.mci.net>")->reveal(),
        "tim b913a602c7eda7a495b4e6e7334d3890");
    EXPECT_FALSE(mechanism.respond("again"));
}

TEST(External, message_is_the_authorization_identity)
{
    External mechanism;
    EXPECT_EQ(mechanism.initialResponse()->reveal(), "");
    EXPECT_EQ(External("tim").respond("")->reveal(), "tim");
}

struct Row {
    const char* law;
    std::vector<std::string> offered;
    Credentials credentials;
    ChannelBinding binding;
    std::string expected; ///< mechanism, or "!" and the code
};

Credentials password(Strength floor = Strength::Password, bool cramMd5 = false)
{
    return { .user = "u", .password = Secret("p"s), .floor = floor, .cramMd5 = cramMd5 };
}

Credentials token()
{
    return { .user = "u", .accessToken = Secret("t"s) };
}

TEST(Choose, strongest_first_and_never_under_the_floor)
{
    const ChannelBinding bound{ "tls-server-end-point", "x" };
    const std::vector<std::string> all{ "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1",
        "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS", "XOAUTH2", "OAUTHBEARER" };
    const std::vector<Row> rows{
        { "everything", all, password(), bound, "SCRAM-SHA-256-PLUS" },
        { "no binding known", all, password(), {}, "SCRAM-SHA-256" },
        { "PLUS of SHA-1 only", { "PLAIN", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256" }, password(), bound,
            "SCRAM-SHA-1-PLUS" },
        { "sha 1", { "PLAIN", "SCRAM-SHA-1" }, password(), bound, "SCRAM-SHA-1" },
        { "plain before login", { "LOGIN", "PLAIN" }, password(), bound, "PLAIN" },
        { "login", { "LOGIN" }, password(), bound, "LOGIN" },
        { "any case", { "plain" }, password(), bound, "PLAIN" },
        { "cram md5 is off", { "CRAM-MD5" }, password(), bound, "!no-usable-mechanism" },
        { "cram md5 is on", { "CRAM-MD5" }, password(Strength::Password, true), bound, "CRAM-MD5" },
        { "cram md5 comes last", { "CRAM-MD5", "LOGIN" }, password(Strength::Password, true), bound,
            "LOGIN" },
        { "scram was stripped", { "PLAIN", "LOGIN" }, password(Strength::Scram), bound,
            "!mechanism-downgrade" },
        { "everything was stripped", {}, password(Strength::Scram), bound, "!mechanism-downgrade" },
        { "scram may become sha 1", { "PLAIN", "SCRAM-SHA-1" }, password(Strength::Scram), bound,
            "SCRAM-SHA-1" },
        { "plus was stripped", { "SCRAM-SHA-256" }, password(Strength::ScramBound), bound,
            "!mechanism-downgrade" },
        { "token", all, token(), bound, "XOAUTH2" },
        { "token by the standard", { "PLAIN", "OAUTHBEARER" }, token(), bound, "OAUTHBEARER" },
        { "a token account never sends a password", { "PLAIN", "SCRAM-SHA-256" }, token(), bound,
            "!no-usable-mechanism" },
        { "certificate", { "PLAIN", "EXTERNAL" }, { .user = "u", .clientCertificate = true }, bound,
            "EXTERNAL" },
        { "nothing", { "GSSAPI", "NTLM" }, password(), bound, "!no-usable-mechanism" },
    };
    for (const auto& row : rows) {
        const auto chosen = chooseMechanism(row.offered, row.credentials, row.binding);
        EXPECT_EQ(chosen ? *chosen : "!" + chosen.error().code, row.expected) << row.law;
        if (chosen) {
            EXPECT_EQ(
                makeMechanism(*chosen, row.offered, row.credentials, row.binding)->name(), *chosen);
        }
    }
}

TEST(Choose, a_server_that_was_not_heard_offering_plus_is_told_so)
{
    const ChannelBinding bound{ "tls-server-end-point", "x" };
    const auto header
        = [&](const std::vector<std::string>& offered, const ChannelBinding& binding) {
              return makeMechanism("SCRAM-SHA-256", offered, password(), binding)
                  ->initialResponse()
                  ->reveal()
                  .substr(0, 2);
          };
    EXPECT_EQ(header({ "SCRAM-SHA-256" }, bound), "y,");
    EXPECT_EQ(header({ "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS" }, bound), "n,");
    EXPECT_EQ(header({ "SCRAM-SHA-256" }, {}), "n,");
}

TEST(Secret, a_secret_that_moved_or_shrank_leaves_nothing_behind)
{
    Secret<std::string> first("hunter2"s);
    const char* inside = first.reveal().data();
    const Secret<std::string> second(std::move(first));
    EXPECT_EQ(std::string_view(inside, 7), std::string_view("\0\0\0\0\0\0\0", 7));
    EXPECT_EQ(second.reveal(), "hunter2");
}

} // namespace
} // namespace fulmar::sasl
