package dev.parley.protocol;

import dev.parley.chat.room.RoomName;
import java.util.Optional;
import java.util.function.Function;

/** Where a frame of a client goes, or what it subscribes to. There are no others, and no wildcards. */
public sealed interface Destination {

    /** Before a room's name: what is said there. */
    String TOPIC = "/topic/rooms/";

    /** Before a room's name: to say something there. */
    String APP = "/app/rooms/";

    /** Behind a room's name: to tell that one is writing. */
    String TYPING = "/typing";

    /** Before a person's name. */
    String PEOPLE = "/app/people/";

    /** What happens in a room; to subscribe to. */
    record RoomTopic(RoomName room) implements Destination {}

    /** A room to say something in. */
    record Post(RoomName room) implements Destination {}

    /** A room to be told that somebody writes. */
    record Typing(RoomName room) implements Destination {}

    /** One person, by name. */
    record Person(String name) implements Destination {}

    /** A destination for a room, of which the name is none that a room can have. */
    record InvalidRoom() implements Destination {}

    /** Those that stand for themselves. */
    enum Fixed implements Destination {
        /** For slash commands. */
        COMMANDS("/app/commands"),
        /** The list of rooms. */
        ROOMS("/topic/rooms"),
        /** What was not granted. */
        REFUSALS("/user/queue/refusals"),
        /** What others say to this person alone. */
        DIRECT("/user/queue/direct"),
        /** What commands are answered with. */
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

    /** The destination written here; empty if it is none of ours. */
    static Optional<Destination> parse(String written) {
        for (Fixed fixed : Fixed.values()) {
            if (fixed.text().equals(written)) {
                return Optional.of(fixed);
            }
        }
        // A wildcard is no room that merely cannot be; in a person's name an asterisk is a sign like any other.
        boolean wildcard = written.indexOf('*') >= 0;
        if (written.startsWith(TOPIC)) {
            return wildcard ? Optional.empty() : room(written.substring(TOPIC.length()), RoomTopic::new);
        } else if (written.startsWith(APP)) {
            if (wildcard) {
                return Optional.empty();
            }
            String rest = written.substring(APP.length());
            return rest.endsWith(TYPING)
                    ? room(rest.substring(0, rest.length() - TYPING.length()), Typing::new)
                    : room(rest, Post::new);
        } else if (written.startsWith(PEOPLE) && written.length() > PEOPLE.length()) {
            return Optional.of(new Person(written.substring(PEOPLE.length())));
        }
        return Optional.empty();
    }

    private static Optional<Destination> room(String name, Function<RoomName, Destination> destination) {
        if (name.indexOf('/') >= 0) {
            return Optional.empty();
        }
        return Optional.of(RoomName.parse(name)
                .filter(room -> room.text().equals(name))
                .map(destination)
                .orElse(new InvalidRoom()));
    }
}
