// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"
#include "text/authentication_results.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace fulmar::app {

/// What is odd about who a mail says it is from, one sentence each, the worst first; empty for most
/// mails. Looks at From (several, or several fields), the name beside the address, the letters of
/// the domain, hidden characters, and what the own provider found. Pure.
QStringList senderWarnings(const std::vector<mime::HeaderField>& headers,
    const text::AuthenticationResults& authentication);

/// How sure the own provider is of the sender, for a calm mark beside the address.
struct SenderProof {
    enum class State { Unknown, Good, Bad } state = State::Unknown;
    QString words{}; ///< "Your provider has verified that this came from example.org."
};
SenderProof senderProof(const text::AuthenticationResults& authentication, const QString& domain);

} // namespace fulmar::app
