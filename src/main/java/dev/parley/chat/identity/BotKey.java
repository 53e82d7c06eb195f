package dev.parley.chat.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/** The key of a bot, which only the operator who creates the bot receives. */
public final class BotKey extends Credential {

    private static final String PREFIX = "bot_";
    private static final Pattern WRITTEN = written(PREFIX);

    private BotKey(String secret) {
        super(secret);
    }

    /** Generates a key. */
    public static BotKey generate() {
        return new BotKey(PREFIX + Secrets.generate());
    }

    /** Parses a key; empty if the text is none. */
    public static Optional<BotKey> parse(String written) {
        return WRITTEN.matcher(written).matches() ? Optional.of(new BotKey(written)) : Optional.empty();
    }
}
