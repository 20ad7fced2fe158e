// SPDX-License-Identifier: GPL-3.0-or-later
#include "scripted_peer.h"
#include "stream_recorder.h"
#include "transport/certificate_verdict.h"

#include <gmock/gmock.h>

#include <QProcess>
#include <QTemporaryDir>

using namespace fulmar;
using namespace fulmar::test;
using transport::Endpoint;
using transport::TlsMode;
using transport::TlsStream;

namespace {

/// The authority that the client trusts through its CA file, and everything it may or may not have
/// signed.
struct Authority {
    Identity root = makeIdentity({ .commonName = "Test Root", .isCa = true });
    Identity intermediate
        = makeIdentity({ .commonName = "Test Intermediate", .isCa = true }, &root);
    Identity foreign = makeIdentity({ .commonName = "Foreign Root", .isCa = true });
    Identity leaf = makeIdentity({ .commonName = "Somebody Else" }, &root);
    QTemporaryDir folder;

    [[nodiscard]] std::string write(const char* name, const QByteArray& pem) const
    {
        QFile file(folder.filePath(QString::fromLatin1(name)));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(pem);
        return file.fileName().toStdString();
    }
    [[nodiscard]] std::string caFile() const { return write("ca.pem", root.certificatePem); }
};

const Authority& authority()
{
    static const Authority made;
    return made;
}

constexpr long day = 86'400;
const CertificateSpec goodSpec{ .dnsNames = { "localhost" }, .addresses = { "127.0.0.1", "::1" } };

struct Fault {
    const char* name;
    std::function<Identity()> leaf;
    const char* code;
    std::function<QList<QSslCertificate>()> chain = [] { return QList<QSslCertificate>{}; };
};

const std::vector<Fault> faults{
    { "Expired",
        [] {
            auto spec = goodSpec;
            spec.validFrom = -2 * day;
            spec.validTo = -day;
            return makeIdentity(spec, &authority().root);
        },
        "certificate-expired" },
    { "NotYetValid",
        [] {
            auto spec = goodSpec;
            spec.validFrom = day;
            spec.validTo = 2 * day;
            return makeIdentity(spec, &authority().root);
        },
        "certificate-not-yet-valid" },
    { "WrongHost",
        [] {
            return makeIdentity({ .commonName = "mail.example", .dnsNames = { "mail.example" } },
                &authority().root);
        },
        "certificate-host-mismatch" },
    { "OtherAddress",
        [] {
            return makeIdentity({ .commonName = "mail.example",
                                    .dnsNames = { "127.0.0.1" },
                                    .addresses = { "127.0.0.2" } },
                &authority().root);
        },
        "certificate-host-mismatch" },
    { "SelfSigned", [] { return makeIdentity(goodSpec); }, "certificate-self-signed" },
    { "ForeignAuthority", [] { return makeIdentity(goodSpec, &authority().foreign); },
        "certificate-untrusted", [] { return QList{ authority().foreign.certificate() }; } },
    { "ForeignAuthorityNotSent", [] { return makeIdentity(goodSpec, &authority().foreign); },
        "certificate-untrusted" },
    { "ChainMissing", [] { return makeIdentity(goodSpec, &authority().intermediate); },
        "certificate-untrusted" },
    { "SignedByALeaf", [] { return makeIdentity(goodSpec, &authority().leaf); },
        "certificate-invalid", [] { return QList{ authority().leaf.certificate() }; } },
    { "CommonNameBesideOtherNames",
        [] {
            return makeIdentity(
                { .commonName = "127.0.0.1", .dnsNames = { "mail.example" } }, &authority().root);
        },
        "certificate-host-mismatch" },
    { "ExpiredAndSelfSigned",
        [] {
            auto spec = goodSpec;
            spec.validFrom = -2 * day;
            spec.validTo = -day;
            return makeIdentity(spec);
        },
        "certificate-self-signed" },
};

/// One connection to a peer that presents `leaf`; StartTls goes through a short clear-text
/// exchange.
void connectTo(ScriptedPeer& peer, Endpoint endpoint,
    const std::function<void(TlsStream&, StreamRecorder&)>& check)
{
    if (endpoint.tls == TlsMode::StartTls)
        speakStartTls(peer);
    endpoint.port = peer.serverPort();
    TlsStream stream(endpoint);
    StreamRecorder seen(stream);
    stream.open();
    if (endpoint.tls == TlsMode::StartTls) {
        ASSERT_TRUE(seen.untilEvent(QStringLiteral("ready")));
        stream.write("STARTTLS\r\n");
        ASSERT_TRUE(StreamRecorder::until([&] { return seen.received.endsWith("220 go\r\n"); }));
        stream.startTls();
    }
    const QString done
        = endpoint.tls == TlsMode::StartTls ? QStringLiteral("encrypted") : QStringLiteral("ready");
    StreamRecorder::until([&] { return seen.error || seen.events.contains(done); });
    check(stream, seen);
}

using FaultCase = std::tuple<Fault, TlsMode>;
class CertificateFault : public testing::TestWithParam<FaultCase> { };

TEST_P(CertificateFault, IsRefusedWithItsCode)
{
    const Fault& fault = std::get<0>(GetParam());
    const TlsMode mode = std::get<1>(GetParam());
    ScriptedPeer peer(fault.leaf(), fault.chain());
    const Endpoint endpoint{ .host = "127.0.0.1", .tls = mode, .caFile = authority().caFile() };
    connectTo(peer, endpoint, [&](TlsStream& stream, StreamRecorder& seen) {
        EXPECT_EQ(seen.code(), fault.code) << (seen.error ? seen.error->where : "");
        ASSERT_TRUE(seen.error);
        EXPECT_EQ(seen.error->kind, ErrorKind::Tls);
        EXPECT_THAT(seen.error->serverText, testing::HasSubstr("issued by CN="));
        EXPECT_THAT(seen.error->serverText, testing::Not(testing::HasSubstr("\n")));
        EXPECT_FALSE(stream.isEncrypted());
        stream.write("secret");
        EXPECT_EQ(stream.bytesToWrite(), 0);
    });
}

INSTANTIATE_TEST_SUITE_P(Tls, CertificateFault,
    testing::Combine(
        testing::ValuesIn(faults), testing::Values(TlsMode::Implicit, TlsMode::StartTls)),
    [](const auto& row) {
        return std::string(std::get<0>(row.param).name)
            + (std::get<1>(row.param) == TlsMode::Implicit ? "Implicit" : "StartTls");
    });

struct Welcome {
    const char* name;
    const char* host;
    CertificateSpec spec;
    bool throughIntermediate = false;
};
using WelcomeCase = std::tuple<Welcome, TlsMode>;
class GoodCertificate : public testing::TestWithParam<WelcomeCase> { };

TEST_P(GoodCertificate, IsAccepted)
{
    const auto& [welcome, mode] = GetParam();
    const Identity& issuer
        = welcome.throughIntermediate ? authority().intermediate : authority().root;
    ScriptedPeer peer(makeIdentity(welcome.spec, &issuer),
        welcome.throughIntermediate ? QList{ authority().intermediate.certificate() }
                                    : QList<QSslCertificate>{});
    const Endpoint endpoint{ .host = welcome.host, .tls = mode, .caFile = authority().caFile() };
    connectTo(peer, endpoint, [](TlsStream& stream, StreamRecorder& seen) {
        EXPECT_EQ(seen.code(), "none") << (seen.error ? seen.error->where : "");
        EXPECT_TRUE(stream.isEncrypted());
        EXPECT_TRUE(stream.cipher().startsWith(QStringLiteral("TLSv1.3, TLS_")))
            << stream.cipher().toStdString();
    });
}

INSTANTIATE_TEST_SUITE_P(Tls, GoodCertificate,
    testing::Combine(
        testing::Values(Welcome{ "HostName", "localhost", { .dnsNames = { "localhost" } } },
            Welcome{ "AddressInSubjectAltName", "127.0.0.1",
                { .commonName = "mail.example", .addresses = { "127.0.0.1" } } },
            Welcome{ "FullChain", "localhost", { .dnsNames = { "localhost" } }, true }),
        testing::Values(TlsMode::Implicit, TlsMode::StartTls)),
    [](const auto& row) {
        return std::string(std::get<0>(row.param).name)
            + (std::get<1>(row.param) == TlsMode::Implicit ? "Implicit" : "StartTls");
    });

TEST(CaFile, MayHoldTheServersOwnSelfSignedCertificate)
{
    const Identity own = makeIdentity(goodSpec);
    ScriptedPeer peer(own);
    const Endpoint endpoint{ .host = "localhost",
        .caFile = authority().write("own.pem", own.certificatePem) };
    connectTo(peer, endpoint, [](TlsStream& stream, StreamRecorder& seen) {
        EXPECT_EQ(seen.code(), "none");
        EXPECT_TRUE(stream.isEncrypted());
    });
}

TEST(CaFile, WithoutItAnUnknownAuthorityIsRefused)
{
    ScriptedPeer peer(makeIdentity(goodSpec, &authority().root));
    connectTo(peer, { .host = "localhost" },
        [](TlsStream&, StreamRecorder& seen) { EXPECT_EQ(seen.code(), "certificate-untrusted"); });
}

TEST(CaFile, ThatCannotBeReadStopsBeforeAnyConnection)
{
    for (const auto& file :
        { std::string("/nonexistent/ca.pem"), authority().write("empty.pem", "no certificate") }) {
        ScriptedPeer peer(makeIdentity(goodSpec, &authority().root));
        TlsStream stream({ .host = "localhost", .port = peer.serverPort(), .caFile = file });
        StreamRecorder seen(stream);
        stream.open();
        EXPECT_TRUE(seen.events.isEmpty()) << "signals come through the event loop";
        ASSERT_TRUE(seen.untilEnd());
        EXPECT_EQ(seen.code(), "ca-file-unreadable");
        EXPECT_EQ(peer.connections(), 0);
    }
}

struct NameCase {
    const char* name;
    CertificateSpec spec;
    const char* host;
    bool matches;
};
class HostName : public testing::TestWithParam<NameCase> { };

TEST_P(HostName, MatchesAsRfc9525Says)
{
    const auto& row = GetParam();
    EXPECT_EQ(
        transport::isForHost(makeIdentity(row.spec).certificate(), QString::fromUtf8(row.host)),
        row.matches);
}

INSTANTIATE_TEST_SUITE_P(Tls, HostName,
    testing::Values(NameCase{ "Same", { .dnsNames = { "a.example" } }, "a.example", true },
        NameCase{ "OtherCase", { .dnsNames = { "a.example" } }, "A.Example", true },
        NameCase{ "SecondName", { .dnsNames = { "b.example", "a.example" } }, "a.example", true },
        NameCase{ "Wildcard", { .dnsNames = { "*.example.org" } }, "imap.example.org", true },
        NameCase{
            "WildcardIsOneLabel", { .dnsNames = { "*.example.org" } }, "a.b.example.org", false },
        NameCase{
            "WildcardIsNotTheDomain", { .dnsNames = { "*.example.org" } }, "example.org", false },
        NameCase{
            "PartialWildcard", { .dnsNames = { "im*.example.org" } }, "imap.example.org", false },
        NameCase{ "Subdomain", { .dnsNames = { "example.org" } }, "imap.example.org", false },
        NameCase{ "CommonNameAlone", { .commonName = "a.example" }, "a.example", true },
        NameCase{ "CommonNameBesideNames",
            { .commonName = "a.example", .dnsNames = { "b.example" } }, "a.example", false },
        NameCase{ "Idn", { .dnsNames = { "xn--mller-kva.example" } }, "müller.example", true },
        NameCase{ "Ipv6", { .addresses = { "::1" } }, "0:0::1", true },
        NameCase{ "Ipv6Other", { .addresses = { "::1" } }, "::2", false },
        NameCase{ "AddressAsName", { .dnsNames = { "127.0.0.1" } }, "127.0.0.1", false },
        NameCase{ "AddressAsCommonName", { .commonName = "127.0.0.1" }, "127.0.0.1", false }),
    [](const auto& row) { return row.param.name; });

/// `openssl s_server` for what Qt's server side refuses to do.
class OpenSslServer {
public:
    OpenSslServer(const Identity& identity, const QStringList& options)
    {
        const QString certificate = QString::fromStdString(
            authority().write("server.pem", identity.certificatePem + identity.keyPem));
        m_process.start(QStringLiteral("openssl"),
            QStringList{ QStringLiteral("s_server"), QStringLiteral("-accept"),
                QStringLiteral("127.0.0.1:0"), QStringLiteral("-cert"), certificate,
                QStringLiteral("-key"), certificate }
                + options);
        StreamRecorder::until([this] {
            m_output += m_process.readAllStandardOutput();
            return m_output.contains("ACCEPT") && m_output.endsWith('\n');
        });
    }
    ~OpenSslServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] std::uint16_t port() const
    {
        return m_output.trimmed().mid(m_output.trimmed().lastIndexOf(':') + 1).toUShort();
    }

private:
    QProcess m_process;
    QByteArray m_output;
};

