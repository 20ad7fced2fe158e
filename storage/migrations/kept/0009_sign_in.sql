-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is remembered of signing in, so that a refused password is not tried again by every run and a
-- server cannot talk us into a weaker mechanism. Never the secret, nor anything made from it.

-- service: "imap", "pop3" or "smtp". mechanism: the strongest that has worked, "" = none yet.
-- refused_at: seconds since 1970 UTC; 0 = the last try was not refused. refusal: the error, as account.last_error.
CREATE TABLE sign_in (
    account INTEGER NOT NULL,
    service TEXT NOT NULL,
    mechanism TEXT NOT NULL DEFAULT '',
    refused_at INTEGER NOT NULL DEFAULT 0,
    refusal TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (account, service)
) STRICT, WITHOUT ROWID;
