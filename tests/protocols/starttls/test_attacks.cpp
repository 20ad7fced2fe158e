// SPDX-License-Identifier: GPL-3.0-or-later
// Each case of the public set, played by a server against the three sessions: whatever it does, no
// credential is said before TLS, nothing said before TLS becomes an event, and what is not plain
// STARTTLS ends the connection.
#include "attack_case.h"
#include "common/ascii.h"
#include "common/bytes.h"
#include "imap/session.h"
#include "pop3/session.h"
#include "smtp/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace fulmar::starttls {
namespace {

std::filesystem::path corpus()
{
    const char* const configured = std::getenv("FULMAR_CORPORA");
    const std::filesystem::path folder
        = configured ? configured : FULMAR_SOURCE_DIR "/../shared/corpora";
    return folder / "nostarttls";
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += ' ' + word;
    return text;
}

/// The server side of one case.
class Attacker {
public:
    explicit Attacker(const AttackCase& attack) : m_attack(attack) { }

    std::string greeting() const
    {
        if (m_attack.protocol == "smtp")
            return "220 example.org ESMTP\r\n";
        if (m_attack.protocol == "pop3")
            return m_attack.greeting;
        const auto kind = ascii::upper(m_attack.greetingKind);
        const auto code = m_attack.greetingCapabilities
            ? "[CAPABILITY" + joined(*m_attack.greetingCapabilities) + "] "
            : std::string();
        return "* " + kind + ' ' + code + "server ready.\r\n";
    }

    std::string reply(const std::string& line, bool secure)
    {
        std::istringstream words(line);
        std::string tag, verb;
        if (m_attack.protocol == "imap")
            words >> tag;
        words >> verb;
        verb = ascii::lower(verb);
        for (const auto& hidden : m_attack.hidden) {
            if (verb == hidden)
                return refusal(tag);
        }
        if (verb == "starttls" || verb == "stls")
            return startTls(tag);
        if (verb == "capability" || verb == "capa" || verb == "ehlo")
            return announce(tag, secure ? m_attack.secure : m_attack.clear);
        if (m_attack.protocol == "imap" && m_attack.refersElsewhere)
            return tag + " NO [REFERRAL IMAP://;AUTH=*@attacker.example.org:243/] try another.\r\n";
        return refusal(tag);
    }

private:
    std::string refusal(const std::string& tag) const
    {
        if (m_attack.protocol == "imap")
            return tag + " BAD unknown command\r\n";
        return m_attack.protocol == "pop3" ? "-ERR unknown command\r\n" : "502 5.5.1 unknown\r\n";
    }

    std::string startTls(const std::string& tag) const
    {
        auto answer = m_attack.answer.value_or(m_attack.protocol == "imap" ? "<tag> OK begin\r\n"
                : m_attack.protocol == "pop3"                              ? "+OK begin\r\n"
                                                                           : "220 go ahead\r\n");
        if (const auto at = answer.find("<tag>"); at != std::string::npos)
            answer.replace(at, 5, tag);
        return answer;
    }

    std::string announce(const std::string& tag, const std::vector<std::string>& words) const
    {
        if (m_attack.protocol == "imap")
            return "* CAPABILITY" + joined(words) + "\r\n" + tag + " OK done\r\n";
        if (m_attack.protocol == "pop3") {
            std::string text = "+OK\r\n";
            for (const auto& word : words)
                text += word + "\r\n";
            return text + ".\r\n";
        }
        std::string text = "250-example.org\r\n";
        for (const auto& word : words)
            text += "250-" + word + "\r\n";
        return text + "250 HELP\r\n";
    }

