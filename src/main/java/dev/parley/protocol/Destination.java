package dev.parley.protocol;

import dev.parley.protocol.api.Destinations;
import dev.parley.text.RoomName;
import java.util.Optional;
import java.util.function.Function;

/** The destination of a SEND or SUBSCRIBE frame. There are no others and no wildcards. */
public sealed interface Destination {

    /** The events of a room, to subscribe to. */
    record RoomTopic(RoomName room) implements Destination {}

    /** A room to send a message to. */
    record Post(RoomName room) implements Destination {}

    /** A room to send a typing notice to. */
    record Typing(RoomName room) implements Destination {}

    /** A room, a message of which is edited. */
    record Edit(RoomName room) implements Destination {}

    /** A room, a message of which is deleted. */
    record Delete(RoomName room) implements Destination {}

    /** A room, to a message of which a reaction is added or removed. */
    record React(RoomName room) implements Destination {}

    /** A user, by nickname, to send a direct message to. */
    record User(String name) implements Destination {}

    /** A destination with an invalid room name. */
    record InvalidRoom() implements Destination {}

    /** Destinations without parameters. */
    enum Fixed implements Destination {
        /** Receives slash commands. */
        COMMANDS(Destinations.COMMANDS),
        /** Receives searches for rooms. */
        SEARCH(Destinations.SEARCH),
        /** Delivers the rooms that searches have found. */
        FOUND_ROOMS(Destinations.FOUND_ROOMS),
        /** Receives searches for messages. */
        SEARCH_MESSAGES(Destinations.SEARCH_MESSAGES),
        /** Delivers the messages that searches have found. */
        FOUND_MESSAGES(Destinations.FOUND_MESSAGES),
        /** Publishes the room list. */
        ROOMS(Destinations.ROOMS),
        /** Delivers refusals of this connection's requests. */
        REFUSALS(Destinations.REFUSALS),
        /** Delivers direct messages. */
        DIRECT(Destinations.DIRECT),
        /** Delivers replies to commands. */
        ANSWERS(Destinations.ANSWERS),
        /** Delivers the rights of the user. */
        SESSION(Destinations.SESSION);

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
        if (text.startsWith(Destinations.ROOM_TOPIC)) {
            return wildcard
                    ? Optional.empty()
                    : parseRoom(text.substring(Destinations.ROOM_TOPIC.length()), RoomTopic::new);
        } else if (text.startsWith(Destinations.ROOM)) {
            if (wildcard) {
                return Optional.empty();
            }
            return parseRequest(text.substring(Destinations.ROOM.length()));
        } else if (text.startsWith(Destinations.USER) && text.length() > Destinations.USER.length()) {
            return Optional.of(new User(text.substring(Destinations.USER.length())));
        }
        return Optional.empty();
    }

    private static Optional<Destination> parseRequest(String rest) {
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        return switch (slash < 0 ? "" : rest.substring(slash)) {
            case "" -> parseRoom(name, Post::new);
            case Destinations.TYPING_SUFFIX -> parseRoom(name, Typing::new);
            case Destinations.EDIT_SUFFIX -> parseRoom(name, Edit::new);
            case Destinations.DELETE_SUFFIX -> parseRoom(name, Delete::new);
            case Destinations.REACT_SUFFIX -> parseRoom(name, React::new);
            default -> Optional.empty();
        };
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
