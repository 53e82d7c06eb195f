package dev.parley.tcp.dialect.basic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.User;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Reaction;
import dev.parley.chat.room.RoomEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tracks the replay of one room for one connection. Confined to the connection's event loop. */
final class ReplayState {

    private static final String GAP = "Some messages are missing here: they are no longer kept.";

    /** The most reactions that are shown together; more are not shown. */
    private static final int MOST_REACTIONS = 100;

    private final User user;
    private final boolean isFirstRoom;
    private boolean started;
    private long replayed;
    private String separator = "";
    private final List<Reaction> reactions = new ArrayList<>(0);

    /**
     * Creates the state of a room that the user is joining.
     *
     * @param user the user whose own messages are not echoed after the replay
     * @param isFirstRoom whether this is the first room of the session
     */
    ReplayState(User user, boolean isFirstRoom) {
        this.user = user;
        this.isFirstRoom = isFirstRoom;
    }

    /** Returns the encoded event, with notices before or after the replay; may be empty. */
    List<byte[]> encode(Delivery delivery, RoomEventEncoder encoder) {
        RoomEvent event = delivery.event();
        if (event instanceof RoomEvent.Logged logged && !(event instanceof RoomEvent.Said)) {
            return change(logged, delivery, encoder);
        }
        byte[] encoded = delivery.encodedBy(encoder);
        if (encoded == null) {
            return List.of();
        } else if (event instanceof RoomEvent.Welcome welcome) {
            return welcome(welcome, encoded, encoder.format());
        } else if (event instanceof RoomEvent.Said said) {
            return said(said.message(), delivery.isBy(user), encoded, encoder);
        }
        boolean isOwn = delivery.isBy(user)
                || (event instanceof RoomEvent.Renamed renamed
                        && renamed.to().equals(user.nickname().text()));
        return isOwn ? List.of() : List.of(encoded);
    }

    /** Encodes a change, which replayed messages include already. Reactions are collected. */
    private List<byte[]> change(RoomEvent.Logged event, Delivery delivery, RoomEventEncoder encoder) {
        long seq = event.entry().position().seq();
        byte[] encoded = null;
        if (seq > replayed) {
            encoded = delivery.encodedBy(encoder);
            if (event instanceof RoomEvent.Reacted reacted && reactions.size() < MOST_REACTIONS) {
                reactions.add(reacted.entry());
            }
        }
        byte[] end = seq == replayed ? encoder.format().replayEnd(isFirstRoom, true) : null;
        return Stream.of(encoded, end).filter(Objects::nonNull).toList();
    }

    /** Returns whether reactions are collected. */
    boolean hasReactions() {
        return !reactions.isEmpty();
    }

    /** Returns the collected reactions, encoded, and forgets them. */
    List<byte[]> takeReactions(RoomEventEncoder encoder) {
        List<Reaction> taken = List.copyOf(reactions);
        reactions.clear();
        return taken.isEmpty() ? List.of() : encoder.reactions(taken);
    }

    private List<byte[]> welcome(RoomEvent.Welcome welcome, byte[] encoded, EventFormat format) {
        if (started) {
            return welcome.recovered() ? List.of() : List.of(format.notice(GAP));
        }
        started = true;
        replayed = welcome.head().seq();
        boolean isReplayed = welcome.position().seq() < replayed;
        return lines(null, encoded, isReplayed ? format.replayStart() : format.replayEnd(isFirstRoom, false));
    }

    private List<byte[]> said(Message message, boolean isOwn, byte[] encoded, RoomEventEncoder encoder) {
        long seq = message.position().seq();
        if (isOwn && seq > replayed) {
            return List.of();
        }
        String current = encoder.separator(message);
        byte[] before = null;
        // Written only on a change: new references in thousands of old objects per message slow down the collector.
        if (!current.equals(separator)) {
            // The first live message without a replay is of today, so no date is shown.
            before = separator.isEmpty() && seq > replayed ? null : current.getBytes(UTF_8);
            separator = current;
        }
        return lines(before, encoded, seq == replayed ? encoder.format().replayEnd(isFirstRoom, true) : null);
    }

    private static List<byte[]> lines(byte @Nullable [] before, byte[] encoded, byte @Nullable [] after) {
        return before == null && after == null
                ? List.of(encoded)
                : Stream.of(before, encoded, after).filter(Objects::nonNull).toList();
    }
}
