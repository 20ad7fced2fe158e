// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"
#include "model/message.h"

#include <string>
#include <string_view>

namespace fulmar {

/// What a list shows of a message, from ENVELOPE, BODYSTRUCTURE and the References field, before
/// its body is here.
MessageSummary summaryFromEnvelope(const imap::Envelope& envelope,
    const imap::BodyStructure* structure, std::string_view referencesField);

/// A FETCH answer as a message to store; nothing where the server left out the UID.
std::optional<RemoteMessage> remoteMessageFrom(const imap::FetchData& data);

/// Reads summary and preview out of the raw message. Thread: any; pure; takes as long as the
/// message is big.
ReceivedBody deriveBody(MessageId message, std::string raw);

} // namespace fulmar
