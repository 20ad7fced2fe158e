// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/choose.h"

#include "common/ascii.h"
#include "sasl/cram_md5.h"
#include "sasl/external.h"
#include "sasl/login.h"
#include "sasl/oauth.h"
#include "sasl/plain.h"
#include "sasl/scram.h"

#include <algorithm>
#include <array>

namespace fulmar::sasl {
namespace {

bool offers(const std::vector<std::string>& offered, std::string_view name)
{
    return std::any_of(offered.begin(), offered.end(),
        [&](const std::string& one) { return ascii::upper(one) == name; });
}

bool isBound(std::string_view mechanism)
{
    return mechanism.ends_with("-PLUS");
}

/// Everything that these credentials can do, strongest first, without a look at the floor.
std::vector<std::string_view> usable(const Credentials& credentials, const ChannelBinding& binding)
{
    if (credentials.clientCertificate)
        return { "EXTERNAL" };
    if (!credentials.accessToken.empty())
        return { "XOAUTH2", "OAUTHBEARER" };
    std::vector<std::string_view> names;
    if (!binding.empty())
        names = { "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS" };
    for (const std::string_view name : { "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN" })
        names.push_back(name);
    if (credentials.cramMd5)
        names.emplace_back("CRAM-MD5");
    return names;
}

BindingFlag bindingFlag(
    const std::string& name, const std::vector<std::string>& offered, const ChannelBinding& binding)
{
    if (isBound(name))
        return BindingFlag::Used;
    const bool heardOfIt = std::any_of(offered.begin(), offered.end(),
        [](const std::string& one) { return isBound(ascii::upper(one)); });
    return binding.empty() || heardOfIt ? BindingFlag::None : BindingFlag::NotOffered;
}

} // namespace

Strength strengthOf(std::string_view mechanism)
{
    if (!mechanism.starts_with("SCRAM-"))
        return Strength::Password;
    return isBound(mechanism) ? Strength::ScramBound : Strength::Scram;
}

Result<std::string> chooseMechanism(const std::vector<std::string>& offered,
    const Credentials& credentials, const ChannelBinding& binding)
{
    const bool hasFloor = credentials.accessToken.empty() && !credentials.clientCertificate;
    bool weaker = false;
    for (const auto name : usable(credentials, binding)) {
        if (!offers(offered, name))
            continue;
        if (!hasFloor || strengthOf(name) >= credentials.floor)
            return std::string(name);
        weaker = true;
    }
    const bool downgrade = weaker || (hasFloor && credentials.floor > Strength::Password);
    return Unexpected(Error{ ErrorKind::Unsupported, "AUTH / no mechanism in common", {},
        downgrade ? "mechanism-downgrade" : "no-usable-mechanism" });
}

std::unique_ptr<Mechanism> makeMechanism(const std::string& name,
    const std::vector<std::string>& offered, const Credentials& credentials,
    const ChannelBinding& binding)
{
    const Credentials& with = credentials;
    if (name == "EXTERNAL")
        return std::make_unique<External>(with.authorizationId);
    if (name == "XOAUTH2")
        return std::make_unique<XOAuth2>(with.user, with.accessToken);
    if (name == "OAUTHBEARER")
        return std::make_unique<OAuthBearer>(with.user, with.accessToken, with.host, with.port);
    if (name == "LOGIN")
        return std::make_unique<Login>(with.user, with.password);
    if (name == "CRAM-MD5")
        return std::make_unique<CramMd5>(with.user, with.password);
    if (!name.starts_with("SCRAM-"))
        return std::make_unique<Plain>(with.user, with.password, with.authorizationId);
    return std::make_unique<Scram>(Scram::Parts{
        .digest = name.starts_with("SCRAM-SHA-256") ? Digest::Sha256 : Digest::Sha1,
        .flag = bindingFlag(name, offered, binding),
        .binding = binding,
        .user = with.user,
        .password = with.password,
        .authorizationId = with.authorizationId,
        .nonce = with.nonce.empty() ? freshNonce() : with.nonce,
    });
}

} // namespace fulmar::sasl
