package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * Contains the messages and pongs of the WebSocket frames that a server sent.
 *
 * @param texts the text messages
 * @param pongs the number of pongs
 */
record ReceivedFrames(List<String> texts, int pongs) {

    /** Parses frames, one character per byte, up to the end. */
    static ReceivedFrames of(String bytes) {
        List<String> texts = new ArrayList<>();
        int pongs = 0;
        int index = 0;
        StringBuilder message = new StringBuilder();
        while (index < bytes.length()) {
            int first = bytes.charAt(index);
            int length = bytes.charAt(index + 1);
            index += 2;
            if (length == 126) {
                length = (bytes.charAt(index) << 8) + bytes.charAt(index + 1);
                index += 2;
            }
            assertThat(length)
                    .as("length of an unmasked frame that is not huge")
                    .isLessThan(0x10000);
            String payload = bytes.substring(index, index + length);
            index += length;
            switch (first) {
                case 0x8a -> pongs++;
                case 0x88, 0x89 -> {
                    // Close and ping frames belong to no message.
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
        return new ReceivedFrames(texts, pongs);
    }
}
