package dev.parley.files;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret part of a file's address: 132 random bits, as 22 characters that are safe in a URL and as a file name. It grants
 * access to the file.
 *
 * @param text the characters
 */
public record FileToken(String text) {

    private static final Pattern WRITTEN = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 18;
    private static final int CHARACTERS = 22;

    /** Checks the form. */
    public FileToken {
        if (!WRITTEN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a token of a file");
        }
    }

    static FileToken generate() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new FileToken(
                Base64.getUrlEncoder().withoutPadding().encodeToString(bits).substring(0, CHARACTERS));
    }

    /** Parses a token; empty if the text is none. */
    public static Optional<FileToken> parse(String written) {
        return WRITTEN.matcher(written).matches() ? Optional.of(new FileToken(written)) : Optional.empty();
    }

    /** Returns the token, which is no secret to the users of its room, but to all others. */
    @Override
    public String toString() {
        return "FileToken";
    }
}
