-- SPDX-License-Identifier: GPL-3.0-or-later
-- What exists nowhere else: accounts and what the person did but the server does not know yet.

CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    incoming_kind TEXT NOT NULL DEFAULT 'imap',
    incoming_host TEXT NOT NULL DEFAULT '',
    incoming_port INTEGER NOT NULL DEFAULT 0,
    incoming_tls TEXT NOT NULL DEFAULT 'implicit',
    incoming_ca_file TEXT NOT NULL DEFAULT '',
    smtp_host TEXT NOT NULL DEFAULT '',
    smtp_port INTEGER NOT NULL DEFAULT 0,
    smtp_tls TEXT NOT NULL DEFAULT 'implicit',
    smtp_ca_file TEXT NOT NULL DEFAULT '',
    user_name TEXT NOT NULL DEFAULT '',
    smtp_user_name TEXT NOT NULL DEFAULT '',
    password_source TEXT NOT NULL DEFAULT 'keychain',
    password_command TEXT NOT NULL DEFAULT '',
    sent_copy TEXT NOT NULL DEFAULT 'append',
    sync_days INTEGER NOT NULL DEFAULT 0,
    enabled INTEGER NOT NULL DEFAULT 1,
    last_sync INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT ''
) STRICT;

-- The identity of a folder is its path. It is kept here, so that the journal and the keys that people and
-- scripts hold survive the loss of cache.db.
CREATE TABLE folder_name (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    path TEXT NOT NULL,
    UNIQUE (account, path)
) STRICT;

-- No key of cache.message is ever over `ceiling`; a rebuilt cache goes on above it.
CREATE TABLE message_key (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    ceiling INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO message_key (one, ceiling) VALUES (1, 0);

CREATE TABLE action (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    kind TEXT NOT NULL,
    folder INTEGER NOT NULL DEFAULT 0,
    add_bits INTEGER NOT NULL DEFAULT 0,
    add_keywords TEXT NOT NULL DEFAULT '',
    remove_bits INTEGER NOT NULL DEFAULT 0,
    remove_keywords TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT ''
) STRICT;

-- message_id and size find the message again where its position or its key was lost.
CREATE TABLE action_target (
    action INTEGER NOT NULL,
    message INTEGER NOT NULL,
    folder INTEGER NOT NULL,
    uid_validity INTEGER NOT NULL DEFAULT 0,
    uid INTEGER NOT NULL DEFAULT 0,
    message_id TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (action, message, folder)
) STRICT, WITHOUT ROWID;
CREATE INDEX action_target_by_message ON action_target (message, action);
CREATE INDEX action_target_by_folder ON action_target (folder, uid);

-- The overlay: derived from the journal and the mirror, written in the transaction that changes either. A message
-- that is named here is shown by these rows alone; its rows in cache.db are masked.
CREATE TABLE overlay (
    message INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    received INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    masked INTEGER NOT NULL,
    masked_unread INTEGER NOT NULL
) STRICT;
CREATE INDEX overlay_list ON overlay (account, received DESC, message DESC) WHERE shown = 1;
CREATE INDEX overlay_list_all ON overlay (received DESC, message DESC) WHERE shown = 1;

CREATE TABLE overlay_place (
    message INTEGER NOT NULL,
    folder INTEGER NOT NULL,
    received INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    masked INTEGER NOT NULL,
    masked_unread INTEGER NOT NULL,
    bits INTEGER NOT NULL,
    keywords TEXT NOT NULL,
    PRIMARY KEY (message, folder)
) STRICT, WITHOUT ROWID;
CREATE INDEX overlay_place_list ON overlay_place (folder, received DESC, message DESC) WHERE shown = 1;
CREATE INDEX overlay_place_count ON overlay_place (folder, shown, unread, masked, masked_unread);
