package dev.parley.chat.identity;

import java.util.regex.Pattern;

/**
 * A secret of 128 random bits by which its owner acts as a user, written as a prefix and 32 hexadecimal digits. Only its
 * {@link #digest()} is stored.
 */
public abstract sealed class Credential permits ResumeToken, BotKey, HookKey {

    private final String secret;

    Credential(String secret) {
        this.secret = secret;
    }

    /** Returns the pattern of a credential with a prefix, which distinguishes the kinds and by which a search finds them in files. */
    static Pattern written(String prefix) {
        return Pattern.compile(Pattern.quote(prefix) + "[0-9a-f]{32}");
    }

    /** Returns the secret, which only its owner may receive. */
    public final String secret() {
        return secret;
    }

    /** Returns the SHA-256 digest in hexadecimal: the id of the user, and all that is stored. */
    public final String digest() {
        return Secrets.digest(secret);
    }

    /** Hides the secret, so that it reaches no log. */
    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
