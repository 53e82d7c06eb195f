package dev.parley.storage;

import dev.parley.chat.room.MessageHistory;
import java.time.Instant;
import org.slf4j.Logger;

/** Compares the time of the newest message with the clock of this machine. */
public final class NewestTime {

    private NewestTime() {}

    /** Logs a warning if the newest message is in the future. */
    public static void check(Logger log, Instant newest, Instant now) {
        if (newest.isAfter(now.plus(MessageHistory.CLOCK_TOLERANCE))) {
            log.atWarn()
                    .addKeyValue("event", "message-in-future")
                    .log(
                            "The newest message has the time {}, but the clock of this machine is at {}. One of both is"
                                    + " wrong. The times of new messages follow the clock.",
                            newest,
                            now);
        }
    }
}
