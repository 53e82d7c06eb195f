package dev.parley.chat.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret of a bot: 128 random bits, written as {@code bot_} and 32 hexadecimal digits. Only its {@link #digest()} is
 * stored.
 */
public final class BotKey {

    /** The beginning of every key, which tells it from a resume token, and by which a search finds keys in files. */
    private static final String PREFIX = "bot_";

    private static final Pattern WRITTEN = Pattern.compile(PREFIX + "[0-9a-f]{32}");

    private final String secret;

    private BotKey(String secret) {
        this.secret = secret;
    }

    /** Generates a key. */
    public static BotKey generate() {
        return new BotKey(PREFIX + Secrets.generate());
    }

    /** Parses a key; empty if the text is none. */
    public static Optional<BotKey> parse(String written) {
        return WRITTEN.matcher(written).matches() ? Optional.of(new BotKey(written)) : Optional.empty();
    }

    /** Returns the secret, which only the operator who creates the bot receives. */
    public String secret() {
        return secret;
    }

    /** Returns the SHA-256 digest in hexadecimal: the id of the bot as a user, and all that is stored. */
    public String digest() {
        return Secrets.digest(secret);
    }

    /** Hides the secret, so that it reaches no log. */
    @Override
    public String toString() {
        return "BotKey";
    }
}
