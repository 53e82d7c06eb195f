package dev.parley.terminal.session;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Something a server tells: what happens in a room, or is said to one person alone. */
public sealed interface Event {

    /** Hands this to the method of its kind. */
    <T> T tell(Narration<T> narration);

    /**
     * A room was entered.
     *
     * @param recovered whether all that was said since the position asked for will follow
     * @param count how many are here
     * @param names the first of them
     */
    record Welcome(String room, String topic, boolean recovered, long count, List<String> names) implements Event {
        @Override
        public <T> T tell(Narration<T> narration) {
            return narration.welcome(this);
        }
    }

    /**
     * Somebody said something.
     *
     * @param operator whether the operator did
     * @param own whether this session did
     */
    record Said(Instant at, String from, boolean operator, String text, boolean action, boolean own) implements Event {
        @Override
        public <T> T tell(Narration<T> narration) {
            return narration.said(this);
        }
    }

    /** Somebody came. */
    record Joined(Instant at, String name) implements Event {
        @Override
        public <T> T tell(Narration<T> narration) {
            return narration.joined(this);
        }
    }

    /** Somebody went; the reason may be empty. */
    record Left(Instant at, String name, String reason) implements Event {
        @Override
        public <T> T tell(Narration<T> narration) {
            return narration.left(this);
        }
    }

    /** Somebody is called otherwise now. */
    record Renamed(Instant at, String from, String to) implements Event {
        @Override
        public <T> T tell(Narration<T> narration) {
            return narration.renamed(this);
        }
    }

    /** In a crowd: several came and went. */
    record Gathered(Instant at, List<String> joined, List<String> left) implements Event {
        @Override
        public <T> T tell(Narration<T> narration) {
            return narration.gathered(this);
        }
    }

    /** What a room is about was changed; empty: to nothing. */
    record Topic(Instant at, String by, String text) implements Event {
        @Override
        public <T> T tell(Narration<T> narration) {
            return narration.topic(this);
        }
    }

    /** A word between two people alone. */
    record Direct(Instant at, String from, String to, String text) implements Event {
        @Override
        public <T> T tell(Narration<T> narration) {
            return narration.direct(this);
        }
    }

    /**
     * Reads the body of a MESSAGE.
     *
     * @param own whether a message with this reference is this session's
     * @return empty for what needs not be told, such as that somebody is typing
     */
    static Optional<Event> read(Fields body, boolean own) {
        Instant at = time(body.text("at"));
        String name = body.text("name");
        return Optional.ofNullable(
                switch (body.text("type")) {
                    case "welcome" -> {
                        Fields people = body.object("people");
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

    private static List<String> names(Fields body, String list) {
        return body.objects(list).stream().map(person -> person.text("name")).toList();
    }

    private static Instant time(String written) {
        try {
            return written.isEmpty() ? Instant.EPOCH : Instant.parse(written);
        } catch (DateTimeParseException unreadable) {
            return Instant.EPOCH;
        }
    }
}
