-- Whether the bot is an incoming webhook: "person" is then the digest of the secret in its address.
ALTER TABLE bot ADD COLUMN hook INTEGER NOT NULL DEFAULT 0;