    const AttackCase& m_attack;
};

struct Outcome {
    bool askedForTls = false;
    bool failed = false;
    std::string saidInClear; ///< everything that left before TLS
    bool sensitiveInClear = false;
    int eventsInClear = 0;
    std::string saidAfterReferral; ///< what left after the sign-in was answered
};

template <class Session, class Output, class Event, class StartTls, class Failure>
Outcome play(Session session, const AttackCase& attack)
{
    Attacker attacker(attack);
    Outcome outcome;
    bool secure = attack.implicitTls;
    bool signedIn = false;
    session.receive(asBytes(attacker.greeting()));
    for (int rounds = 0; rounds < 100; ++rounds) {
        auto step = session.next();
        if (auto* output = std::get_if<Output>(&step)) {
            if (!secure) {
                outcome.saidInClear += output->bytes;
                outcome.sensitiveInClear = outcome.sensitiveInClear || output->sensitive;
            }
            if (signedIn)
                outcome.saidAfterReferral += output->bytes;
            signedIn = signedIn || (secure && output->sensitive);
            session.receive(asBytes(attacker.reply(output->bytes, secure)));
        } else if (std::holds_alternative<StartTls>(step)) {
            outcome.askedForTls = true;
            if (!attack.switches)
                return outcome;
            secure = true;
            session.tlsEstablished();
        } else if (std::holds_alternative<Failure>(step)) {
            outcome.failed = true;
            return outcome;
        } else if (std::holds_alternative<Event>(step)) {
            outcome.eventsInClear += secure ? 0 : 1;
        } else {
            return outcome;
        }
    }
    return outcome;
}

Outcome play(const AttackCase& attack)
{
    const sasl::Credentials credentials{ .user = "alice",
        .password = Secret<std::string>("canary-password") };
    const bool startTls = !attack.implicitTls;
    if (attack.protocol == "imap")
        return play<imap::Session, imap::Output, imap::Event, imap::StartTls, imap::Failure>(
            imap::Session({ .startTls = startTls, .credentials = credentials }), attack);
    if (attack.protocol == "pop3")
        return play<pop3::Session, pop3::Output, pop3::Event, pop3::StartTls, pop3::Failure>(
            pop3::Session({ .startTls = startTls, .credentials = credentials }), attack);
    return play<smtp::Session, smtp::Output, smtp::Event, smtp::StartTls, smtp::Failure>(
        smtp::Session({ .startTls = startTls, .credentials = credentials }), attack);
}

/// Whether a client may come as far as TLS: the server plays by the book up to there.
bool mayReachTls(const AttackCase& attack)
{
    const bool offered
        = std::find(attack.clear.begin(), attack.clear.end(), "STARTTLS") != attack.clear.end()
        || attack.protocol == "pop3";
    const bool greeted = !attack.greetingCapabilities
        || std::find(
               attack.greetingCapabilities->begin(), attack.greetingCapabilities->end(), "STARTTLS")
            != attack.greetingCapabilities->end();
    const bool hidden = std::any_of(attack.hidden.begin(), attack.hidden.end(),
        [](const std::string& verb) { return verb == "starttls" || verb == "stls"; });
    // One plain OK is no attack: that case goes on behind TLS.
    const bool plain = !attack.answer
        || (attack.answer->starts_with("<tag> OK")
            && attack.answer->find("\r\n") + 2 == attack.answer->size());
    return attack.greetingKind == "Ok" && offered && greeted && !hidden && plain;
}

class Attacks : public ::testing::TestWithParam<bool> { };

TEST_P(Attacks, no_case_gets_a_credential_or_an_event_before_tls)
{
    if (!std::filesystem::exists(corpus()))
        GTEST_SKIP() << "no public attack cases at " << corpus();
    int cases = 0, refused = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus())) {
        if (entry.path().extension() != ".ron")
            continue;
        const auto attack = readAttackCase(corpus(), entry.path(), GetParam());
        SCOPED_TRACE(attack.name);
        ++cases;
        const auto outcome = play(attack);
        EXPECT_FALSE(outcome.sensitiveInClear);
        EXPECT_EQ(outcome.saidInClear.find("canary"), std::string::npos);
        EXPECT_EQ(outcome.saidInClear.find("alice"), std::string::npos);
        EXPECT_EQ(outcome.eventsInClear, 0);
        if (!attack.implicitTls) {
            EXPECT_EQ(outcome.askedForTls, mayReachTls(attack));
            EXPECT_TRUE(outcome.askedForTls || outcome.failed);
        }
        refused += outcome.askedForTls ? 0 : 1;
        EXPECT_EQ(outcome.saidAfterReferral.find("attacker"), std::string::npos);
    }
    EXPECT_EQ(cases, 54);
    EXPECT_GT(refused, 10) << "attacks that the client ended";
}

INSTANTIATE_TEST_SUITE_P(All, Attacks, ::testing::Bool(),
    [](const auto& row) { return row.param ? "armed" : "as_published"; });

} // namespace
} // namespace fulmar::starttls
