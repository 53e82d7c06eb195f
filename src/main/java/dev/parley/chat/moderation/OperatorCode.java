package dev.parley.chat.moderation;

import dev.parley.chat.identity.Secrets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A secret that makes one user an operator: 80 random bits, written as 4 groups of 4 signs, without signs that look alike.
 * Only its {@link #digest()} is stored.
 */
public final class OperatorCode {

    /** The time for which a code is valid. */
    public static final Duration VALIDITY = Duration.ofMinutes(10);

    private static final String SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 16;
    private static final int GROUP = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String signs;

    private OperatorCode(String signs) {
        this.signs = signs;
    }

    /** Generates a code. */
    public static OperatorCode generate() {
        StringBuilder signs = new StringBuilder();
        while (signs.length() < LENGTH) {
            signs.append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
        }
        return new OperatorCode(signs.toString());
    }

    /** Parses a code in any case, with or without hyphens; empty if the text cannot be one. */
    public static Optional<OperatorCode> parse(String typed) {
        String signs = typed.replaceAll("[-\\s]", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replaceAll("[IL]", "1");
        return signs.length() == LENGTH && signs.chars().allMatch(sign -> SIGNS.indexOf(sign) >= 0)
                ? Optional.of(new OperatorCode(signs))
                : Optional.empty();
    }

    /** Returns the code as a user types it, which only its recipient may receive: {@code 7QK2-M0XD-9RTB-41HV}. */
    public String text() {
        return signs.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    /** Returns the SHA-256 digest in hexadecimal, all that is stored. */
    public String digest() {
        return Secrets.digest(signs);
    }

    /** Hides the code, so that it reaches no log. */
    @Override
    public String toString() {
        return "OperatorCode";
    }
}
