// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/mail_store.h"

namespace fulmar {

/// What becomes of an action where no server has a say: it is done as it was journalled. Pure.
ActionOutcome localOutcome(const PendingAction& action);

/// Does at once what was journalled for folders that are on no server; run again after a cut it
/// does what is left. Errors: those of the store.
Result<void> runLocalActions(MailStore& store);

} // namespace fulmar
