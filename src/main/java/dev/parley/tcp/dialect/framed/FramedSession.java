package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.PrefixedLineEncoder;
import dev.parley.tcp.dialect.basic.ReplyWriter;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** One connection of the framed dialect. */
final class FramedSession implements DialectSession, ReplyWriter {

    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final FramedDialect dialect;
    private final TcpConnection connection;
    private @Nullable SingleRoomSession roomSession;

    FramedSession(FramedDialect dialect, TcpConnection connection) {
        this.dialect = dialect;
        this.connection = connection;
    }

    @Override
    public void read(ByteBuf input) {
        while (!connection.isHeld() && input.readableBytes() >= FramedDialect.HEADER_BYTES) {
            String header = input.toString(input.readerIndex(), FramedDialect.HEADER_BYTES, ISO_8859_1);
            if (!FramedDialect.isHeader(header)) {
                malformed("A frame must begin with its length in 10 bytes, such as “5         ”.");
                return;
            }
            long length = Long.parseLong(header.strip());
            if (length > MAX_BODY_BYTES) {
                malformed("A frame may have at most " + MAX_BODY_BYTES + " bytes.");
                return;
            } else if (input.readableBytes() < FramedDialect.HEADER_BYTES + length) {
                return;
            }
            input.skipBytes(FramedDialect.HEADER_BYTES);
            onFrame(input.readCharSequence((int) length, UTF_8).toString());
        }
    }

    private void onFrame(String text) {
        if (roomSession == null) {
            SingleRoomSession.start(
                    dialect.context(), connection, this, text, started -> roomSession = started, () -> {});
        } else {
            roomSession.publish(text, () -> {});
        }
    }

    private void malformed(String sentence) {
        connection.disconnect(DisconnectReason.malformed(sentence));
    }

    @Override
    public int maxPendingBytes() {
        return FramedDialect.HEADER_BYTES + MAX_BODY_BYTES;
    }

    /** Closes the connection; an incomplete last frame is dropped. */
    @Override
    public void onInputClosed() {
        connection.close(CloseCause.CLOSED, null);
    }

    @Override
    public void send(String from, String text) {
        connection.send(FramedDialect.pair(from, text));
    }

    @Override
    public void disconnect(CloseCause cause, @Nullable String sentence) {
        connection.close(
                cause,
                sentence == null
                        ? encode(DisconnectReason.quit())
                        : FramedDialect.pair(PrefixedLineEncoder.SERVER, sentence));
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        if (roomSession == null) {
            return null;
        }
        var pairs = roomSession.onDelivery(cursor, delivery, dialect.encoder());
        if (pairs.size() == 1) {
            return pairs.get(0);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pairs.forEach(all::writeBytes);
        return all.size() == 0 ? null : all.toByteArray();
    }

    @Override
    public void onDirectMessage(DirectMessage message) {
        if (roomSession != null) {
            roomSession.onDelivery(message);
        }
    }

    @Override
    public byte[] encode(DisconnectReason reason) {
        return FramedDialect.pair(PrefixedLineEncoder.SERVER, reason.sentence());
    }
}
