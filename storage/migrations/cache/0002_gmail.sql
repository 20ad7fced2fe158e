-- SPDX-License-Identifier: GPL-3.0-or-later
-- Gmail: one row a message, whatever number of labels shows it.

-- gmail_id and gmail_thread are the bits of X-GM-MSGID and X-GM-THRID, 0 elsewhere. labels are those of the server.
ALTER TABLE message ADD COLUMN gmail_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN gmail_thread INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN labels TEXT NOT NULL DEFAULT '';
CREATE INDEX message_by_gmail ON message (account, gmail_id) WHERE gmail_id <> 0;
CREATE INDEX message_by_gmail_thread ON message (account, gmail_thread) WHERE gmail_thread <> 0;

-- A folder with a label is a view: its placements have negative uids and follow the labels of the messages in All
-- Mail. label_checked and label_reason say when all labels were compared last, and why.
ALTER TABLE folder ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE folder ADD COLUMN label_checked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE folder ADD COLUMN label_reason TEXT NOT NULL DEFAULT '';
