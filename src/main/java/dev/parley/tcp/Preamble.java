package dev.parley.tcp;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first bytes of a connection, without telnet commands.
 *
 * @param bytes the bytes decoded as ISO 8859-1; never empty
 * @param silence the time since the last byte; {@link #FOREVER} after the end of input
 * @param typed whether 2 or more bytes arrived one at a time, as from a telnet client in character mode
 * @param firstWrite how many bytes the client sent before its first pause; 0 if it has made none
 * @param nickRequested whether the server has requested a nickname with {@code NICK}
 */
public record Preamble(String bytes, Duration silence, boolean typed, int firstWrite, boolean nickRequested) {

    /** The silence after the end of input. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** Returns a preamble that arrived at once. */
    static Preamble of(String bytes) {
        return new Preamble(bytes, Duration.ZERO, false, 0, false);
    }

    /** Returns a preamble after the longest silence. */
    public static Preamble complete(String bytes) {
        return new Preamble(bytes, FOREVER, false, 0, false);
    }

    /** Returns whether the silence has lasted at least this long. */
    public boolean isSilentFor(Duration time) {
        return silence.compareTo(time) >= 0;
    }

    /** Returns whether the bytes begin with a match: {@link ProbeResult#MORE} if more bytes could complete it. */
    public ProbeResult matches(Pattern pattern) {
        Matcher matcher = pattern.matcher(bytes);
        if (matcher.lookingAt()) {
            return ProbeResult.YES;
        }
        return matcher.hitEnd() ? ProbeResult.MORE : ProbeResult.NO;
    }

    /** Returns the same, but {@link ProbeResult#NO} instead of {@link ProbeResult#MORE} after this silence. */
    public ProbeResult matches(Pattern pattern, Duration timeout) {
        ProbeResult result = matches(pattern);
        return result == ProbeResult.MORE && isSilentFor(timeout) ? ProbeResult.NO : result;
    }
}
