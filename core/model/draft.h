// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"
#include "model/message.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fulmar {

/// A file of a draft; its bytes are copied into the store, so a vanished file cannot spoil a mail.
struct DraftAttachment {
    std::int64_t id = 0; ///< 0 = not stored yet
    std::string fileName {};
    std::string mediaType {};
    std::uint64_t size = 0;
    std::string content {}; ///< empty when listed; filled to store and to send
};

/// A mail that is being written; local, saved while typing.
struct Draft {
    DraftId id {};
    AccountId account {};
    std::vector<Address> to {}, cc {}, bcc {};
    std::string toText {}, ccText {}, bccText {}; ///< as typed, kept while it does not parse
    std::string subject {}, text {};
    std::vector<DraftAttachment> attachments {};
    std::string inReplyTo {}; ///< Message-ID without brackets
    std::vector<std::string> references {};
    MessageId answers {}; ///< the message this one answers or forwards
    bool forward = false;
    std::int64_t changed = 0; ///< seconds since 1970 UTC
};

} // namespace fulmar
