-- SPDX-License-Identifier: GPL-3.0-or-later
-- The mirror of the IMAP servers: everything here can be fetched again.

-- id is the key of folder_name in kept.db. total and unread count the rows of `placement`.
CREATE TABLE folder (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    path TEXT NOT NULL,
    wire_name TEXT NOT NULL DEFAULT '',
    delimiter TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL DEFAULT '',
    selectable INTEGER NOT NULL DEFAULT 1,
    subscribed INTEGER NOT NULL DEFAULT 1,
    uid_validity INTEGER NOT NULL DEFAULT 0,
    uid_next INTEGER NOT NULL DEFAULT 0,
    highest_mod_seq INTEGER NOT NULL DEFAULT 0,
    remote_exists INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account, path)
) STRICT;

-- placed and unseen repeat what the placements say, for lists over all folders. last_bits and last_keywords are
-- the flags of a message that has lost its last placement.
CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL DEFAULT 0,
    date INTEGER NOT NULL DEFAULT -9223372036854775808,
    placed INTEGER NOT NULL DEFAULT 0,
    unseen INTEGER NOT NULL DEFAULT 0,
    has_body INTEGER NOT NULL DEFAULT 0,
    has_attachments INTEGER NOT NULL DEFAULT 0,
    last_bits INTEGER NOT NULL DEFAULT 0,
    last_keywords TEXT NOT NULL DEFAULT '',
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
CREATE INDEX message_list ON message (account, received DESC, id DESC) WHERE placed = 1;
CREATE INDEX message_list_all ON message (received DESC, id DESC) WHERE placed = 1;
CREATE INDEX message_unseen ON message (account, received DESC, id DESC) WHERE placed = 1 AND unseen = 1;
CREATE INDEX message_unseen_all ON message (received DESC, id DESC) WHERE placed = 1 AND unseen = 1;
CREATE INDEX message_by_header ON message (account, message_id) WHERE message_id <> '';

-- One message at one server position. A negative uid is provisional: the server moved or copied the message here
-- and did not say to which uid; the next delta of the folder settles it.
CREATE TABLE placement (
    folder INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    message INTEGER NOT NULL,
    received INTEGER NOT NULL,
    size INTEGER NOT NULL,
    bits INTEGER NOT NULL DEFAULT 0,
    keywords TEXT NOT NULL DEFAULT '',
    unseen INTEGER NOT NULL DEFAULT 0,
    has_body INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (folder, uid)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX placement_of_message ON placement (message, folder);
CREATE INDEX placement_list ON placement (folder, received DESC, message DESC);
CREATE INDEX placement_unseen ON placement (folder, received DESC, message DESC) WHERE unseen = 1;
CREATE INDEX placement_bodiless ON placement (folder, received DESC, message DESC) WHERE has_body = 0 AND uid > 0;

-- Exact bytes of the server, apart from the rows that lists read.
CREATE TABLE body (
    message INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL,
    raw BLOB NOT NULL
) STRICT;

-- Messages of a folder whose UIDVALIDITY changed, until a delta of that folder shows them again.
CREATE TABLE aside (
    folder INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (folder, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_by_message ON aside (message);

-- Messages of an account, each counted once.
CREATE TABLE tally (
    account INTEGER PRIMARY KEY,
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Counters move with the rows, so no code path can forget them.
CREATE TRIGGER message_added AFTER INSERT ON message WHEN new.placed = 1 BEGIN
    INSERT INTO tally (account, total, unread) VALUES (new.account, 1, new.unseen)
        ON CONFLICT (account) DO UPDATE SET total = total + 1, unread = unread + new.unseen;
END;
CREATE TRIGGER message_changed AFTER UPDATE OF placed, unseen ON message
    WHEN new.placed <> old.placed OR new.unseen <> old.unseen BEGIN
    INSERT INTO tally (account) VALUES (new.account) ON CONFLICT (account) DO NOTHING;
    UPDATE tally SET total = total + new.placed - old.placed,
                     unread = unread + new.placed * new.unseen - old.placed * old.unseen
        WHERE account = new.account;
END;
CREATE TRIGGER message_removed AFTER DELETE ON message WHEN old.placed = 1 BEGIN
    UPDATE tally SET total = total - 1, unread = unread - old.unseen WHERE account = old.account;
END;

CREATE TRIGGER placement_added AFTER INSERT ON placement BEGIN
    UPDATE folder SET total = total + 1, unread = unread + new.unseen WHERE id = new.folder;
    UPDATE message SET placed = 1, unseen = max(unseen, new.unseen)
        WHERE id = new.message AND (placed = 0 OR unseen < new.unseen);
END;
CREATE TRIGGER placement_flagged AFTER UPDATE OF unseen ON placement WHEN new.unseen <> old.unseen BEGIN
    UPDATE folder SET unread = unread + new.unseen - old.unseen WHERE id = new.folder;
    UPDATE message SET unseen = EXISTS (SELECT 1 FROM placement WHERE message = new.message AND unseen = 1)
        WHERE id = new.message;
END;
CREATE TRIGGER placement_removed AFTER DELETE ON placement BEGIN
    UPDATE folder SET total = total - 1, unread = unread - old.unseen WHERE id = old.folder;
    UPDATE message SET placed = EXISTS (SELECT 1 FROM placement WHERE message = old.message),
                       unseen = EXISTS (SELECT 1 FROM placement WHERE message = old.message AND unseen = 1),
                       last_bits = old.bits, last_keywords = old.keywords
        WHERE id = old.message;
END;
