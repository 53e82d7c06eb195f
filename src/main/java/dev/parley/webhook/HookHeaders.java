package dev.parley.webhook;

import dev.parley.text.BotMark;
import org.jspecify.annotations.Nullable;

/** The headers by which an incoming webhook recognises requests of outgoing ones, of this server or of another one. */
public final class HookHeaders {

    /** The kind of the entry. */
    public static final String EVENT = "X-Parley-Event";

    /** The kind of client of the user who sent, edited or deleted. */
    public static final String VIA = "X-Parley-Via";

    /** The value of {@link #EVENT} for an entry without a text. */
    static final String DELETION = "deletion";

    private HookHeaders() {}

    /**
     * Returns whether an entry of another room makes no message. A message that an incoming webhook publishes is that of a bot, so
     * that it is published by one webhook, and does not circulate among rooms or servers whose webhooks form a circle.
     *
     * @param event the header {@link #EVENT}; null if it is missing
     * @param via the header {@link #VIA}; null if it is missing
     */
    public static boolean makeNoMessage(@Nullable String event, @Nullable String via) {
        return BotMark.VIA.equals(via) || DELETION.equals(event);
    }
}
