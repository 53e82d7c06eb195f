package dev.parley.client.session;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Something a server tells: what happens in a room, or is said to one person alone. */
public sealed interface ClientEvent {

    /** Hands this to the method of its kind. */
    <T> T accept(EventVisitor<T> eventVisitor);

    /**
     * A room was entered.
     *
     * @param recovered whether all that was said since the position asked for will follow
     * @param count how many are here
     * @param names the first of them
     */
    record Welcome(String room, String topic, boolean recovered, long count, List<String> names)
            implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> eventVisitor) {
            return eventVisitor.welcome(this);
        }
    }

    /**
     * Somebody said something.
     *
     * @param operator whether the operator did
     * @param own whether this session did
     */
    record Said(Instant at, String from, boolean operator, String text, boolean action, boolean own)
            implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> eventVisitor) {
            return eventVisitor.said(this);
        }
    }

    /** Somebody came. */
    record Joined(Instant at, String name) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> eventVisitor) {
            return eventVisitor.joined(this);
        }
    }

    /** Somebody went; the reason may be empty. */
    record Left(Instant at, String name, String reason) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> eventVisitor) {
            return eventVisitor.left(this);
        }
    }

    /** Somebody is called otherwise now. */
    record Renamed(Instant at, String from, String to) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> eventVisitor) {
            return eventVisitor.renamed(this);
        }
    }

    /** In a crowd: several came and went. */
    record Gathered(Instant at, List<String> joined, List<String> left) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> eventVisitor) {
            return eventVisitor.gathered(this);
        }
    }

    /** What a room is about was changed; empty: to nothing. */
    record Topic(Instant at, String by, String text) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> eventVisitor) {
            return eventVisitor.topic(this);
        }
    }

    /** A word between two people alone. */
    record Direct(Instant at, String from, String to, String text) implements ClientEvent {
        @Override
        public <T> T accept(EventVisitor<T> eventVisitor) {
            return eventVisitor.direct(this);
        }
    }

    /**
     * Reads the body of a MESSAGE.
     *
     * @param own whether a message with this reference is this session's
     * @return empty for what needs not be told, such as that somebody is typing
     */
    static Optional<ClientEvent> read(JsonObject body, boolean own) {
        Instant at = time(body.text("at"));
        String name = body.text("name");
        return Optional.ofNullable(
                switch (body.text("type")) {
                    case "welcome" -> {
                        JsonObject people = body.object("people");
                        yield new Welcome(
                                body.text("room"),
                                body.text("topic"),
                                body.flag("recovered") || !body.values().containsKey("recovered"),
                                people.number("count"),
                                names(people, "first"));
                    }
                    case "said" ->
                        new Said(
                                at,
                                body.text("from"),
                                body.text("via").equals("operator"),
                                body.text("text"),
                                body.flag("action"),
                                own);
                    case "joined" -> new Joined(at, name);
                    case "left" -> new Left(at, name, body.text("reason"));
                    case "renamed" -> new Renamed(at, body.text("from"), body.text("to"));
                    case "presence" -> new Gathered(at, names(body, "joined"), body.texts("left"));
                    case "topic" -> new Topic(at, body.text("by"), body.text("text"));
                    case "direct" -> new Direct(at, body.text("from"), body.text("to"), body.text("text"));
                    default -> null;
                });
    }

    private static List<String> names(JsonObject body, String list) {
        return body.objects(list).stream().map(person -> person.text("name")).toList();
    }

    private static Instant time(String written) {
        try {
            return written.isEmpty() ? Instant.EPOCH : Instant.parse(written);
        } catch (DateTimeParseException ignored) {
            return Instant.EPOCH;
        }
    }
}
