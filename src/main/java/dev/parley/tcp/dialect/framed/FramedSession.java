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

/** One person's talk in frames. */
final class FramedSession implements DialectSession, ReplyWriter {

    /** A name or a message beyond this is no such thing. */
    private static final int LONGEST = 64 * 1024;

    private final FramedDialect framedDialect;
    private final TcpConnection tcpConnection;
    private @Nullable SingleRoomSession singleRoomSession;

    FramedSession(FramedDialect framedDialect, TcpConnection tcpConnection) {
        this.framedDialect = framedDialect;
        this.tcpConnection = tcpConnection;
    }

    @Override
    public void read(ByteBuf input) {
        while (!tcpConnection.isHeld() && input.readableBytes() >= FramedDialect.HEADER) {
            String header = input.toString(input.readerIndex(), FramedDialect.HEADER, ISO_8859_1);
            if (!FramedDialect.isHeader(header)) {
                malformed("A frame begins with its length in ten bytes, such as “5         ”.");
                return;
            }
            long length = Long.parseLong(header.strip());
            if (length > LONGEST) {
                malformed("A frame has at most " + LONGEST + " bytes.");
                return;
            } else if (input.readableBytes() < FramedDialect.HEADER + length) {
                return;
            }
            input.skipBytes(FramedDialect.HEADER);
            onFrame(input.readCharSequence((int) length, UTF_8).toString());
        }
    }

    private void onFrame(String text) {
        if (singleRoomSession == null) {
            SingleRoomSession.start(
                    framedDialect.context(), tcpConnection, this, text, begun -> singleRoomSession = begun, () -> {});
        } else {
            singleRoomSession.publish(text, () -> {});
        }
    }

    private void malformed(String sentence) {
        tcpConnection.disconnect(DisconnectReason.malformed(sentence));
    }

    @Override
    public int maxPendingBytes() {
        return FramedDialect.HEADER + LONGEST;
    }

    /** Half a frame is dropped with the connection. */
    @Override
    public void onInputClosed() {
        tcpConnection.close(CloseCause.CLOSED, null);
    }

    @Override
    public void send(String from, String text) {
        tcpConnection.send(FramedDialect.pair(from, text));
    }

    @Override
    public void disconnect(CloseCause how, @Nullable String sentence) {
        tcpConnection.close(
                how,
                sentence == null
                        ? encode(DisconnectReason.quit())
                        : FramedDialect.pair(PrefixedLineEncoder.SERVER, sentence));
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        if (singleRoomSession == null) {
            return null;
        }
        var pairs = singleRoomSession.onDelivery(cursor, delivery, framedDialect.encoder());
        if (pairs.size() == 1) {
            return pairs.get(0);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pairs.forEach(all::writeBytes);
        return all.size() == 0 ? null : all.toByteArray();
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        if (singleRoomSession != null) {
            singleRoomSession.onDelivery(directMessage);
        }
    }

    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return FramedDialect.pair(PrefixedLineEncoder.SERVER, disconnectReason.sentence());
    }
}
