package dev.parley.protocol;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.protocol.api.ChatHeaders;
import dev.parley.stomp.Headers;
import dev.parley.text.Position;
import java.util.Optional;

/**
 * The start of the replay in a SUBSCRIBE to a room or to direct messages: its headers {@code after} and {@code replay}.
 *
 * @param replayFrom the start; empty if a header is invalid
 */
record ReplayHeaders(Optional<ReplayFrom> replayFrom) {

    /** Maximum number of messages that a client may request. */
    static final int MAX_REPLAY = 500;

    private static final int MAX_DIGITS = 3;

    /**
     * Parses the headers of a SUBSCRIBE.
     *
     * @param defaultReplay the number of messages if the client sends neither header
     */
    static ReplayHeaders parse(Headers headers, int defaultReplay) {
        String after = headers.get(ChatHeaders.AFTER);
        String replay = headers.get(ChatHeaders.REPLAY);
        if (after != null) {
            return new ReplayHeaders(Position.parse(after).map(ReplayFrom.After::new));
        } else if (replay == null) {
            return new ReplayHeaders(Optional.of(new ReplayFrom.Last(defaultReplay)));
        }
        boolean isNumber = !replay.isEmpty()
                && replay.length() <= MAX_DIGITS
                && replay.chars().allMatch(c -> c >= '0' && c <= '9');
        return new ReplayHeaders(
                isNumber && Integer.parseInt(replay) <= MAX_REPLAY
                        ? Optional.of(new ReplayFrom.Last(Integer.parseInt(replay)))
                        : Optional.empty());
    }

    /** Returns the refusal for invalid headers. */
    static Refusal invalidHeaders() {
        return Refusal.malformed(
                "“after” must be a position such as EPOCH:SEQ, and “replay” a number from 0 to " + MAX_REPLAY + ".");
    }
}
