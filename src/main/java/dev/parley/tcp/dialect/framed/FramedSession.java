package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import dev.parley.tcp.dialect.basic.SenderPrefix;
import dev.parley.tcp.dialect.basic.SingleRoomSession;
import io.netty.buffer.ByteBuf;

/** One connection of the framed dialect. */
final class FramedSession extends SingleRoomSession {

    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final FramedDialect dialect;
    private FrameCodec codec = new FrameCodec(LengthHeader.PAIRS);
    private boolean hasCodec;

    FramedSession(FramedDialect dialect, TcpConnection connection) {
        super(dialect.context(), connection);
        this.dialect = dialect;
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
            publish(withoutOwnName(text), () -> {});
        } else if (!connection.isLocalPort(text)) {
            loginWith(text);
        }
    }

    private void loginWith(String text) {
        SenderPrefix.find(text)
                .ifPresentOrElse(
                        prefix -> login(prefix.name(), () -> publish(text.substring(prefix.length()), () -> {})),
                        () -> login(text, () -> {}));
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
    public int maxPendingBytes() {
        return codec.header().bytes() + MAX_BODY_BYTES;
    }
}
