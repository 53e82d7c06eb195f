package dev.parley.tcp.dialect.line;

import dev.parley.chat.identity.User;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomEvent;
import io.netty.buffer.Unpooled;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has been told of a room since it joined: whether the replay goes on, and which day it is.
 * Confined to the connection's event loop.
 */
final class ReplayState {

    static final String HINT = LineFormat.notice("Type to talk. /help lists the commands, /quit leaves.");
    private static final String GAP = LineFormat.notice("Some messages are missing here: they are no longer kept.");

    private final LineEventEncoder narration;
    private final User user;
    private final boolean hinting;

    private boolean started;
    private long replayed;
    private @Nullable LocalDate day;

    /**
     * Nothing has been told yet.
     *
     * @param user whose own words are not echoed
     * @param hinting whether to say what can be done here when the replay is over
     */
    ReplayState(LineEventEncoder narration, User user, boolean hinting) {
        this.narration = narration;
        this.user = user;
        this.hinting = hinting;
    }

    /** The words for what has happened next; null for none. */
    byte @Nullable [] encode(Delivery delivery) {
        RoomEvent event = delivery.event();
        if (event instanceof RoomEvent.Welcome welcome) {
            return welcome(welcome, delivery.encodedBy(narration));
        }
        byte[] words = delivery.encodedBy(narration);
        if (words == null) {
            return null;
        }
        if (event instanceof RoomEvent.Said said) {
            return said(said.message(), delivery.isBy(user), words);
        }
        boolean isOwn = delivery.isBy(user)
                || (event instanceof RoomEvent.Renamed renamed
                        && renamed.to().equals(user.nickname().text()));
        return isOwn ? null : words;
    }

    private byte @Nullable [] welcome(RoomEvent.Welcome welcome, byte @Nullable [] words) {
        if (started) {
            return welcome.recovered() ? null : LineFormat.bytes(GAP);
        }
        started = true;
        replayed = welcome.head().seq();
        boolean isNothingReplayed = welcome.position().seq() >= replayed;
        return joined("", words, isNothingReplayed && hinting ? HINT : "");
    }

    private byte @Nullable [] said(Message message, boolean isOwn, byte[] words) {
        long seq = message.position().seq();
        if (isOwn && seq > replayed) {
            return null;
        }
        LocalDate today = narration.day(message);
        String newDay = "";
        // Noted only when it changes: to put something new into thousands of old objects for each message costs the
        // collector.
        if (!today.equals(day)) {
            newDay = isFirstSaidToday(seq) ? "" : LineFormat.day(today);
            day = today;
        }
        return joined(newDay, words, seq == replayed && hinting ? HINT : "");
    }

    /** What is heard as it is said is of today, which need not be said until the day changes. */
    private boolean isFirstSaidToday(long seq) {
        return day == null && seq > replayed;
    }

    private static byte[] joined(String before, byte @Nullable [] words, String after) {
        if (before.isEmpty() && after.isEmpty() && words != null) {
            return words;
        }
        byte[] middle = words == null ? new byte[0] : words;
        var all = Unpooled.wrappedBuffer(LineFormat.bytes(before), middle, LineFormat.bytes(after));
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }
}
