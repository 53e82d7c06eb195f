package dev.parley.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The conversation before it is known which dialect is spoken: takes nothing, says nothing until a connection has been
 * silent from the start for so long that it can only be a person waiting to be spoken to. Also who has been greeted may
 * then turn out to speak any dialect.
 */
final class Detection implements Conversation {

    private static final int LONGEST = 8 * 1024;

    private final Connection connection;
    private final List<Dialect> dialects;
    private final Duration greeting;
    private final List<Future<?>> alarms = new ArrayList<>();

    private String bytes = "";
    private int reads;
    private int single;

    Detection(Connection connection, List<Dialect> dialects, Duration greeting) {
        this.connection = connection;
        this.dialects = dialects;
        this.greeting = greeting;
    }

    /** The connection is open: waits for it to speak. */
    void begin() {
        alarms.add(connection.after(greeting, this::greet));
    }

    private void greet() {
        dialects.stream()
                .map(Dialect::greeting)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(words -> {
                    connection.say(words.getBytes(UTF_8));
                    connection.prompted();
                });
    }

    @Override
    public void read(ByteBuf input) {
        int length = Math.min(input.readableBytes(), LONGEST);
        if (length == bytes.length()) {
            return;
        }
        single += length - bytes.length() == 1 ? 1 : 0;
        reads++;
        bytes = input.toString(input.readerIndex(), length, ISO_8859_1);
        ended();
        if (!decide(Duration.ZERO, false)) {
            dialects.stream()
                    .flatMap(dialect -> dialect.patience().stream())
                    .distinct()
                    .forEach(silence -> alarms.add(connection.after(silence, () -> heardNothingFor(silence))));
        }
    }

    private void heardNothingFor(Duration silence) {
        if (decide(silence, false)) {
            connection.feed();
        }
    }

    private boolean decide(Duration silence, boolean last) {
        Opening opening = new Opening(bytes, silence, reads > 1 && single == reads);
        for (Dialect dialect : dialects) {
            Verdict verdict = dialect.probe(opening);
            if (verdict == Verdict.YES) {
                connection.speak(dialect);
                return true;
            }
            if (verdict == Verdict.MORE && !last) {
                return false;
            }
        }
        return false;
    }

    @Override
    public int longest() {
        return LONGEST;
    }

    @Override
    public void inputEnded() {
        if (bytes.isEmpty() || !decide(Opening.FOREVER, true)) {
            connection.close(CloseCause.CLOSED, null);
        }
    }

    @Override
    public byte @Nullable [] words(Cursor cursor, Delivery delivery) {
        return null;
    }

    @Override
    public void direct(DirectMessage directMessage) {}

    @Override
    public byte @Nullable [] words(DisconnectReason disconnectReason) {
        return Connection.plain(disconnectReason);
    }

    @Override
    public void ended() {
        alarms.forEach(alarm -> alarm.cancel(false));
        alarms.clear();
    }
}
