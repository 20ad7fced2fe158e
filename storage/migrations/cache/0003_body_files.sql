-- SPDX-License-Identifier: GPL-3.0-or-later
-- Bodies lie in files of their own (storage/body_files.h), so that each is written once and no reader waits for it.
-- What was stored before is fetched again.
UPDATE message SET has_body = 0 WHERE has_body = 1;
UPDATE placement SET has_body = 0 WHERE has_body = 1;
DROP TABLE body;

-- start is where the bytes of the message begin in the file of the segment.
CREATE TABLE body (
    message INTEGER PRIMARY KEY,
    segment INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    sha256 BLOB NOT NULL
) STRICT;

-- bodies counts the rows of `body` in a segment; used is the end of the last of them. Behind it is nothing of worth.
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    bodies INTEGER NOT NULL DEFAULT 0,
    used INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Bytes that no message owns any more, until they are given back to the disk.
CREATE TABLE freed (
    segment INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL
) STRICT;

CREATE TRIGGER body_added AFTER INSERT ON body BEGIN
    INSERT INTO segment (id, bodies, used) VALUES (new.segment, 1, new.start + new.length)
        ON CONFLICT (id) DO UPDATE SET bodies = bodies + 1, used = max(used, excluded.used);
END;
CREATE TRIGGER body_removed AFTER DELETE ON body BEGIN
    UPDATE segment SET bodies = bodies - 1 WHERE id = old.segment;
    INSERT INTO freed (segment, start, length) VALUES (old.segment, old.start, old.length);
END;
