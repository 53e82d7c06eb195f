package dev.parley.stomp;

import java.nio.charset.CharacterCodingException;

/** Names and values of headers as they stand in a frame, per version (STOMP 1.2 and 1.1, "Value Encoding"). */
final class HeaderEscaping {
    private HeaderEscaping() {}

    /**
     * Appends a name or value.
     *
     * @param escaping the version whose escapes apply; 1.0 has none
     * @param isName a name without escapes cannot have a colon, a value can
     * @throws IllegalArgumentException if it has a character that this version cannot say
     */
    static void encode(StringBuilder line, String text, StompVersion escaping, boolean isName) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char letter = letterFor(c);
            if (letter == 0 && c != 0) {
                line.append(c);
            } else if (escaping.escapes(letter)) {
                line.append('\\').append(letter);
            } else if (c == '\\' || (c == ':' && !isName)) {
                line.append(c);
            } else {
                throw new IllegalArgumentException("A header has the character U+%04X, which STOMP %s cannot say there."
                        .formatted((int) c, escaping.number()));
            }
        }
    }

    /** The letter that stands behind the backslash for this character; 0 if it is written as it is, or is NUL. */
    private static char letterFor(char c) {
        return switch (c) {
            case '\r' -> 'r';
            case '\n' -> 'n';
            case ':' -> 'c';
            case '\\' -> '\\';
            default -> 0;
        };
    }

    /**
     * Reads a name or value. Undoes escapes in place: these bytes are changed.
     *
     * @throws MalformedFrameException for an escape this version does not define, and for bytes that are not UTF-8
     */
    static String decode(byte[] line, int from, int to, StompVersion escaping) throws MalformedFrameException {
        int end = escaping.escapes() ? unescape(line, from, to, escaping) : to;
        try {
            return Utf8.decode(line, from, end);
        } catch (CharacterCodingException ignored) {
            throw new MalformedFrameException(
                    MalformedFrameException.Fault.NOT_UTF8,
                    "A header is not valid UTF-8. Send names and values of headers in UTF-8.");
        }
    }

    private static int unescape(byte[] line, int from, int to, StompVersion escaping) throws MalformedFrameException {
        int end = from;
        for (int i = from; i < to; i++) {
            byte octet = line[i];
            if (octet == '\\') {
                i++;
                char letter = i < to ? (char) (line[i] & 0xff) : 0;
                if (!escaping.escapes(letter)) {
                    throw new MalformedFrameException(
                            "A header has a backslash that begins no escape sequence of STOMP " + escaping.number()
                                    + ". Write a backslash as two.");
                }
                octet = meaning(letter);
            }
            line[end++] = octet;
        }
        return end;
    }

    private static byte meaning(char letter) {
        return switch (letter) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 'c' -> ':';
            default -> '\\';
        };
    }

    /** Without the blanks around it: what padding in a frame of 1.0 means. */
    static String withoutPadding(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
