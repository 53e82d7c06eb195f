package dev.parley.tcp.dialect.basic;

import dev.parley.chat.identity.User;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.RoomEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tracks the replay of one room for one connection. Confined to the connection's event loop. */
final class BasicReplayState {

    private static final String REPLAY_START = "Recent messages:";
    private static final String REPLAY_END = "End of recent messages. New messages follow.";
    private static final String GAP = "Some messages are missing here: they are no longer kept.";

    private final User user;
    private boolean started;
    private long replayed;

    /**
     * Creates the state of a room that the user is joining.
     *
     * @param user the user whose own messages are not echoed after the replay
     */
    BasicReplayState(User user) {
        this.user = user;
    }

    /** Returns the encoded event, with notices before or after the replay; may be empty. */
    <T> List<T> encode(Delivery delivery, PrefixedLineEncoder<T> encoder) {
        RoomEvent event = delivery.event();
        T encoded = delivery.encodedBy(encoder);
        if (event instanceof RoomEvent.Welcome welcome) {
            return welcome(welcome, encoded, encoder);
        } else if (event instanceof RoomEvent.Said said) {
            long seq = said.message().position().seq();
            boolean isOwn = delivery.isBy(user) && seq > replayed;
            return list(isOwn ? null : encoded, seq == replayed ? encoder.notice(REPLAY_END) : null);
        }
        boolean isOwn = delivery.isBy(user)
                || (event instanceof RoomEvent.Renamed renamed
                        && renamed.to().equals(user.nickname().text()));
        return list(isOwn ? null : encoded, null);
    }

    private <T> List<T> welcome(RoomEvent.Welcome welcome, @Nullable T encoded, PrefixedLineEncoder<T> encoder) {
        if (started) {
            return list(welcome.recovered() ? null : encoder.notice(GAP), null);
        }
        started = true;
        replayed = welcome.head().seq();
        return list(encoded, welcome.position().seq() < replayed ? encoder.notice(REPLAY_START) : null);
    }

    private static <T> List<T> list(@Nullable T first, @Nullable T second) {
        List<T> lines = new ArrayList<>(2);
        if (first != null) {
            lines.add(first);
        }
        if (second != null) {
            lines.add(second);
        }
        return lines;
    }
}
