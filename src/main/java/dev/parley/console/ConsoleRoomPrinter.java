package dev.parley.console;

import dev.parley.chat.identity.User;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.Subscriber;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes to a room without joining it, and prints its messages. Polls its cursor on the printer's thread only, as
 * fast as the terminal prints.
 */
final class ConsoleRoomPrinter implements Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleRoomPrinter.class);

    private static final int AT_ONCE = 100;
    private static final ConsoleEventEncoder WORDS = new ConsoleEventEncoder();

    private final Room room;
    private final ConsolePrinter printer;
    private final DateTimeFormatter stamp;
    private final @Nullable User excluded;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile @Nullable Cursor current;
    private volatile boolean closed;

    private ConsoleRoomPrinter(Room room, ConsolePrinter printer, DateTimeFormatter stamp, @Nullable User excluded) {
        this.room = room;
        this.printer = printer;
        this.stamp = stamp;
        this.excluded = excluded;
    }

    /**
     * Subscribes to a room.
     *
     * @param stamp the format of the time before each message
     * @param excluded the user whose messages are not printed, because they are visible already; null for none
     */
    static ConsoleRoomPrinter subscribe(
            Room room, ConsolePrinter printer, DateTimeFormatter stamp, @Nullable User excluded) {
        ConsoleRoomPrinter subscriber = new ConsoleRoomPrinter(room, printer, stamp, excluded);
        subscriber.subscribe();
        return subscriber;
    }

    private void subscribe() {
        current = room.subscribe(this, new ReplayFrom.Last(0));
    }

    /** Ends the subscription, also after the server has stopped. */
    void close() {
        closed = true;
        Cursor cursor = current;
        if (cursor != null) {
            try {
                room.unsubscribe(cursor);
            } catch (RejectedExecutionException ignored) {
                // The server has stopped, and all subscriptions with it.
            }
        }
    }

    @Override
    public void wake(Cursor cursor) {
        if (due.compareAndSet(false, true)) {
            printer.then(() -> take(cursor));
        }
    }

    private void take(Cursor cursor) {
        due.set(false);
        List<Delivery> deliveries = cursor.poll(AT_ONCE);
        for (Delivery delivery : deliveries) {
            String words = delivery.encodedBy(WORDS);
            if (words != null && !isKnown(delivery)) {
                // Not logged: the log may be written to a file, and must not contain messages.
                (ZonedDateTime.now(ZoneId.systemDefault()).format(stamp) + " " + room.name() + " " + words)
                        .lines()
                        .forEach(printer::print);
            }
        }
        if (!deliveries.isEmpty()) {
            wake(cursor);
        }
    }

    /** Returns whether a message is visible already, or was imported. */
    private boolean isKnown(Delivery delivery) {
        return (excluded != null && delivery.isBy(excluded))
                || (delivery.event() instanceof RoomEvent.Said said
                        && said.message().person().equals(ArchivedMessage.PERSON));
    }

    @Override
    public void onDirectMessage(DirectMessage message) {
        // A subscriber without a session receives no direct messages.
    }

    @Override
    public void disconnect(DisconnectReason reason) {
        LOG.warn(
                "The console missed messages of room {}, which could not be read. It continues with the next message.",
                room.name());
        if (!closed) {
            subscribe();
        }
    }
}
