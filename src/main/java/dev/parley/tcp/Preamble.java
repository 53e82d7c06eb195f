package dev.parley.tcp;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has come of a connection so far, without telnet's negotiation.
 *
 * @param bytes the first bytes, each as the character of its number (ISO 8859-1); never empty
 * @param silence for how long nothing has followed; {@link #FOREVER} once the peer has said that nothing will
 * @param typed whether they came one at a time, two at least, as from a telnet that sends every key
 */
public record Preamble(String bytes, Duration silence, boolean typed) {

    /** Nothing more will follow. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** Whether it has been silent for so long. */
    public boolean isSilentFor(Duration time) {
        return silence.compareTo(time) >= 0;
    }

    /**
     * Whether the bytes begin as the pattern says: {@link ProbeResult#MORE} if more bytes could make it so, or still
     * unmake it.
     */
    public ProbeResult matches(Pattern pattern) {
        Matcher matcher = pattern.matcher(bytes);
        if (matcher.lookingAt()) {
            return ProbeResult.YES;
        }
        return matcher.hitEnd() ? ProbeResult.MORE : ProbeResult.NO;
    }

    /** The same, but after so long a silence {@link ProbeResult#MORE} is {@link ProbeResult#NO}: nothing more is expected. */
    public ProbeResult matches(Pattern pattern, Duration patience) {
        ProbeResult probeResult = matches(pattern);
        return probeResult == ProbeResult.MORE && isSilentFor(patience) ? ProbeResult.NO : probeResult;
    }
}
