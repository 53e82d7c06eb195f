package dev.parley.text;

/** How a bot is marked where only text is shown. */
public final class BotMark {

    /** The transport of a bot in events and messages. */
    public static final String VIA = "bot";

    /** The mark after the nickname of a bot. No nickname ends in it, or in what looks like it. */
    public static final String MARK = "[bot]";

    private BotMark() {}

    /** Returns the nickname of a sender, with the mark if that is a bot: {@code ci[bot]}. */
    public static String sender(String name, String via) {
        return via.equals(VIA) ? name + MARK : name;
    }
}
