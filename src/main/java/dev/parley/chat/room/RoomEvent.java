package dev.parley.chat.room;

import dev.parley.chat.identity.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a room. Only {@link Said} has a place in the history; the rest is told as well as it can
 * be, and a {@link Welcome} sets it right after any doubt.
 */
public sealed interface RoomEvent {

    /** Says it in the words of one dialect. */
    <T> @Nullable T encode(EventEncoder<T> eventEncoder);

    /** A message. */
    record Said(Message message) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> eventEncoder) {
            return eventEncoder.said(this);
        }
    }

    /**
     * The first thing a subscriber hears, and again whenever presence may have been missed.
     *
     * @param topic empty if there is none
     * @param position the place before the first message that follows
     * @param head the place of the last message stored by now
     * @param recovered whether everything after the position asked for follows; true where none was asked for
     * @param reason why not: "other-epoch", "no-longer-kept" or "ahead"
     * @param count how many people are here
     * @param first the first hundred of them, in the order they came
     */
    record Welcome(
            RoomName room,
            String topic,
            Position position,
            Position head,
            boolean recovered,
            @Nullable String reason,
            int count,
            List<Presence> first)
            implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> eventEncoder) {
            return eventEncoder.welcome(this);
        }
    }

    /** Somebody came in. */
    record Joined(String name, String via, Instant at) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> eventEncoder) {
            return eventEncoder.joined(this);
        }
    }

    /** Somebody left; the reason is a word or two, or empty. */
    record Left(String name, String reason, Instant at) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> eventEncoder) {
            return eventEncoder.left(this);
        }
    }

    /** Somebody goes by another name now. */
    record Renamed(String from, String to, Instant at) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> eventEncoder) {
            return eventEncoder.renamed(this);
        }
    }

    /**
     * In a crowd, joins and leaves are gathered.
     *
     * @param people how many are here now
     */
    record Gathered(int people, List<Presence> joined, List<String> left, Instant at) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> eventEncoder) {
            return eventEncoder.gathered(this);
        }
    }

    /** Somebody is writing. */
    record Typing(String name) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> eventEncoder) {
            return eventEncoder.typing(this);
        }
    }

    /** The room is about something else now. */
    record Topic(String text, String by, Instant at) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> eventEncoder) {
            return eventEncoder.topic(this);
        }
    }

    /**
     * The server is about to end.
     *
     * @param reason a sentence
     * @param retryAfter when trying again makes sense
     */
    record Closing(String reason, Duration retryAfter) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> eventEncoder) {
            return eventEncoder.closing(this);
        }
    }
}
