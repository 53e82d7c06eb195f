package dev.parley.chat.hook;

import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a hook has come.
 *
 * @param hook the number of the hook
 * @param position the position of the last entry that was delivered or left out
 * @param failingSince the time of the first failure since the last delivery, in milliseconds; null if there was none
 * @param failure the last of these failures; empty if there was none
 * @param enabled whether the hook delivers; not after a day of failures
 */
public record HookProgress(
        long hook, Position position, @Nullable Instant failingSince, String failure, boolean enabled) {

    /** Returns the progress of a hook that delivers everything after a position. */
    public static HookProgress after(long hook, Position position) {
        return new HookProgress(hook, position, null, "", true);
    }

    /** Returns the same progress at another position. */
    HookProgress at(Position next) {
        return new HookProgress(hook, next, failingSince, failure, enabled);
    }
}
