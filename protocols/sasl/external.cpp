// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/external.h"

namespace fulmar::sasl {

External::External(std::string authorizationId) : m_authorizationId(std::move(authorizationId)) { }

std::optional<Secret<std::string>> External::initialResponse()
{
    m_sent = true;
    return Secret<std::string>(m_authorizationId);
}

Result<Secret<std::string>> External::respond(std::string_view)
{
    if (!m_sent)
        return *initialResponse();
    return Unexpected(Error{ ErrorKind::Protocol, "SASL EXTERNAL / challenge after the message", {},
        "unexpected-challenge" });
}

} // namespace fulmar::sasl
