package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import org.jspecify.annotations.Nullable;

/** Detects the input of another dialect, and only records it. */
final class RecordingDialect implements Dialect {

    private final Dialect dialect;
    private final List<String> inputs = new ArrayList<>();

    RecordingDialect(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Returns the input of each connection detected as this dialect. */
    List<String> inputs() {
        return inputs;
    }

    @Override
    public String name() {
        return dialect.name();
    }

    @Override
    public ProbeResult probe(Preamble preamble) {
        return dialect.probe(preamble);
    }

    @Override
    public List<Duration> timeouts() {
        return dialect.timeouts();
    }

    @Override
    public Optional<String> greeting() {
        return dialect.greeting();
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        int index = inputs.size();
        inputs.add("");
        return new DialectSession() {
            @Override
            public void read(ByteBuf input) {
                byte[] bytes = new byte[input.readableBytes()];
                input.readBytes(bytes);
                inputs.set(index, inputs.get(index) + new String(bytes, ISO_8859_1));
            }

            @Override
            public int maxPendingBytes() {
                return 0;
            }

            @Override
            public void onInputClosed() {
                connection.close(CloseCause.CLOSED, null);
            }

            @Override
            public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
                return null;
            }

            @Override
            public void onDirectMessage(DirectMessage directMessage) {}

            @Override
            public byte @Nullable [] encode(DisconnectReason disconnectReason) {
                return null;
            }
        };
    }
}
