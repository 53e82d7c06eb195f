package dev.parley.client.session;

import dev.parley.protocol.api.EventTypes;
import dev.parley.text.MentionRule;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** An event of a room, or a direct message. */
public sealed interface ClientEvent {

    /** The end of the years with 4 digits (RFC 3339, section 5.6). */
    Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** Calls the method of the visitor for this event. */
    <T> T accept(EventVisitor<T> visitor);

    /**
     * The room was joined.
     *
     * @param recovered whether all messages after the requested position follow
     * @param count the number of users
     * @param names the first of them
     */
    record Welcome(String room, String topic, boolean recovered, long count, List<String> names)
            implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.welcome(this);
        }
    }

    /**
     * A message.
     *
     * @param via the transport of the sender
     * @param text the text as it is shown: with the message that it replies to, and with a mark if it was changed
     * @param typed the text as its sender typed it
     * @param mentionsAll whether {@code @all} in the text means all users
     * @param own whether this session sent it
     */
    record Said(
            Instant at,
            String from,
            String via,
            String text,
            String typed,
            boolean action,
            boolean mentionsAll,
            boolean own)
            implements ClientEvent {

        /** Returns whether the operator sent it. */
        public boolean isOfOperator() {
            return via.equals("operator");
        }

        /**
         * Returns whether the message mentions the user of this client.
         *
         * @param self the nickname of the user
         */
        public boolean mentions(String self) {
            return !own && !from.equals(self) && MentionRule.mentions(typed, self, mentionsAll);
        }

        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.said(this);
        }
    }

    /** A message got another text; empty if it was deleted later. */
    record Edited(Instant at, String by, String text) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.edited(this);
        }
    }

    /** A message of a time lost its text. */
    record Deleted(Instant at, String by, Instant targetAt) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.deleted(this);
        }
    }

    /** A user added an emoji to a message of a time, or removed it. */
    record Reacted(Instant at, String by, String emoji, boolean removed, Instant targetAt) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.reacted(this);
        }
    }

    /** A user joined. */
    record Joined(Instant at, String name) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.joined(this);
        }
    }

    /** A user left; the reason may be empty. */
    record Left(Instant at, String name, String reason) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.left(this);
        }
    }

    /** A user changed the nickname. */
    record Renamed(Instant at, String from, String to) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.renamed(this);
        }
    }

    /** Several users of a large room joined or left. */
    record Gathered(Instant at, List<String> joined, List<String> left) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.gathered(this);
        }
    }

    /** The topic changed; empty if it was removed. */
    record Topic(Instant at, String by, String text) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.topic(this);
        }
    }

    /** An operator changed the settings of the room; {@code slow} is in seconds. */
    record Settings(Instant at, String by, boolean locked, long slow) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.settings(this);
        }
    }

    /** A direct message. */
    record Direct(Instant at, String from, String to, String text) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> visitor) {
            return visitor.direct(this);
        }
    }

    /**
     * Parses the body of a MESSAGE.
     *
     * @param own whether its reference is one of this session
     * @return empty for events that are not printed, such as typing
     */
    static Optional<ClientEvent> read(JsonObject body, boolean own) {
        Instant at = time(body.text("at"));
        String name = body.text("name");
        return Optional.ofNullable(
                switch (body.text("type")) {
                    case EventTypes.WELCOME -> {
                        JsonObject people = body.object("people");
                        yield new Welcome(
                                body.text("room"),
                                body.text("topic"),
                                body.flag("recovered") || !body.values().containsKey("recovered"),
                                people.number("count"),
                                names(people, "first"));
                    }
                    case EventTypes.SAID ->
                        new Said(
                                at,
                                body.text("from"),
                                body.text("via"),
                                MessageBody.text(body),
                                body.text("text"),
                                body.flag("action"),
                                body.flag("mentionsAll"),
                                own);
                    case EventTypes.EDITED -> new Edited(at, body.text("by"), body.text("text"));
                    case EventTypes.DELETED -> new Deleted(at, body.text("by"), time(body.text("targetAt")));
                    case EventTypes.REACTED ->
                        new Reacted(
                                at,
                                body.text("by"),
                                body.text("emoji"),
                                body.flag("removed"),
                                time(body.text("targetAt")));
                    case EventTypes.JOINED -> new Joined(at, name);
                    case EventTypes.LEFT -> new Left(at, name, body.text("reason"));
                    case EventTypes.RENAMED -> new Renamed(at, body.text("from"), body.text("to"));
                    case EventTypes.PRESENCE -> new Gathered(at, names(body, "joined"), body.texts("left"));
                    case EventTypes.TOPIC -> new Topic(at, body.text("by"), body.text("text"));
                    case EventTypes.SETTINGS ->
                        new Settings(at, body.text("by"), body.flag("locked"), body.number("slow"));
                    case EventTypes.DIRECT -> new Direct(at, body.text("from"), body.text("to"), body.text("text"));
                    default -> null;
                });
    }

    private static List<String> names(JsonObject body, String list) {
        return body.objects(list).stream().map(person -> person.text("name")).toList();
    }

    private static Instant time(String written) {
        try {
            Instant time = written.isEmpty() ? Instant.EPOCH : Instant.parse(written);
            // A calendar cannot show every instant in every time zone.
            return time.isBefore(Instant.EPOCH) || time.isAfter(LATEST) ? Instant.EPOCH : time;
        } catch (DateTimeParseException ignored) {
            return Instant.EPOCH;
        }
    }
}
