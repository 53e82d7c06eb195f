package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.ControlCharEscaper;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.DetectionTimeouts;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.ProbeResult;
import dev.parley.tcp.TcpConnection;
import dev.parley.tcp.dialect.basic.DialectContext;
import dev.parley.tcp.dialect.basic.PrefixedLineEncoder;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Frames of a header of ten bytes, the decimal length with blanks on either side, and so many bytes of UTF-8. The first
 * that comes in is the name, each further one a message; what goes out comes in pairs, who and what. Safe from any thread.
 */
public final class FramedDialect implements Dialect {

    /** So many bytes a header has. */
    static final int HEADER = 10;

    private static final int REPLAY = 10;
    private static final String CONTINUED = "\n  ";

    private static final Pattern LENGTH = Pattern.compile(" *[0-9]+ *");
    private static final Pattern LENGTH_SO_FAR = Pattern.compile(" *[0-9]* *");

    private final DialectContext context;
    private final DetectionTimeouts detectionTimeouts;
    private final PrefixedLineEncoder<byte[]> encoder = new PrefixedLineEncoder<>(FramedDialect::pair);

    /**
     * The dialect with these commands.
     *
     * @param serverPassword the server's: where there is one, nobody comes in this way
     * @param detectionTimeouts how long to wait for the rest of a header before it is taken for something else
     */
    public FramedDialect(
            CommandRegistry<CommandSender> commandRegistry,
            ServerPassword serverPassword,
            DetectionTimeouts detectionTimeouts) {
        this.context = DialectContext.unlimited(this, commandRegistry, serverPassword, REPLAY);
        this.detectionTimeouts = detectionTimeouts;
    }

    @Override
    public String name() {
        return "framed";
    }

    /** A line of digits only has its end within the ten bytes, and so is none. */
    @Override
    public ProbeResult probe(Preamble preamble) {
        String first =
                preamble.bytes().substring(0, Math.min(HEADER, preamble.bytes().length()));
        if (first.length() == HEADER) {
            return isHeader(first) ? ProbeResult.YES : ProbeResult.NO;
        }
        boolean mayBe = LENGTH_SO_FAR.matcher(first).matches() && !preamble.isSilentFor(detectionTimeouts.start());
        return mayBe ? ProbeResult.MORE : ProbeResult.NO;
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(detectionTimeouts.start());
    }

    /** Whether ten bytes say how many follow. */
    static boolean isHeader(String ten) {
        return LENGTH.matcher(ten).matches();
    }

    @Override
    public DialectSession open(TcpConnection tcpConnection) {
        return new FramedSession(this, tcpConnection);
    }

    DialectContext context() {
        return context;
    }

    /** What happens, as pairs of frames. */
    PrefixedLineEncoder<byte[]> encoder() {
        return encoder;
    }

    /** Who says what, in one piece: the old client reads them in one go, or not at all. */
    static byte[] pair(String from, String text) {
        ByteArrayOutputStream pair = new ByteArrayOutputStream();
        pair.writeBytes(frame(from));
        pair.writeBytes(frame(String.join(CONTINUED, ControlCharEscaper.lines(text))));
        return pair.toByteArray();
    }

    private static byte[] frame(String text) {
        byte[] body = text.getBytes(UTF_8);
        String length = Integer.toString(body.length);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(HEADER + body.length);
        frame.writeBytes((length + " ".repeat(HEADER - length.length())).getBytes(UTF_8));
        frame.writeBytes(body);
        return frame.toByteArray();
    }
}
