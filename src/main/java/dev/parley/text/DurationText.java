package dev.parley.text;

import java.time.Duration;

/** Writes durations as settings have them. */
public final class DurationText {

    private DurationText() {}

    /** Returns a duration in its largest unit without a remainder: {@code 30d}, {@code 15s}, {@code 5ms}. */
    public static String of(Duration time) {
        if (time.toMillis() % 1_000 != 0) {
            return time.toMillis() + "ms";
        }
        long seconds = time.toSeconds();
        if (seconds != 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds != 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
