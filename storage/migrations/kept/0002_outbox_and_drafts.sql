-- SPDX-License-Identifier: GPL-3.0-or-later
-- Mail on its way out and mail being written. Contents lie apart, so that lists stay dense.

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    message_id TEXT NOT NULL DEFAULT '',
    sender TEXT NOT NULL DEFAULT '',
    recipients TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'queued',
    server_text TEXT NOT NULL DEFAULT '',
    refusals TEXT NOT NULL DEFAULT '',
    key TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    sent_copy TEXT NOT NULL DEFAULT 'not-needed',
    answered_message INTEGER NOT NULL DEFAULT 0,
    forwarded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX outbox_by_key ON outbox (key) WHERE key <> '';

CREATE TABLE outbox_raw (
    item INTEGER PRIMARY KEY,
    raw BLOB NOT NULL
) STRICT;

-- One row per change of an item, never altered; outlives the item.
CREATE TABLE outbox_transition (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL,
    time INTEGER NOT NULL,
    state TEXT NOT NULL,
    server_text TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_transition_by_item ON outbox_transition (item, id);

CREATE TABLE draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    to_addresses TEXT NOT NULL DEFAULT '',
    cc_addresses TEXT NOT NULL DEFAULT '',
    bcc_addresses TEXT NOT NULL DEFAULT '',
    to_text TEXT NOT NULL DEFAULT '',
    cc_text TEXT NOT NULL DEFAULT '',
    bcc_text TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    in_reply_to TEXT NOT NULL DEFAULT '',
    reference_ids TEXT NOT NULL DEFAULT '',
    answers INTEGER NOT NULL DEFAULT 0,
    forward INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE draft_attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    draft INTEGER NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    file_name TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0,
    content BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE INDEX draft_attachment_by_draft ON draft_attachment (draft, position);
