package dev.parley.tcp.dialect.named;

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
import dev.parley.tcp.dialect.basic.RoomEncoders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages of the form {@code NAME: TEXT} or {@code [NAME] TEXT}, each ended by a line end, a NUL or silence. The first
 * contains the nickname, unless the client has answered {@code NICK} with it. Safe from any thread.
 */
public final class NamedDialect implements Dialect {

    private static final int REPLAY = 10;

    /**
     * The prefix of a message. Groups: the name and the separator behind it, or the name in brackets and the separator.
     * The characters of the first name exclude those that begin JSON, markup, a path or a list.
     */
    static final Pattern PREFIX = Pattern.compile(
            "(?:([!-~\\x80-\\xFF&&[^:\\[\\]<>{}\"()/\\\\,;=]]{1,64})( ?: )|\\[([^\\[\\]\\x00-\\x1F]{1,64})](:? ))(?=[^\\r\\n\\x00])");

    /** An answer to {@code NICK}, without its terminator. */
    private static final Pattern NICKNAME = Pattern.compile("[ -~\\x80-\\xFF]{1,64}");

    private static final Pattern TERMINATED_NICKNAME = Pattern.compile(NICKNAME.pattern() + "(\\r?\\n|\\x00)");

    /** Words that users and other protocols write before a colon, and that are not the name of a user. */
    private static final Set<String> LABELS =
            Set.of("name", "nick", "nickname", "username", "login", "password", "host", "from", "to", "subject");

    /** A time in brackets. */
    private static final Pattern TIME = Pattern.compile("[0-9:./ -]+");

    private final DialectContext context;
    private final DetectionTimeouts timeouts;
    private final Map<NamedForm, RoomEncoders> encoders = new ConcurrentHashMap<>();

    /**
     * Creates the dialect.
     *
     * @param password the server password; if one is set, every login is refused
     * @param timeouts the silence that ends a message without a terminator
     */
    public NamedDialect(CommandRegistry<CommandSender> commands, ServerPassword password, DetectionTimeouts timeouts) {
        this.context = DialectContext.of(this, NamedForm.UNKNOWN.format(), commands, password)
                .truncating(REPLAY);
        this.timeouts = timeouts;
    }

    @Override
    public String name() {
        return "named";
    }

    /** Waits for the terminator of input that arrives key by key. */
    @Override
    public ProbeResult probe(Preamble preamble) {
        boolean isTerminated = preamble.bytes().chars().anyMatch(sent -> sent == '\n' || sent == '\r' || sent == 0);
        if (preamble.typed() && !isTerminated) {
            return preamble.nickRequested() ? ProbeResult.MORE : ProbeResult.NO;
        } else if (preamble.nickRequested()) {
            return probeAnswer(preamble);
        }
        ProbeResult result = preamble.matches(PREFIX, timeouts.token());
        return result == ProbeResult.YES && !isName(preamble.bytes()) ? ProbeResult.NO : result;
    }

    private ProbeResult probeAnswer(Preamble preamble) {
        if (PREFIX.matcher(preamble.bytes()).lookingAt()
                || TERMINATED_NICKNAME.matcher(preamble.bytes()).lookingAt()) {
            return ProbeResult.YES;
        } else if (!NICKNAME.matcher(preamble.bytes()).matches()) {
            return ProbeResult.NO;
        }
        // One byte may be the first key of a user.
        Duration time = preamble.bytes().length() == 1 ? timeouts.start() : timeouts.token();
        boolean isComplete = preamble.isSilentFor(time) || preamble.firstWrite() > 0;
        return isComplete ? ProbeResult.YES : ProbeResult.MORE;
    }

    private static boolean isName(String bytes) {
        Matcher prefix = PREFIX.matcher(bytes);
        return prefix.lookingAt()
                && (prefix.group(1) == null
                        ? !TIME.matcher(prefix.group(3)).matches()
                        : !LABELS.contains(prefix.group(1).toLowerCase(Locale.ROOT)));
    }

    @Override
    public List<Duration> timeouts() {
        return List.of(timeouts.token(), timeouts.start());
    }

    @Override
    public DialectSession open(TcpConnection connection) {
        return new NamedSession(this, connection);
    }

    DialectContext context() {
        return context;
    }

    Duration silence() {
        return timeouts.token();
    }

    /** Returns the encoders for clients of this form. */
    RoomEncoders encoders(NamedForm form) {
        return encoders.computeIfAbsent(form, key -> new RoomEncoders(key.format()));
    }
}
