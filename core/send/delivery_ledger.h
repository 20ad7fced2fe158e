// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sending.h"
#include "ports/clock.h"
#include "ports/mail_reader.h"
#include "ports/outbox_store.h"

#include <vector>

namespace fulmar {

/// Reads the reports that came for an account in the last month and were not read before, and notes
/// what they say on the mails they are about. Gives what is new. Engine thread.
std::vector<RecipientReport> readNewReports(
    AccountId account, OutboxStore& store, MailReader& reader, Clock& clock);

/// Mails that an account's store shows by their Message-ID were sent: `accepted` and `unknown`
/// become `sent-seen`. Where several envelopes share one Message-ID, seeing it proves nothing about
/// an unknown one of them. Engine thread.
void noteSeenMails(AccountId account, OutboxStore& store, MailReader& reader);

} // namespace fulmar
