-- SPDX-License-Identifier: GPL-3.0-or-later
-- Changes of the folder tree, how far an action is, and the steps that can be taken back.

-- path and role are those of a folder to be created or renamed. begun = a command may have reached the server.
-- arrival_* tell what the target of a copy was like before. Rows of kind "hidden" are done: originals that a server
-- without UIDPLUS keeps, marked \Deleted.
ALTER TABLE action ADD COLUMN path TEXT NOT NULL DEFAULT '';
ALTER TABLE action ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE action ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
ALTER TABLE action ADD COLUMN arrival_validity INTEGER NOT NULL DEFAULT 0;
ALTER TABLE action ADD COLUMN arrival_uid_next INTEGER NOT NULL DEFAULT 0;
CREATE INDEX action_hidden ON action (kind) WHERE kind = 'hidden';

CREATE TABLE undo_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL DEFAULT '',
    messages INTEGER NOT NULL DEFAULT 0,
    folder TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What one action did to one message or folder. The change of flags is the one that brings back what was; `arrival` is
-- where a move or copy went, `was_there` = the message was there already; `path` is the former path of a folder.
CREATE TABLE undo_part (
    step INTEGER NOT NULL,
    part INTEGER NOT NULL,
    action INTEGER NOT NULL,
    account INTEGER NOT NULL,
    kind TEXT NOT NULL,
    message INTEGER NOT NULL DEFAULT 0,
    folder INTEGER NOT NULL DEFAULT 0,
    arrival INTEGER NOT NULL DEFAULT 0,
    was_there INTEGER NOT NULL DEFAULT 0,
    add_bits INTEGER NOT NULL DEFAULT 0,
    add_keywords TEXT NOT NULL DEFAULT '',
    remove_bits INTEGER NOT NULL DEFAULT 0,
    remove_keywords TEXT NOT NULL DEFAULT '',
    path TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (step, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX undo_part_by_action ON undo_part (action);

-- Roles that a person gave; they win over the server's attributes and over names.
CREATE TABLE folder_role (
    account INTEGER NOT NULL,
    role TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (account, role)
) STRICT, WITHOUT ROWID;
