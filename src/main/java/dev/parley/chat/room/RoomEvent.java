package dev.parley.chat.room;

import dev.parley.chat.identity.Presence;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event in a room. Its ids of users are those of {@link dev.parley.chat.identity.User#id()}. Only a {@link Logged} one is stored; the others are delivered as well as possible, and a {@link
 * Welcome} corrects the state after a gap.
 */
public sealed interface RoomEvent {

    /** Encodes the event for one dialect. */
    <T> @Nullable T encode(EventEncoder<T> encoder);

    /** Returns how many characters the texts and lists of the event have, about. */
    default long characters() {
        return 0;
    }

    /** An entry of the room's log. */
    sealed interface Logged extends RoomEvent permits Said, Edited, Deleted, Reacted {
        /** Returns the entry. */
        LogEntry entry();

        @Override
        default long characters() {
            return entry().characters();
        }
    }

    /** A message. */
    record Said(Message message) implements Logged {
        @Override
        public Message entry() {
            return message;
        }

        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.said(this);
        }
    }

    /** A message got another text. */
    record Edited(Edit entry) implements Logged {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.edited(this);
        }
    }

    /** A message lost its text. */
    record Deleted(Deletion entry) implements Logged {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.deleted(this);
        }
    }

    /** A user added an emoji to a message, or removed it. */
    record Reacted(Reaction entry) implements Logged {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.reacted(this);
        }
    }

    /**
     * The first event of a subscription, sent again whenever presence may have been missed.
     *
     * @param topic the topic; may be empty
     * @param position the position before the first message that follows
     * @param head the position of the last stored message
     * @param recovered whether all messages after the requested position follow; true if none was requested
     * @param reason the reason if not: "other-epoch", "no-longer-kept" or "ahead"
     * @param count the number of users
     * @param first the first 100 users, in the order in which they joined
     * @param settings the settings of the room
     */
    record Welcome(
            RoomName room,
            String topic,
            Position position,
            Position head,
            boolean recovered,
            @Nullable String reason,
            int count,
            List<Presence> first,
            RoomSettings settings)
            implements RoomEvent {

        /** Creates the welcome of a room with the settings of a new one. */
        public Welcome(
                RoomName room,
                String topic,
                Position position,
                Position head,
                boolean recovered,
                @Nullable String reason,
                int count,
                List<Presence> first) {
            this(room, topic, position, head, recovered, reason, count, first, RoomSettings.NONE);
        }

        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.welcome(this);
        }
    }

    /**
     * A user joined.
     *
     * @param absence the text that others see while the user is absent; empty otherwise
     */
    record Joined(String userId, String name, String via, String absence, Instant at) implements RoomEvent {

        /** Creates the join of a user who is not absent. */
        public Joined(String userId, String name, String via, Instant at) {
            this(userId, name, via, "", at);
        }

        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.joined(this);
        }
    }

    /** A user left; the reason is a word or two, or empty. */
    record Left(String userId, String name, String reason, Instant at) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.left(this);
        }
    }

    /** A user changed the nickname. */
    record Renamed(String userId, String from, String to, Instant at) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.renamed(this);
        }
    }

    /**
     * A user became absent, got another text, or is present again.
     *
     * @param text the text for others; empty if the user is present again
     */
    record Away(String userId, String name, String text, Instant at) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.away(this);
        }
    }

    /**
     * The joins and leaves of a large room.
     *
     * @param people the number of users now
     */
    record Gathered(int people, List<Presence> joined, List<String> left, Instant at) implements RoomEvent {
        @Override
        public long characters() {
            return 128L * (joined.size() + left.size());
        }

        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.gathered(this);
        }
    }

    /** A user is typing. */
    record Typing(String userId, String name) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.typing(this);
        }
    }

    /** The topic changed. */
    record Topic(String text, String by, Instant at) implements RoomEvent {
        @Override
        public long characters() {
            return text.length();
        }

        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.topic(this);
        }
    }

    /** An operator changed the settings. */
    record Settings(RoomSettings settings, RoomSettings before, String by, Instant at) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.settings(this);
        }
    }

    /**
     * The server shuts down.
     *
     * @param reason the sentence for users
     * @param retryAfter the time after which a reconnect can succeed
     */
    record Closing(String reason, Duration retryAfter) implements RoomEvent {
        @Override
        public <T> @Nullable T encode(EventEncoder<T> encoder) {
            return encoder.closing(this);
        }
    }
}