std::string codeAgainst(const OpenSslServer& server)
{
    TlsStream stream(
        { .host = "localhost", .port = server.port(), .caFile = authority().caFile() });
    StreamRecorder seen(stream);
    stream.open();
    StreamRecorder::until(
        [&] { return seen.error || seen.events.contains(QStringLiteral("ready")); });
    return seen.code();
}

const QStringList anyStrength{ QStringLiteral("-cipher"), QStringLiteral("ALL:@SECLEVEL=0") };

TEST(Tls, Version12IsAccepted)
{
    const OpenSslServer server(makeIdentity(goodSpec, &authority().root),
        anyStrength + QStringList{ QStringLiteral("-tls1_2") });
    ASSERT_GT(server.port(), 0);
    EXPECT_EQ(codeAgainst(server), "none");
}

TEST(Tls, Version11IsRefused)
{
    const OpenSslServer server(makeIdentity(goodSpec, &authority().root),
        anyStrength + QStringList{ QStringLiteral("-tls1_1") });
    ASSERT_GT(server.port(), 0);
    EXPECT_EQ(codeAgainst(server), "handshake-failed");
}

TEST(Tls, Rsa1024IsRefusedAsWeak)
{
    auto spec = goodSpec;
    spec.rsaBits = 1024;
    const OpenSslServer server(makeIdentity(spec, &authority().root), anyStrength);
    ASSERT_GT(server.port(), 0);
    EXPECT_EQ(codeAgainst(server), "certificate-weak");
}

} // namespace
