package dev.parley.client;

import dev.parley.client.session.Backoff;
import dev.parley.client.session.ClientDisconnect;
import java.time.Duration;

/** Counts the attempts to reconnect since the last login. Confined to the event loop. */
final class ReconnectAttempts {

    /** The user gets more time to read the first question. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(3);

    private final Backoff backoff = new Backoff(Math::random);
    private String lastReason = "";
    private int count;

    /** Notes a login. */
    void reset() {
        count = 0;
        lastReason = "";
        backoff.reset();
    }

    /** Notes a lost connection or a failed attempt. */
    void add() {
        count++;
    }

    /** Returns the number of the next attempt, from 1. */
    int count() {
        return count;
    }

    /** Returns whether this reason differs from the previous one. */
    boolean isNewReason(ClientDisconnect disconnect) {
        boolean isNew = !disconnect.sentence().equals(lastReason);
        lastReason = disconnect.sentence();
        return isNew;
    }

    /** Returns the time before the next attempt. */
    Duration nextWait(ClientDisconnect disconnect) {
        Duration wait = backoff.atLeast(disconnect.retryAfter()).next();
        return count == 1 ? wait.plus(FIRST_WAIT) : wait;
    }
}
