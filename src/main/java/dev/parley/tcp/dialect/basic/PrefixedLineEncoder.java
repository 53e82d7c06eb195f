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
 * What happens in rooms as words of somebody. Immutable; one for all connections of a dialect.
 *
 * @param <T> how the dialect writes them down; shared, so nobody may change it
 */
public final class PrefixedLineEncoder<T> implements EventEncoder<T> {

    /** By whom the server's notices are. */
    public static final String SERVER = NicknamePolicy.OPERATOR.text();

    /** So many people are named, in a crowd. */
    private static final int NAMED = 20;

    private final BiFunction<String, String, T> writing;

    /**
     * Sayings.
     *
     * @param writing how the dialect writes down who says what
     */
    public PrefixedLineEncoder(BiFunction<String, String, T> writing) {
        this.writing = writing;
    }

    /** Something the server says. */
    public T notice(String sentence) {
        return writing.apply(SERVER, sentence);
    }

    /** What a message is, as its sender's words. */
    static String text(Message message) {
        return message.action() ? "* " + message.text() : message.text();
    }

    @Override
    public @Nullable T said(RoomEvent.Said event) {
        return writing.apply(event.message().name(), text(event.message()));
    }

    @Override
    public @Nullable T welcome(RoomEvent.Welcome event) {
        String topic = event.topic().isEmpty() ? "" : " Topic: " + event.topic();
        return notice("You are in " + event.room() + ". " + who(event) + " /help lists the commands." + topic);
    }

    private static String who(RoomEvent.Welcome event) {
        if (event.count() <= 1) {
            return "Nobody else is here yet.";
        }
        return event.count() + " people are here: "
                + named(event.first().stream().map(Presence::name).toList(), event.count()) + ".";
    }

    private static String named(List<String> names, int count) {
        int named = Math.min(NAMED, names.size());
        String first = String.join(", ", names.subList(0, named));
        return count > named ? first + " and " + (count - named) + " more" : first;
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
        List<String> told = new ArrayList<>();
        if (!event.joined().isEmpty()) {
            List<String> names = event.joined().stream().map(Presence::name).toList();
            told.add(named(names, names.size()) + " joined");
        }
        if (!event.left().isEmpty()) {
            told.add(named(event.left(), event.left().size()) + " left");
        }
        return told.isEmpty() ? null : notice(String.join("; ", told));
    }

    /** Nothing: words cannot be taken back. */
    @Override
    public @Nullable T typing(RoomEvent.Typing event) {
        return null;
    }

    @Override
    public @Nullable T topic(RoomEvent.Topic event) {
        return notice(
                event.by() + (event.text().isEmpty() ? " took the topic away" : " set the topic: " + event.text()));
    }

    /** Nothing: the farewell that follows says it. */
    @Override
    public @Nullable T closing(RoomEvent.Closing event) {
        return null;
    }
}
