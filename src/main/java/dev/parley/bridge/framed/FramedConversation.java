package dev.parley.bridge.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.bridge.talk.Sayings;
import dev.parley.bridge.talk.Talk;
import dev.parley.bridge.talk.Teller;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.CloseCause;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** One person's talk in frames. */
final class FramedConversation implements DialectSession, Teller {

    /** A name or a message beyond this is no such thing. */
    private static final int LONGEST = 64 * 1024;

    private final Framed framed;
    private final TcpConnection tcpConnection;
    private @Nullable Talk talk;

    FramedConversation(Framed framed, TcpConnection tcpConnection) {
        this.framed = framed;
        this.tcpConnection = tcpConnection;
    }

    @Override
    public void read(ByteBuf input) {
        while (!tcpConnection.isHeld() && input.readableBytes() >= Framed.HEADER) {
            String header = input.toString(input.readerIndex(), Framed.HEADER, ISO_8859_1);
            if (!Framed.isHeader(header)) {
                malformed("A frame begins with its length in ten bytes, such as “5         ”.");
                return;
            }
            long length = Long.parseLong(header.strip());
            if (length > LONGEST) {
                malformed("A frame has at most " + LONGEST + " bytes.");
                return;
            } else if (input.readableBytes() < Framed.HEADER + length) {
                return;
            }
            input.skipBytes(Framed.HEADER);
            take(input.readCharSequence((int) length, UTF_8).toString());
        }
    }

    private void take(String text) {
        if (talk == null) {
            Talk.begin(framed.host(), tcpConnection, this, text, begun -> talk = begun, () -> {});
        } else {
            talk.speak(text, () -> {});
        }
    }

    private void malformed(String sentence) {
        tcpConnection.disconnect(DisconnectReason.malformed(sentence));
    }

    @Override
    public int maxPendingBytes() {
        return Framed.HEADER + LONGEST;
    }

    /** Half a frame is dropped with the connection. */
    @Override
    public void onInputClosed() {
        tcpConnection.close(CloseCause.CLOSED, null);
    }

    @Override
    public void tell(String from, String text) {
        tcpConnection.send(Framed.pair(from, text));
    }

    @Override
    public void part(CloseCause how, @Nullable String sentence) {
        tcpConnection.close(
                how, sentence == null ? encode(DisconnectReason.quit()) : Framed.pair(Sayings.SERVER, sentence));
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        if (talk == null) {
            return null;
        }
        var pairs = talk.heard(cursor, delivery, framed.sayings());
        if (pairs.size() == 1) {
            return pairs.get(0);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pairs.forEach(all::writeBytes);
        return all.size() == 0 ? null : all.toByteArray();
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        if (talk != null) {
            talk.heard(directMessage);
        }
    }

    @Override
    public byte[] encode(DisconnectReason disconnectReason) {
        return Framed.pair(Sayings.SERVER, disconnectReason.sentence());
    }
}
