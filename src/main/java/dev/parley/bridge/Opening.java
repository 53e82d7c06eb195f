package dev.parley.bridge;

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
public record Opening(String bytes, Duration silence, boolean typed) {

    /** Nothing more will follow. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** Whether it has been silent for so long. */
    public boolean isSilentFor(Duration time) {
        return silence.compareTo(time) >= 0;
    }

    /**
     * Whether the bytes begin as the pattern says: {@link Verdict#MORE} if more bytes could make it so, or still
     * unmake it.
     */
    public Verdict begins(Pattern pattern) {
        Matcher matcher = pattern.matcher(bytes);
        if (matcher.lookingAt()) {
            return Verdict.YES;
        }
        return matcher.hitEnd() ? Verdict.MORE : Verdict.NO;
    }

    /** The same, but after so long a silence {@link Verdict#MORE} is {@link Verdict#NO}: nothing more is expected. */
    public Verdict begins(Pattern pattern, Duration patience) {
        Verdict verdict = begins(pattern);
        return verdict == Verdict.MORE && isSilentFor(patience) ? Verdict.NO : verdict;
    }
}
