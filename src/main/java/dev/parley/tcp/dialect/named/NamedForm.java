package dev.parley.tcp.dialect.named;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.tcp.dialect.basic.CrLfFormat;
import dev.parley.tcp.dialect.basic.EventFormat;
import dev.parley.tcp.dialect.basic.PrefixedFormat;
import dev.parley.tcp.dialect.basic.PrefixedMessageDecoder.End;

/**
 * How a client writes a message.
 *
 * @param opening the characters before the name
 * @param separator the characters between the name and the text
 * @param end the terminator
 */
record NamedForm(String opening, String separator, End end) {

    /** The form of a client that has sent no message yet. */
    static final NamedForm UNKNOWN = new NamedForm("", ": ", End.NONE);

    /** Returns the form with another terminator. */
    NamedForm withEnd(End other) {
        return new NamedForm(opening, separator, other);
    }

    /** Returns the prefix of the messages of this sender. */
    String prefix(String name) {
        return opening + name + separator;
    }

    /** Returns the format that writes in this form. */
    EventFormat format() {
        String terminator = switch (end) {
            case NONE -> "";
            case NUL -> "\0";
            case LINE_FEED, CARRIAGE_RETURN_LINE_FEED -> "\n";
        };
        EventFormat format = new PrefixedFormat((from, text) -> (prefix(from) + text + terminator).getBytes(UTF_8));
        return end == End.CARRIAGE_RETURN_LINE_FEED ? new CrLfFormat(format) : format;
    }
}
