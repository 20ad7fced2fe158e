// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/choose.h"

#include <string>

namespace fulmar::testing {

/// Takes one word of a dialogue's options that is about signing in: `user=`, `password=`, `token=`,
/// `host=`, `port=`, `nonce=`, `floor=scram|plus`, `cram-md5`, `certificate`, `binding=`; false for
/// any other.
inline bool readCredentialWord(
    const std::string& word, sasl::Credentials& credentials, ChannelBinding& binding)
{
    const auto value = word.substr(word.find('=') + 1);
    if (word.starts_with("user="))
        credentials.user = value;
    else if (word.starts_with("password="))
        credentials.password = Secret<std::string>(value);
    else if (word.starts_with("token=")) {
        credentials.accessToken = Secret<std::string>(value);
        credentials.password = {};
    } else if (word.starts_with("host="))
        credentials.host = value;
    else if (word.starts_with("port="))
        credentials.port = static_cast<std::uint16_t>(std::stoi(value));
    else if (word.starts_with("nonce="))
        credentials.nonce = value;
    else if (word.starts_with("floor="))
        credentials.floor = value == "plus" ? sasl::Strength::ScramBound : sasl::Strength::Scram;
    else if (word == "cram-md5")
        credentials.cramMd5 = true;
    else if (word == "certificate")
        credentials.clientCertificate = true;
    else if (word.starts_with("binding="))
        binding = { "tls-server-end-point", value };
    else
        return false;
    return true;
}

} // namespace fulmar::testing
