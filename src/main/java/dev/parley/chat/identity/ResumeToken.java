package dev.parley.chat.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret by which somebody comes back as the same person: 128 random bits, written as 32 hexadecimal digits. Only
 * its {@link #digest()} is ever kept.
 */
public final class ResumeToken {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern WRITTEN = Pattern.compile("[0-9a-f]{32}");
    private static final int BYTES = 16;

    private final String secret;

    private ResumeToken(String secret) {
        this.secret = secret;
    }

    /** A fresh one. */
    public static ResumeToken generate() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new ResumeToken(HexFormat.of().formatHex(bits));
    }

    /** The token written here, if it is one. */
    public static Optional<ResumeToken> parse(String written) {
        return WRITTEN.matcher(written).matches() ? Optional.of(new ResumeToken(written)) : Optional.empty();
    }

    /** The secret itself, to be given to its owner only. */
    public String secret() {
        return secret;
    }

    /** Its SHA-256 in hexadecimal: the identity of its person, and all that is ever stored. */
    public String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not the secret, so that it reaches no log. */
    @Override
    public String toString() {
        return "ResumeToken";
    }
}
