package dev.parley.tcp.dialect.framed;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.DetectionTimeouts;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.ProbeResult;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.DialectContext;
import dev.parley.tcp.dialect.basic.PrefixedFormat;
import dev.parley.tcp.dialect.basic.RoomEncoders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Frames of a length and a text. The first frame from the client is the nickname, or a message with the nickname in
 * front; each further one is a message. The server answers with the header of the client. Safe from any thread.
 */
public final class FramedDialect implements Dialect {

    private static final int REPLAY = 10;

    private final DialectContext context;
    private final DetectionTimeouts timeouts;
    private final HeaderDetector detector;
    private final Map<FrameCodec, RoomEncoders> encoders = new ConcurrentHashMap<>();

    /**
     * Creates the dialect.
     *
     * @param password the server password; if one is set, every login is refused
     * @param timeouts how long to wait for the rest of a header
     */
    public FramedDialect(CommandRegistry<CommandSender> commands, ServerPassword password, DetectionTimeouts timeouts) {
        this.context = DialectContext.of(this, format(new FrameCodec(LengthHeader.PAIRS)), commands, password)
                .truncating(REPLAY);
        this.timeouts = timeouts;
        this.detector = new HeaderDetector(timeouts);
    }

    private static PrefixedFormat format(FrameCodec codec) {
        return new PrefixedFormat(codec::encode);
    }

    @Override
    public String name() {
        return "framed";
    }

    /** A line that consists of digits has its line end within the first 10 bytes and is not a header. */
    @Override
    public ProbeResult probe(Preamble preamble) {
        return detector.detect(preamble).probe();
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(timeouts.token(), timeouts.start());
    }

    /** Returns the header of a connection whose first bytes are these; null if there is none. */
    @Nullable
    LengthHeader header(String bytes) {
        return detector.detect(Preamble.complete(bytes)).header();
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        return new FramedSession(this, connection);
    }

    DialectContext context() {
        return context;
    }

    /** Returns the encoders for clients with this codec. */
    RoomEncoders encoders(FrameCodec codec) {
        return encoders.computeIfAbsent(codec, key -> new RoomEncoders(format(key)));
    }
}
