-- "migrating" is the time at which a migration to this database began that has not ended; null if there is none.
ALTER TABLE server ADD COLUMN migrating timestamptz;
