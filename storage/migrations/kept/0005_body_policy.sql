-- SPDX-License-Identifier: GPL-3.0-or-later
-- Which bodies are downloaded ahead of being opened; sync_days says of how many days.
ALTER TABLE account ADD COLUMN bodies_on_demand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN body_limit INTEGER NOT NULL DEFAULT 0;
