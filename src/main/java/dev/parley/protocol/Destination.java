package dev.parley.protocol;

import dev.parley.chat.room.RoomName;
import java.util.Optional;
import java.util.function.Function;

/** The destination of a SEND or SUBSCRIBE frame. There are no others and no wildcards. */
public sealed interface Destination {

    /** Prefix of the destinations to subscribe to rooms. */
    String TOPIC = "/topic/rooms/";

    /** Prefix of the destinations to send messages to rooms. */
    String APP = "/app/rooms/";

    /** Suffix of a room's destination for typing notices. */
    String TYPING = "/typing";

    /** Prefix of the destinations to send direct messages. */
    String PEOPLE = "/app/people/";

    /** The events of a room, to subscribe to. */
    record RoomTopic(RoomName room) implements Destination {}

    /** A room to send a message to. */
    record Post(RoomName room) implements Destination {}

    /** A room to send a typing notice to. */
    record Typing(RoomName room) implements Destination {}

    /** A user, by nickname, to send a direct message to. */
    record User(String name) implements Destination {}

    /** A destination with an invalid room name. */
    record InvalidRoom() implements Destination {}

    /** Destinations without parameters. */
    enum Fixed implements Destination {
        /** Receives slash commands. */
        COMMANDS("/app/commands"),
        /** Publishes the room list. */
        ROOMS("/topic/rooms"),
        /** Delivers refusals of this connection's requests. */
        REFUSALS("/user/queue/refusals"),
        /** Delivers direct messages. */
        DIRECT("/user/queue/direct"),
        /** Delivers replies to commands. */
        ANSWERS("/user/queue/answers");

        private final String text;

        Fixed(String text) {
            this.text = text;
        }

        /** As it stands in frames. */
        public String text() {
            return text;
        }
    }

    /** Returns the destination with this text; empty if there is none. */
    static Optional<Destination> parse(String text) {
        for (Fixed fixed : Fixed.values()) {
            if (fixed.text().equals(text)) {
                return Optional.of(fixed);
            }
        }
        // A wildcard is unknown, not an invalid room name; a nickname may contain an asterisk.
        boolean wildcard = text.indexOf('*') >= 0;
        if (text.startsWith(TOPIC)) {
            return wildcard ? Optional.empty() : parseRoom(text.substring(TOPIC.length()), RoomTopic::new);
        } else if (text.startsWith(APP)) {
            if (wildcard) {
                return Optional.empty();
            }
            String rest = text.substring(APP.length());
            return rest.endsWith(TYPING)
                    ? parseRoom(rest.substring(0, rest.length() - TYPING.length()), Typing::new)
                    : parseRoom(rest, Post::new);
        } else if (text.startsWith(PEOPLE) && text.length() > PEOPLE.length()) {
            return Optional.of(new User(text.substring(PEOPLE.length())));
        }
        return Optional.empty();
    }

    private static Optional<Destination> parseRoom(String name, Function<RoomName, Destination> destination) {
        if (name.indexOf('/') >= 0) {
            return Optional.empty();
        }
        return Optional.of(RoomName.parse(name)
                .filter(room -> room.text().equals(name))
                .map(destination)
                .orElse(new InvalidRoom()));
    }
}
