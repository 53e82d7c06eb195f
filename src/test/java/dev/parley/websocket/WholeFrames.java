package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * WebSocket frames of a server, read from everything it sent.
 *
 * @param texts the text messages
 * @param pongs how many pongs there were
 */
record WholeFrames(List<String> texts, int pongs) {

    /** Reads frames, one character a byte, up to the close frame or the end. */
    static WholeFrames of(String bytes) {
        List<String> texts = new ArrayList<>();
        int pongs = 0;
        int place = 0;
        StringBuilder message = new StringBuilder();
        while (place < bytes.length()) {
            int first = bytes.charAt(place);
            int length = bytes.charAt(place + 1);
            place += 2;
            if (length == 126) {
                length = (bytes.charAt(place) << 8) + bytes.charAt(place + 1);
                place += 2;
            }
            assertThat(length)
                    .as("length of an unmasked frame that is not huge")
                    .isLessThan(0x10000);
            String payload = bytes.substring(place, place + length);
            place += length;
            switch (first) {
                case 0x8a -> pongs++;
                case 0x88, 0x89 -> {
                    // Close and ping say nothing of interest.
                }
                default -> {
                    assertThat(first & 0x0f)
                            .as("a text frame or its continuation")
                            .isLessThanOrEqualTo(1);
                    message.append(payload);
                    if ((first & 0x80) != 0) {
                        texts.add(message.toString());
                        message.setLength(0);
                    }
                }
            }
        }
        return new WholeFrames(texts, pongs);
    }
}
