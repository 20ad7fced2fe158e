// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/server_end_point.h"

#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include <array>
#include <memory>

namespace fulmar::transport {

ChannelBinding serverEndPoint(const QSslCertificate& certificate)
{
    const QByteArray der = certificate.toDer();
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.constData());
    const std::unique_ptr<X509, decltype(&X509_free)> parsed(
        d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), &X509_free);
    int digestId = NID_undef;
    if (!parsed || X509_get_signature_info(parsed.get(), &digestId, nullptr, nullptr, nullptr) != 1
        || digestId == NID_undef)
        return {};
    const bool weak = digestId == NID_md5 || digestId == NID_sha1;
    const EVP_MD* digest = weak ? EVP_sha256() : EVP_get_digestbynid(digestId);
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    if (!digest || X509_digest(parsed.get(), digest, hash.data(), &size) != 1)
        return {};
    return { "tls-server-end-point",
        std::string(reinterpret_cast<const char*>(hash.data()), size) };
}

} // namespace fulmar::transport
