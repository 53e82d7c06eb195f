package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the bounds of the memory of replay buffers, in bytes. */
class ReplayMemoryTest {

    private static final int MIB = 1 << 20;
    private static final int LONG_TEXT = 4_000;
    private static final int ENCODED = 6 * LONG_TEXT;

    private final List<ReplayBuffer> buffers = new ArrayList<>();
    private final ReplayMemory memory = new ReplayMemory(64L * MIB, () -> buffers);
    private final ReplayBuffer buffer = newBuffer();

    private ReplayBuffer newBuffer() {
        ReplayBuffer added = new ReplayBuffer(new ManualScheduler().clock(), memory);
        buffers.add(added);
        return added;
    }

    private static Delivery addMessage(ReplayBuffer to, int length) {
        to.add(new Message(
                new Position("k3v9x2", to.head() + 1),
                Instant.EPOCH,
                "p1",
                "ada",
                "web",
                "\u0001".repeat(length),
                false,
                null));
        Delivery added = to.at(to.end() - 1);
        assertThat(added).isNotNull();
        return added;
    }

    private static void addMessages(ReplayBuffer to, int count, int length) {
        for (int i = 0; i < count; i++) {
            addMessage(to, length);
        }
    }

    /** Returns the messages in the buffer, which are the latest ones without a gap. */
    private static List<Message> retained(ReplayBuffer of) {
        List<Message> latestFirst = new ArrayList<>();
        for (long index = of.end() - 1; index >= 0; index--) {
            Delivery delivery = of.at(index);
            if (delivery != null) {
                assertThat(latestFirst).hasSize((int) (of.end() - 1 - index));
                latestFirst.add(((RoomEvent.Said) delivery.event()).message());
            }
        }
        return latestFirst;
    }

    private static long characters(Stream<Message> messages) {
        return messages.mapToLong(message -> message.text().length()).sum();
    }

    @Test
    void encodingsOfManyEncodersAreBounded() {
        List<BytesEncoder> encoders =
                IntStream.range(0, 16).mapToObj(i -> new BytesEncoder()).toList();
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Delivery delivery = addMessage(buffer, LONG_TEXT);
            deliveries.add(delivery);
            encoders.forEach(delivery::encodedBy);
        }

        // The oldest encodings are dropped first, so that a hit is followed by hits only.
        long cached = 0;
        for (int i = deliveries.size() - 1; i >= 0; i--) {
            for (int e = encoders.size() - 1; e >= 0; e--) {
                BytesEncoder encoder = encoders.get(e);
                int before = encoder.calls;
                deliveries.get(i).encodedBy(encoder);
                if (encoder.calls > before) {
                    i = 0;
                    break;
                }
                cached += ENCODED;
            }
        }
        assertThat(cached).isBetween(3L * MIB, 4L * MIB);
    }

    @Test
    void readersWithOneEncoderShareTheEncodingsOfALargeRound() {
        BytesEncoder encoder = new BytesEncoder();
        List<Delivery> round =
                IntStream.range(0, 2_048).mapToObj(i -> addMessage(buffer, 50)).toList();
        for (int reader = 0; reader < 10; reader++) {
            round.forEach(delivery -> delivery.encodedBy(encoder));
        }
        assertThat(encoder.calls).isEqualTo(round.size());
    }

    @Test
    void droppedEncodingIsEncodedAgainAndCached() {
        BytesEncoder encoder = new BytesEncoder();
        Delivery delivery = addMessage(buffer, LONG_TEXT);
        byte[] first = delivery.encodedBy(encoder);
        for (int i = 0; i < 500; i++) {
            addMessage(buffer, LONG_TEXT).encodedBy(encoder);
        }
        byte[] second = delivery.encodedBy(encoder);
        assertThat(second).isEqualTo(first).isNotSameAs(first);
        assertThat(delivery.encodedBy(encoder)).isSameAs(second);
    }

    @Test
    void longMessagesOfARoomAreBounded() {
        addMessages(buffer, 5_000, LONG_TEXT);
        List<Message> retained = retained(buffer);
        assertThat(characters(retained.stream())).isBetween(MIB / 2L, (long) MIB);
        assertThat(retained.get(0).position().seq()).isEqualTo(5_000);
        assertThat(buffer.entryAt(5_000)).isNotNull();
        assertThat(buffer.entryAt(5_001 - retained.size())).isNotNull();
        assertThat(buffer.entryAt(5_000 - retained.size())).isNull();
    }

    @Test
    void latestMessagesAreKeptHoweverLongTheyAre() {
        addMessages(buffer, 10, 2 * MIB);
        assertThat(retained(buffer)).hasSize(ReplayBuffer.FEWEST);
    }

    @Test
    void shortMessagesFollowDroppedLongMessages() {
        addMessages(buffer, 5_000, LONG_TEXT);
        addMessages(buffer, 2_000, 10);
        assertThat(retained(buffer)).hasSizeGreaterThan(1_000);
        assertThat(buffer.weight())
                .isEqualTo(retained(buffer).stream()
                        .mapToLong(message -> Delivery.of(message).weight())
                        .sum());
    }

    @Test
    void restartedBufferIsEmpty() {
        addMessages(buffer, 100, LONG_TEXT);
        buffer.restart(100);
        assertThat(buffer.weight()).isZero();
        addMessages(buffer, 2, LONG_TEXT);
        assertThat(retained(buffer)).hasSize(2);
    }

    @Test
    void largestRoomsShrinkIfAllTogetherAreTooLarge() {
        addMessages(buffer, 100, 10);
        for (int room = 0; room < 50; room++) {
            addMessages(newBuffer(), 500, LONG_TEXT);
        }
        assertThat(retained(buffer)).hasSize(100);
        assertThat(characters(buffers.stream().flatMap(each -> retained(each).stream())))
                .isBetween(2L * MIB, 4L * MIB);
        assertThat(buffers).allSatisfy(each -> assertThat(retained(each)).hasSizeGreaterThanOrEqualTo(4));
    }

    private static final class BytesEncoder implements EventEncoder<byte[]> {
        private int calls;

        @Override
        public byte[] said(RoomEvent.Said event) {
            calls++;
            byte[] encoded = new byte[6 * event.message().text().length()];
            Arrays.fill(encoded, (byte) event.message().position().seq());
            return encoded;
        }

        @Override
        public byte[] edited(RoomEvent.Edited event) {
            return new byte[0];
        }

        @Override
        public byte[] deleted(RoomEvent.Deleted event) {
            return new byte[0];
        }

        @Override
        public byte[] reacted(RoomEvent.Reacted event) {
            return new byte[0];
        }

        @Override
        public byte[] welcome(RoomEvent.Welcome event) {
            return new byte[0];
        }

        @Override
        public byte[] joined(RoomEvent.Joined event) {
            return new byte[0];
        }

        @Override
        public byte[] left(RoomEvent.Left event) {
            return new byte[0];
        }

        @Override
        public byte[] renamed(RoomEvent.Renamed event) {
            return new byte[0];
        }

        @Override
        public byte[] away(RoomEvent.Away event) {
            return new byte[0];
        }

        @Override
        public byte[] gathered(RoomEvent.Gathered event) {
            return new byte[0];
        }

        @Override
        public byte[] typing(RoomEvent.Typing event) {
            return new byte[0];
        }

        @Override
        public byte[] topic(RoomEvent.Topic event) {
            return new byte[0];
        }

        @Override
        public byte[] settings(RoomEvent.Settings event) {
            return new byte[0];
        }

        @Override
        public byte[] closing(RoomEvent.Closing event) {
            return new byte[0];
        }
    }
}
