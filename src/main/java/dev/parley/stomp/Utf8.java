package dev.parley.stomp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A strict UTF-8 decoder: throws an exception where {@code new String} inserts U+FFFD. */
final class Utf8 {
    private Utf8() {}

    static String decode(byte[] bytes, int from, int to) throws CharacterCodingException {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes, from, to - from))
                        .toString();
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
