// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "ports/local_store.h"
#include "sync/pop3_plan.h"

#include <string>

namespace fulmar {

/// The name of a message on a server without UIDL, made of its header (as TOP gives it) and its
/// size. Pure.
std::string nameFromHeader(const std::string& header, std::uint64_t size);
/// The same from the whole message, where there is no TOP either.
std::string nameFromBytes(const std::string& raw);

/// A message as it came, ready to be stored. Thread: any; pure.
///
/// Servers add the line end that a message lacks at its end; where LIST tells a size that is
/// shorter by just that, it goes again. The time of receipt is that of the first Received field,
/// else the Date, and never after `now`. A mail of the account itself goes to Sent where
/// `ownIsSent`.
ArrivedMail arrivedMail(const Account& account, const Pop3Listed& listed, std::string raw,
    bool headerOnly, bool ownIsSent, std::int64_t now);

} // namespace fulmar
