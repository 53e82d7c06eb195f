package dev.parley.tcp.dialect.basic;

import dev.parley.chat.identity.User;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.RoomEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one connection has heard of a room since it joined. Confined to its event loop. */
final class BasicReplayState {

    private static final String BEFORE = "The last messages from before you came:";
    private static final String NOW = "And from now on you hear what is said as it is said.";
    private static final String GAP = "Some messages are missing here: they are no longer kept.";

    private final User user;
    private boolean started;
    private long replayed;

    /**
     * Nothing yet.
     *
     * @param user whose own words are not echoed
     */
    BasicReplayState(User user) {
        this.user = user;
    }

    /** The words for what has happened next; often one, or none. */
    <T> List<T> encode(Delivery delivery, PrefixedLineEncoder<T> prefixedLineEncoder) {
        RoomEvent event = delivery.event();
        T words = delivery.encodedBy(prefixedLineEncoder);
        if (event instanceof RoomEvent.Welcome welcome) {
            return welcome(welcome, words, prefixedLineEncoder);
        } else if (event instanceof RoomEvent.Said said) {
            long seq = said.message().position().seq();
            boolean isOwn = delivery.isBy(user) && seq > replayed;
            return list(isOwn ? null : words, seq == replayed ? prefixedLineEncoder.notice(NOW) : null);
        }
        boolean isOwn = delivery.isBy(user)
                || (event instanceof RoomEvent.Renamed renamed
                        && renamed.to().equals(user.nickname().text()));
        return list(isOwn ? null : words, null);
    }

    private <T> List<T> welcome(
            RoomEvent.Welcome welcome, @Nullable T words, PrefixedLineEncoder<T> prefixedLineEncoder) {
        if (started) {
            return list(welcome.recovered() ? null : prefixedLineEncoder.notice(GAP), null);
        }
        started = true;
        replayed = welcome.head().seq();
        return list(words, welcome.position().seq() < replayed ? prefixedLineEncoder.notice(BEFORE) : null);
    }

    private static <T> List<T> list(@Nullable T one, @Nullable T other) {
        List<T> both = new ArrayList<>(2);
        if (one != null) {
            both.add(one);
        }
        if (other != null) {
            both.add(other);
        }
        return both;
    }
}
