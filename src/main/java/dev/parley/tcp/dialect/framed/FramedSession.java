package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;

/** One connection of the framed dialect. */
final class FramedSession extends SingleRoomSession {

    private static final int MAX_BODY_BYTES = 64 * 1024;

    FramedSession(FramedDialect dialect, TcpConnection connection) {
        super(dialect.context(), connection);
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
        if (isLoggedIn()) {
            publish(text, () -> {});
        } else {
            login(text, () -> {});
        }
    }

    private void malformed(String sentence) {
        connection.disconnect(DisconnectReason.malformed(sentence));
    }

    @Override
    public int maxPendingBytes() {
        return FramedDialect.HEADER_BYTES + MAX_BODY_BYTES;
    }
}
