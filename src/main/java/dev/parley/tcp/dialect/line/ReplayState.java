package dev.parley.tcp.dialect.line;

import dev.parley.chat.identity.User;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomEvent;
import io.netty.buffer.Unpooled;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Tracks the replay and the current day of one room for one connection. Confined to the connection's event loop. */
final class ReplayState {

    static final String HINT = LineFormat.notice("Type to talk. /help lists the commands, /quit leaves.");
    private static final String GAP = LineFormat.notice("Some messages are missing here: they are no longer kept.");

    private final LineEventEncoder encoder;
    private final User user;
    private final boolean showHint;

    private boolean started;
    private long replayed;
    private @Nullable LocalDate day;

    /**
     * Creates the state of a room that the user is joining.
     *
     * @param user the user whose own messages are not echoed after the replay
     * @param showHint whether to show a hint about the commands after the replay
     */
    ReplayState(LineEventEncoder encoder, User user, boolean showHint) {
        this.encoder = encoder;
        this.user = user;
        this.showHint = showHint;
    }

    /** Returns the encoded event; null to send nothing. */
    byte @Nullable [] encode(Delivery delivery) {
        RoomEvent event = delivery.event();
        if (event instanceof RoomEvent.Welcome welcome) {
            return welcome(welcome, delivery.encodedBy(encoder));
        }
        byte[] encoded = delivery.encodedBy(encoder);
        if (encoded == null) {
            return null;
        }
        if (event instanceof RoomEvent.Said said) {
            return said(said.message(), delivery.isBy(user), encoded);
        }
        boolean isOwn = delivery.isBy(user)
                || (event instanceof RoomEvent.Renamed renamed
                        && renamed.to().equals(user.nickname().text()));
        return isOwn ? null : encoded;
    }

    private byte @Nullable [] welcome(RoomEvent.Welcome welcome, byte @Nullable [] encoded) {
        if (started) {
            return welcome.recovered() ? null : LineFormat.bytes(GAP);
        }
        started = true;
        replayed = welcome.head().seq();
        boolean isNothingReplayed = welcome.position().seq() >= replayed;
        return concatenate("", encoded, isNothingReplayed && showHint ? HINT : "");
    }

    private byte @Nullable [] said(Message message, boolean isOwn, byte[] encoded) {
        long seq = message.position().seq();
        if (isOwn && seq > replayed) {
            return null;
        }
        LocalDate today = encoder.day(message);
        String newDay = "";
        // Written only on a change: new references in thousands of old objects per message slow down the collector.
        if (!today.equals(day)) {
            newDay = isFirstSaidToday(seq) ? "" : LineFormat.day(today);
            day = today;
        }
        return concatenate(newDay, encoded, seq == replayed && showHint ? HINT : "");
    }

    /** Returns whether this is the first live message without a replay: it is of today, so no date is shown. */
    private boolean isFirstSaidToday(long seq) {
        return day == null && seq > replayed;
    }

    private static byte[] concatenate(String before, byte @Nullable [] encoded, String after) {
        if (before.isEmpty() && after.isEmpty() && encoded != null) {
            return encoded;
        }
        byte[] middle = encoded == null ? new byte[0] : encoded;
        var all = Unpooled.wrappedBuffer(LineFormat.bytes(before), middle, LineFormat.bytes(after));
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }
}
