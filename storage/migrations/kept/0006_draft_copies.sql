-- SPDX-License-Identifier: GPL-3.0-or-later
-- The one copy of a draft on its server. `wanted` is the version that should be there, 0 = none; `stored` the one that
-- is. `token` stands in the copy's header, so that it is found again after a cut. `item` is the mail that the draft became.
CREATE TABLE draft_copy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL,
    draft INTEGER NOT NULL DEFAULT 0,
    item INTEGER NOT NULL DEFAULT 0,
    token TEXT NOT NULL,
    wanted INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL DEFAULT 0,
    folder INTEGER NOT NULL DEFAULT 0,
    uid_validity INTEGER NOT NULL DEFAULT 0,
    uid INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX draft_copy_by_draft ON draft_copy (draft);
CREATE INDEX draft_copy_by_item ON draft_copy (item) WHERE item <> 0;
