package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.LockStepTimer;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import dev.parley.tcp.dialect.basic.SenderPrefix;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of the framed dialect. */
final class FramedSession extends SingleRoomSession {

    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final FramedDialect dialect;
    private final LockStepTimer lockStepTimer;
    private FrameCodec codec = new FrameCodec(LengthHeader.PAIRS);
    private boolean hasCodec;

    FramedSession(FramedDialect dialect, TcpConnection connection) {
        super(dialect.context(), connection);
        this.dialect = dialect;
        this.lockStepTimer = new LockStepTimer(connection, this::sendShortReply);
    }

    @Override
    public void read(ByteBuf input) {
        if (!hasCodec) {
            findCodec(input);
        }
        LengthHeader header = codec.header();
        while (!connection.isHeld() && input.readableBytes() >= header.bytes()) {
            long length = header.parse(input.toString(input.readerIndex(), header.bytes(), ISO_8859_1));
            if (length < 0) {
                malformed("A frame must begin with its length in " + header.example() + ".");
                return;
            } else if (length > MAX_BODY_BYTES) {
                malformed("A frame may have at most " + MAX_BODY_BYTES + " bytes.");
                return;
            } else if (input.readableBytes() < header.bytes() + length) {
                return;
            }
            onFrame(codec.decode(input, (int) length, clientText()));
        }
    }

    private void findCodec(ByteBuf input) {
        LengthHeader header = dialect.header(input.toString(ISO_8859_1));
        if (header != null) {
            codec = new FrameCodec(header);
        }
        hasCodec = true;
        onEncodersChanged();
    }

    private void onFrame(String text) {
        if (isLoggedIn()) {
            publishText(withoutOwnName(text));
        } else if (!connection.isLocalPort(text)) {
            loginWith(text);
        }
    }

    private void loginWith(String text) {
        SenderPrefix.find(text)
                .ifPresentOrElse(
                        prefix -> login(prefix.name(), () -> publishText(text.substring(prefix.length()))),
                        () -> login(text, () -> {}));
    }

    /** The client that expects pairs of frames reads without blocking, so it needs no reply. */
    private void publishText(String text) {
        if (!codec.header().equals(LengthHeader.PAIRS)) {
            lockStepTimer.onMessage();
        }
        publish(text, () -> {});
    }

    private void sendShortReply() {
        send(List.of(format().notice("ok, " + userCount() + " here")));
    }

    @Override
    protected void send(List<byte[]> lines) {
        lockStepTimer.onOutput();
        super.send(lines);
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        byte[] frames = super.encode(cursor, delivery);
        if (frames != null) {
            lockStepTimer.onOutput();
        }
        return frames;
    }

    private void malformed(String sentence) {
        connection.disconnect(DisconnectReason.malformed(sentence));
    }

    @Override
    protected RoomEncoders encoders() {
        return dialect.encoders(codec);
    }

    @Override
    public boolean readsOnlyAfterSending() {
        return true;
    }

    @Override
    public void onClosed() {
        lockStepTimer.end();
    }

    @Override
    public int maxPendingBytes() {
        return codec.header().bytes() + MAX_BODY_BYTES;
    }
}
