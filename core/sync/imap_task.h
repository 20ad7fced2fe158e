// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/imap_client.h"

#include <functional>

namespace fulmar {

/// One piece of work on a signed-in connection that nobody else uses meanwhile.
///
/// `done` comes at most once and may destroy the task. When the connection fails the task is simply
/// destroyed.
class ImapTask : public ImapObserver {
public:
    using Done = std::function<void(Result<void>)>;
    virtual void start(ImapClient& client, Done done) = 0;
};

} // namespace fulmar
