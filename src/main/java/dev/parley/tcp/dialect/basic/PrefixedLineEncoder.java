package dev.parley.tcp.dialect.basic;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.Presence;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Encodes room events as lines with a sender; server notices have {@link #SERVER} as their sender. Immutable and
 * shared by all connections of a dialect.
 *
 * @param <T> the encoded form, shared and not to be modified
 */
public final class PrefixedLineEncoder<T> implements EventEncoder<T> {

    /** The sender of server notices. */
    public static final String SERVER = NicknamePolicy.OPERATOR.text();

    /** Maximum number of nicknames in a list. */
    private static final int MAX_NAMES = 20;

    private final BiFunction<String, String, T> format;

    /**
     * Creates an encoder.
     *
     * @param format formats a sender and a text
     */
    public PrefixedLineEncoder(BiFunction<String, String, T> format) {
        this.format = format;
    }

    /** Encodes a server notice. */
    public T notice(String sentence) {
        return format.apply(SERVER, sentence);
    }

    /** Returns the text of a message, with a prefix if it is an action. */
    static String text(Message message) {
        return message.action() ? "* " + message.text() : message.text();
    }

    @Override
    public @Nullable T said(RoomEvent.Said event) {
        return format.apply(event.message().name(), text(event.message()));
    }

    @Override
    public @Nullable T welcome(RoomEvent.Welcome event) {
        String topic = event.topic().isEmpty() ? "" : " Topic: " + event.topic();
        return notice("You are in " + event.room() + ". " + userList(event) + " /help lists the commands." + topic);
    }

    private static String userList(RoomEvent.Welcome event) {
        if (event.count() <= 1) {
            return "No one else is here yet.";
        }
        return event.count() + " people are here: "
                + joinNames(event.first().stream().map(Presence::name).toList(), event.count()) + ".";
    }

    private static String joinNames(List<String> names, int count) {
        int shown = Math.min(MAX_NAMES, names.size());
        String first = String.join(", ", names.subList(0, shown));
        return count > shown ? first + " and " + (count - shown) + " more" : first;
    }

    @Override
    public @Nullable T joined(RoomEvent.Joined event) {
        return notice(event.name() + " joined");
    }

    @Override
    public @Nullable T left(RoomEvent.Left event) {
        return notice(event.name() + " left" + (event.reason().isEmpty() ? "" : " (" + event.reason() + ")"));
    }

    @Override
    public @Nullable T renamed(RoomEvent.Renamed event) {
        return notice(event.from() + " is now " + event.to());
    }

    @Override
    public @Nullable T gathered(RoomEvent.Gathered event) {
        List<String> parts = new ArrayList<>();
        if (!event.joined().isEmpty()) {
            List<String> names = event.joined().stream().map(Presence::name).toList();
            parts.add(joinNames(names, names.size()) + " joined");
        }
        if (!event.left().isEmpty()) {
            parts.add(joinNames(event.left(), event.left().size()) + " left");
        }
        return parts.isEmpty() ? null : notice(String.join("; ", parts));
    }

    /** Not sent: a line cannot be removed from the client's screen. */
    @Override
    public @Nullable T typing(RoomEvent.Typing event) {
        return null;
    }

    @Override
    public @Nullable T topic(RoomEvent.Topic event) {
        return notice(event.by() + (event.text().isEmpty() ? " removed the topic" : " set the topic: " + event.text()));
    }

    /** Not sent: the reason for the disconnect follows. */
    @Override
    public @Nullable T closing(RoomEvent.Closing event) {
        return null;
    }
}
