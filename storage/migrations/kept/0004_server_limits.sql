-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a server allows an account, what was used of it, and what the server has asked for.

-- down_mb and up_mb: megabytes (10^6) a day; -1 = what the provider is known to allow, 0 = no limit.
-- pause_until: seconds since 1970 UTC before which the server wants no sign-in; pause_step counts the pauses in a row.
CREATE TABLE server_limit (
    account INTEGER PRIMARY KEY,
    compress TEXT NOT NULL DEFAULT 'auto',
    down_mb INTEGER NOT NULL DEFAULT -1,
    up_mb INTEGER NOT NULL DEFAULT -1,
    pause_code TEXT NOT NULL DEFAULT '',
    pause_text TEXT NOT NULL DEFAULT '',
    pause_until INTEGER NOT NULL DEFAULT 0,
    pause_step INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Bytes on the wire by day (days since 1970 UTC); only the last week stays.
CREATE TABLE traffic (
    account INTEGER NOT NULL,
    day INTEGER NOT NULL,
    bytes_in INTEGER NOT NULL DEFAULT 0,
    bytes_out INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account, day)
) STRICT, WITHOUT ROWID;
