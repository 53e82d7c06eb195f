package dev.parley.protocol;

import dev.parley.chat.room.Position;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.stomp.Headers;
import java.util.Optional;

/**
 * From where a SUBSCRIBE to a room wants to hear it: its headers {@code after} and {@code replay}.
 *
 * @param replayFrom from where; empty if the headers cannot be read
 */
public record ReplayHeaders(Optional<ReplayFrom> replayFrom) {

    /** So many messages can be asked for at most. */
    public static final int MOST = 500;

    private static final int MOST_DIGITS = 3;

    /**
     * Reads the headers of a SUBSCRIBE.
     *
     * @param otherwise how many messages are shown to whoever asks for nothing
     */
    public static ReplayHeaders parse(Headers headers, int otherwise) {
        String after = headers.get("after");
        String replay = headers.get("replay");
        if (after != null) {
            return new ReplayHeaders(Position.parse(after).map(ReplayFrom.After::new));
        } else if (replay == null) {
            return new ReplayHeaders(Optional.of(new ReplayFrom.Last(otherwise)));
        }
        boolean isNumber = !replay.isEmpty()
                && replay.length() <= MOST_DIGITS
                && replay.chars().allMatch(c -> c >= '0' && c <= '9');
        return new ReplayHeaders(
                isNumber && Integer.parseInt(replay) <= MOST
                        ? Optional.of(new ReplayFrom.Last(Integer.parseInt(replay)))
                        : Optional.empty());
    }

    /** What is answered if they cannot be read. */
    public static Refusal unreadable() {
        return Refusal.malformed("“after” is a position like EPOCH:SEQ, and “replay” a number from 0 to " + MOST + ".");
    }
}
