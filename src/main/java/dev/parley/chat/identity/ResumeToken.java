package dev.parley.chat.identity;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret by which a client resumes as the same user: 128 random bits, written as 32 hexadecimal digits. Only its
 * {@link #digest()} is stored.
 */
public final class ResumeToken {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern WRITTEN = Pattern.compile("[0-9a-f]{32}");
    private static final int BYTES = 16;

    private final String secret;

    private ResumeToken(String secret) {
        this.secret = secret;
    }

    /** Generates a token. */
    public static ResumeToken generate() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new ResumeToken(HexFormat.of().formatHex(bits));
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
        return Sha256.hex(secret);
    }

    /** Hides the secret, so that it reaches no log. */
    @Override
    public String toString() {
        return "ResumeToken";
    }
}
