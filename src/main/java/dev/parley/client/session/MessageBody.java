package dev.parley.client.session;

/** Reads the text of a message for clients that show lines. */
final class MessageBody {

    /** The most characters of the message that a reply quotes. */
    private static final int QUOTED = 30;

    private MessageBody() {}

    /** Returns the text as it is now, with the message that it replies to: {@code (ada: first words…) yes}. */
    static String text(JsonObject body) {
        return text(body, quote(body));
    }

    /** Returns the text as it is now, without the text of the message that it replies to. */
    static String textWithoutQuote(JsonObject body) {
        return text(body, "(a message that you do not see) ");
    }

    private static String text(JsonObject body, String quote) {
        if (body.values().containsKey("deleted")) {
            return "(deleted)";
        }
        return quote + body.text("text") + (body.values().containsKey("edited") ? " (edited)" : "");
    }

    private static String quote(JsonObject body) {
        if (!body.values().containsKey("replyTo")) {
            return "";
        }
        JsonObject replyTo = body.object("replyTo");
        if (replyTo.text("name").isEmpty()) {
            return "(a message that is no longer kept) ";
        }
        String quoted = replyTo.text("text").isBlank() ? "(deleted)" : replyTo.text("text");
        boolean isLong = quoted.codePointCount(0, quoted.length()) > QUOTED;
        return "(" + replyTo.text("name") + ": "
                + (isLong
                        ? quoted.substring(0, quoted.offsetByCodePoints(0, QUOTED))
                                        .stripTrailing() + "…"
                        : quoted)
                + ") ";
    }
}
