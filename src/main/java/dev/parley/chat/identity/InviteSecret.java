package dev.parley.chat.identity;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secret in the link of an invitation: 128 random bits, written as 22 characters of Base64 for URLs (RFC 4648, section 5).
 * Only its {@link #digest()} is stored.
 */
public final class InviteSecret {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern WRITTEN = Pattern.compile("\\s*(?:\\S{0,1000}#invite=)?([A-Za-z0-9_-]{22})\\s*");
    private static final int BYTES = 16;

    private final String text;

    private InviteSecret(String text) {
        this.text = text;
    }

    /** Generates a secret. */
    public static InviteSecret generate() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new InviteSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Parses a secret, or a whole link or fragment that ends with it; empty if the text cannot be one. */
    public static Optional<InviteSecret> parse(String written) {
        Matcher matcher = WRITTEN.matcher(written);
        return matcher.matches() ? Optional.of(new InviteSecret(matcher.group(1))) : Optional.empty();
    }

    /** Returns whether a text is a link or fragment with a secret, instead of a secret alone or another text. */
    public static boolean isLink(String written) {
        return written.indexOf('#') >= 0 && WRITTEN.matcher(written).matches();
    }

    /** Returns the secret as it is in the link, which only the guests may receive. */
    public String text() {
        return text;
    }

    /** Returns the SHA-256 digest in hexadecimal, all that is stored. */
    public String digest() {
        return Secrets.digest(text);
    }

    /** Hides the secret, so that it reaches no log. */
    @Override
    public String toString() {
        return "InviteSecret";
    }
}
