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
 */
public record Preamble(String bytes, Duration silence, boolean typed) {

    /** The silence after the end of input. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

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
