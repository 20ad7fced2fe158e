// SPDX-License-Identifier: GPL-3.0-or-later
#include "certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <memory>

namespace fulmar::test {

namespace {

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T* object) const
    {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

QByteArray contents(BIO* bio)
{
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(bio, &bytes);
    return QByteArray(bytes, static_cast<qsizetype>(size));
}

Bio over(const QByteArray& pem)
{
    return Bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
}

void addExtension(X509* certificate, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

std::string subjectAltName(const CertificateSpec& spec)
{
    std::string names;
    for (const auto& name : spec.dnsNames)
        names += (names.empty() ? "DNS:" : ",DNS:") + name;
    for (const auto& address : spec.addresses)
        names += (names.empty() ? "IP:" : ",IP:") + address;
    return names;
}

} // namespace

QSslCertificate Identity::certificate() const
{
    return QSslCertificate(certificatePem, QSsl::Pem);
}

QSslKey Identity::key() const
{
    const QSslKey ec(keyPem, QSsl::Ec, QSsl::Pem);
    return ec.isNull() ? QSslKey(keyPem, QSsl::Rsa, QSsl::Pem) : ec;
}

Identity makeIdentity(const CertificateSpec& spec, const Identity* issuer)
{
    static long serial = 1000;
    const Key key(
        spec.rsaBits > 0 ? EVP_RSA_gen(static_cast<unsigned>(spec.rsaBits)) : EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    Certificate issuerCertificate;
    Key issuerKey;
    if (issuer) {
        issuerCertificate.reset(
            PEM_read_bio_X509(over(issuer->certificatePem).get(), nullptr, nullptr, nullptr));
        issuerKey.reset(
            PEM_read_bio_PrivateKey(over(issuer->keyPem).get(), nullptr, nullptr, nullptr));
    }
    X509* const signer = issuer ? issuerCertificate.get() : certificate.get();
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), spec.validFrom);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), spec.validTo);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
        reinterpret_cast<const unsigned char*>(spec.commonName.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer));
    addExtension(certificate.get(), signer, NID_basic_constraints,
        spec.isCa ? "critical,CA:TRUE" : "CA:FALSE");
    if (const std::string names = subjectAltName(spec); !names.empty())
        addExtension(certificate.get(), signer, NID_subject_alt_name, names);
    X509_sign(certificate.get(), issuer ? issuerKey.get() : key.get(), EVP_sha256());

    const Bio certificateOut(BIO_new(BIO_s_mem())), keyOut(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(certificateOut.get(), certificate.get());
    PEM_write_bio_PrivateKey_traditional(
        keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return { contents(certificateOut.get()), contents(keyOut.get()) };
}

} // namespace fulmar::test
