-- SPDX-License-Identifier: GPL-3.0-or-later
-- Mail that is on no server any more, or need not stay there. The rows of cache.db that lists read are derived from these.

ALTER TABLE account ADD COLUMN pop3_keep TEXT NOT NULL DEFAULT 'forever';
ALTER TABLE account ADD COLUMN pop3_keep_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN pop3_keep_messages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN pop3_keep_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN pop3_headers_only_over INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN pop3_check_minutes INTEGER NOT NULL DEFAULT 10;
ALTER TABLE account ADD COLUMN pop3_check_on_start INTEGER NOT NULL DEFAULT 1;
ALTER TABLE account ADD COLUMN pop3_recent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN pop3_shared_inbox INTEGER NOT NULL DEFAULT 0;

-- revision rises with each change of a local_* table; cache.db repeats it, so that a mirror that lost something shows.
CREATE TABLE local_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO local_state (one, revision) VALUES (1, 0);

-- id is the key of folder_name.
CREATE TABLE local_folder (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    path TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT '',
    subscribed INTEGER NOT NULL DEFAULT 1
) STRICT;

-- id is a key of cache.message. sha256 is that of the bytes in local_raw; identity is the same without the line ends at
-- the end. partial = only the header is here, `size` is that of the whole message.
CREATE TABLE local_message (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    received INTEGER NOT NULL,
    size INTEGER NOT NULL,
    partial INTEGER NOT NULL DEFAULT 0,
    sha256 BLOB NOT NULL,
    identity BLOB NOT NULL,
    date INTEGER NOT NULL,
    has_attachments INTEGER NOT NULL DEFAULT 0,
    message_id TEXT NOT NULL DEFAULT '',
    in_reply_to TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    preview TEXT NOT NULL DEFAULT '',
    from_addresses TEXT NOT NULL DEFAULT '',
    to_addresses TEXT NOT NULL DEFAULT '',
    cc_addresses TEXT NOT NULL DEFAULT '',
    bcc_addresses TEXT NOT NULL DEFAULT '',
    reply_to_addresses TEXT NOT NULL DEFAULT '',
    reference_ids TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX local_message_by_identity ON local_message (identity);

CREATE TABLE local_raw (
    message INTEGER PRIMARY KEY,
    raw BLOB NOT NULL
) STRICT;

CREATE TABLE local_place (
    message INTEGER NOT NULL,
    folder INTEGER NOT NULL,
    bits INTEGER NOT NULL DEFAULT 0,
    keywords TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (message, folder)
) STRICT, WITHOUT ROWID;
CREATE INDEX local_place_by_folder ON local_place (folder);

-- Every message that a POP3 server has shown, for ever. message 0 = deleted here for good.
CREATE TABLE pop3_seen (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    uidl TEXT NOT NULL,
    message INTEGER NOT NULL,
    identity BLOB NOT NULL,
    message_id TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0,
    fetched INTEGER NOT NULL DEFAULT 0,
    on_server INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX pop3_seen_by_uidl ON pop3_seen (account, uidl);
CREATE INDEX pop3_seen_by_identity ON pop3_seen (account, identity);
CREATE INDEX pop3_seen_by_message ON pop3_seen (message);

CREATE TABLE pop3_state (
    account INTEGER PRIMARY KEY,
    last_sign_in INTEGER NOT NULL DEFAULT 0,
    login_delay INTEGER NOT NULL DEFAULT 0,
    day INTEGER NOT NULL DEFAULT 0,
    day_bytes INTEGER NOT NULL DEFAULT 0,
    server_messages INTEGER NOT NULL DEFAULT 0,
    server_bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
