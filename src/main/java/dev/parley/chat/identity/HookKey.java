package dev.parley.chat.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/** The key in the address of an incoming webhook, which only the operator who creates the webhook receives. */
public final class HookKey extends Credential {

    private static final String PREFIX = "hook_";
    private static final Pattern WRITTEN = written(PREFIX);

    private HookKey(String secret) {
        super(secret);
    }

    /** Generates a key. */
    public static HookKey generate() {
        return new HookKey(PREFIX + Secrets.generate());
    }

    /** Parses a key; empty if the text is none. */
    public static Optional<HookKey> parse(String written) {
        return WRITTEN.matcher(written).matches() ? Optional.of(new HookKey(written)) : Optional.empty();
    }
}
