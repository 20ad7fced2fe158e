-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which state of the local mail in kept.db the rows here show.
CREATE TABLE local_mirror (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO local_mirror (one, revision) VALUES (1, 0);
