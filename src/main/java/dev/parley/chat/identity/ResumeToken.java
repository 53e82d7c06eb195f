package dev.parley.chat.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret by which a client resumes as the same user: 128 random bits, written as 32 hexadecimal digits. Only its
 * {@link #digest()} is stored.
 */
public final class ResumeToken {

    private static final Pattern WRITTEN = Pattern.compile("[0-9a-f]{32}");

    private final String secret;

    private ResumeToken(String secret) {
        this.secret = secret;
    }

    /** Generates a token. */
    public static ResumeToken generate() {
        return new ResumeToken(Secrets.generate());
    }

    /** Parses a token; empty if the text is none. */
    public static Optional<ResumeToken> parse(String written) {
        return WRITTEN.matcher(written).matches() ? Optional.of(new ResumeToken(written)) : Optional.empty();
    }

    /** Returns the secret, which only its owner may receive. */
    public String secret() {
        return secret;
    }

    /** Returns the SHA-256 digest in hexadecimal: the id of the user, and all that is stored. */
    public String digest() {
        return Secrets.digest(secret);
    }

    /** Hides the secret, so that it reaches no log. */
    @Override
    public String toString() {
        return "ResumeToken";
    }
}
