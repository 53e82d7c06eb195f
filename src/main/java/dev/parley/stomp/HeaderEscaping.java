package dev.parley.stomp;

import java.nio.charset.CharacterCodingException;

/** Encodes and decodes header names and values (STOMP 1.1 and 1.2, "Value Encoding"). */
final class HeaderEscaping {
    private HeaderEscaping() {}

    /**
     * Appends an encoded name or value.
     *
     * @param escaping the version whose escapes apply; 1.0 has none
     * @param isName whether this is a name; without escapes, a value may contain a colon, a name may not
     * @throws IllegalArgumentException if the version cannot encode a character
     */
    static void encode(StringBuilder target, String text, StompVersion escaping, boolean isName) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char letter = letterFor(c);
            if (letter == 0 && c != 0) {
                target.append(c);
            } else if (escaping.escapes(letter)) {
                target.append('\\').append(letter);
            } else if (c == '\\' || (c == ':' && !isName)) {
                target.append(c);
            } else {
                throw new IllegalArgumentException(
                        "A header contains the character U+%04X, which STOMP %s cannot encode there."
                                .formatted((int) c, escaping.number()));
            }
        }
    }

    /** Returns the letter after the backslash that encodes this character, or 0 if it has no escape. */
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
     * Decodes a name or value. Modifies the array: escapes are decoded in place.
     *
     * @throws MalformedFrameException if there is an undefined escape or invalid UTF-8
     */
    static String decode(byte[] target, int from, int to, StompVersion escaping) throws MalformedFrameException {
        int end = escaping.escapes() ? unescape(target, from, to, escaping) : to;
        try {
            return Utf8.decode(target, from, end);
        } catch (CharacterCodingException ignored) {
            throw new MalformedFrameException(
                    MalformedFrameException.Fault.NOT_UTF8,
                    "A header is not valid UTF-8. Send names and values of headers in UTF-8.");
        }
    }

    private static int unescape(byte[] target, int from, int to, StompVersion escaping) throws MalformedFrameException {
        int end = from;
        for (int i = from; i < to; i++) {
            byte octet = target[i];
            if (octet == '\\') {
                i++;
                char letter = i < to ? (char) (target[i] & 0xff) : 0;
                if (!escaping.escapes(letter)) {
                    throw new MalformedFrameException(
                            "A header contains a backslash that does not begin an escape sequence of STOMP "
                                    + escaping.number() + ". Write a backslash as two.");
                }
                octet = meaning(letter);
            }
            target[end++] = octet;
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

    /** Returns the text without surrounding spaces and tabs, which are padding in STOMP 1.0. */
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
