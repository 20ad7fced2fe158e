-- SPDX-License-Identifier: GPL-3.0-or-later
-- What makes sending provable: queue ids, limits, reports, identities, merges.

ALTER TABLE outbox ADD COLUMN queue_id TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN undo_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN eight_bit INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN utf8_header INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN hold_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN searched INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN part_of INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN sent_account INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN sent_folder TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_by_state ON outbox (account, state);
CREATE INDEX outbox_by_message_id ON outbox (message_id);

ALTER TABLE outbox_transition ADD COLUMN queue_id TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox_transition ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;

-- A draft that was sent stays until the server has the mail, so that "undo" gives it back.
ALTER TABLE draft ADD COLUMN outbox INTEGER NOT NULL DEFAULT 0;

-- Mails that may be on the wire. Their own state follows in commits that outlive the program but not a power cut;
-- after one (another boot id) each of them counts as transmitted.
CREATE TABLE outbox_reservation (
    item INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    boot TEXT NOT NULL
) STRICT;

-- What counts against the provider's limit; outlives the outbox row.
CREATE TABLE sent_mail (
    item INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    time INTEGER NOT NULL,
    recipients INTEGER NOT NULL,
    message_id TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX sent_mail_by_time ON sent_mail (account, time);

-- 0 = the provider's usual limit, -1 = none.
CREATE TABLE send_limit (
    account INTEGER PRIMARY KEY,
    messages INTEGER NOT NULL DEFAULT 0,
    recipients INTEGER NOT NULL DEFAULT 0,
    per_message INTEGER NOT NULL DEFAULT 0,
    window_hours INTEGER NOT NULL DEFAULT 24,
    learned INTEGER NOT NULL DEFAULT 0,
    held_until INTEGER NOT NULL DEFAULT 0,
    held_text TEXT NOT NULL DEFAULT '',
    stopped INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What became of one recipient after the mail left: reports of servers, latest last.
CREATE TABLE recipient_report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item INTEGER NOT NULL,
    address TEXT NOT NULL,
    fate TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    time INTEGER NOT NULL,
    report INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX recipient_report_by_item ON recipient_report (item, id);
CREATE INDEX recipient_report_by_address ON recipient_report (address, id);

-- Messages that were read as reports, so that none counts twice.
CREATE TABLE report_seen (
    message INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE identity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL,
    reply_to TEXT NOT NULL DEFAULT '',
    signature TEXT NOT NULL DEFAULT '',
    send_through INTEGER NOT NULL DEFAULT 0,
    sent_folder TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE merge (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    template TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    sender TEXT NOT NULL DEFAULT '',
    columns TEXT NOT NULL DEFAULT '',
    per_hour INTEGER NOT NULL DEFAULT 0,
    reserve INTEGER NOT NULL DEFAULT 0,
    unsubscribe TEXT NOT NULL DEFAULT '',
    stop_percent INTEGER NOT NULL DEFAULT 5,
    state TEXT NOT NULL DEFAULT 'running',
    reason TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE merge_row (
    merge INTEGER NOT NULL,
    number INTEGER NOT NULL,
    address TEXT NOT NULL,
    cells TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'waiting',
    reason TEXT NOT NULL DEFAULT '',
    item INTEGER NOT NULL DEFAULT 0,
    queued INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (merge, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX merge_row_once ON merge_row (merge, lower(address)) WHERE state <> 'skipped';
CREATE INDEX merge_row_by_item ON merge_row (item) WHERE item > 0;

CREATE TABLE suppression (
    address TEXT PRIMARY KEY,
    reason TEXT NOT NULL DEFAULT '',
    time INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
