package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.RoomEvent;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Checks the sharing of event encoders and the frames they create. */
class EncoderCacheTest {

    private final EncoderCache encoderCache = new EncoderCache(message -> false);

    @Test
    void encoderIsSharedPerRoomIdAndVersion() {
        EventEncoder<byte[]> first = encoderCache.encoderFor(StompVersion.V1_2, "s", RoomName.LOBBY);

        assertThat(encoderCache.encoderFor(StompVersion.V1_2, "s", RoomName.LOBBY))
                .isSameAs(first);
        assertThat(encoderCache.encoderFor(StompVersion.V1_1, "s", RoomName.LOBBY))
                .isNotSameAs(first);
        assertThat(encoderCache.encoderFor(StompVersion.V1_2, "t", RoomName.LOBBY))
                .isNotSameAs(first);
        assertThat(encoderCache.encoderFor(StompVersion.V1_2, "s", new RoomName("java")))
                .isNotSameAs(first);
    }

    @Test
    void unusedEncodersAreEvicted() {
        EventEncoder<byte[]> used = encoderCache.encoderFor(StompVersion.V1_2, "kept", RoomName.LOBBY);
        for (int i = 0; i < 10_000; i++) {
            encoderCache.encoderFor(StompVersion.V1_2, "made-up-" + i, RoomName.LOBBY);
        }

        Awaitility.await().until(() -> {
            System.gc();
            return encoderCache.size() < 10;
        });
        assertThat(encoderCache.encoderFor(StompVersion.V1_2, "kept", RoomName.LOBBY))
                .isSameAs(used);
    }

    @Test
    void messageIdIsRoomAndPositionEscapedPerVersion() {
        RoomEvent.Said event = new RoomEvent.Said(JsonEventEncoderTest.said("hi", new Reference("r")));

        assertThat(frame(StompVersion.V1_2, event))
                .startsWith("MESSAGE\nsubscription:s\\c1\nmessage-id:lobby@e1\\c7\n"
                        + "destination:/topic/rooms/lobby\ncontent-type:application/json\ncontent-length:")
                .contains("\n\n{\"type\":\"said\"")
                .endsWith("}\0");
        assertThat(frame(StompVersion.V1_0, event)).contains("subscription:s:1\nmessage-id:lobby@e1:7\n");
    }

    @Test
    void eventsWithoutPositionHaveUniqueIds() {
        EventEncoder<byte[]> eventEncoder = encoderCache.encoderFor(StompVersion.V1_2, "s", RoomName.LOBBY);
        RoomEvent event = new RoomEvent.Typing("id", "ada");

        String first = new String(event.encode(eventEncoder), StandardCharsets.UTF_8);
        String second = new String(event.encode(eventEncoder), StandardCharsets.UTF_8);

        assertThat(first).contains("message-id:lobby+1\n");
        assertThat(second).contains("message-id:lobby+2\n");
    }

    private String frame(StompVersion version, RoomEvent event) {
        return new String(
                event.encode(encoderCache.encoderFor(version, "s:1", RoomName.LOBBY)), StandardCharsets.UTF_8);
    }
}
