package dev.parley.websocket;

import dev.parley.people.Guesses;
import dev.parley.room.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.scheduling.TaskScheduler;

/** Asks for the server's password, if it has one, and lets nobody guess it quickly. Never waits; safe from any thread. */
final class Porter {

    private final Guesses guesses;
    private final TaskScheduler scheduler;

    Porter(Guesses guesses, TaskScheduler scheduler) {
        this.guesses = guesses;
        this.scheduler = scheduler;
    }

    /** Does what follows if this is the password, at once or when it is its turn; else turns the connection away. */
    void ask(Connection connection, String passcode, Runnable then) {
        Optional<Duration> turn = guesses.turn(connection.origin().address());
        if (turn.isEmpty()) {
            in(Guesses.PAUSE, () -> connection.turnAway(connection.refused(Refusal.slowDown(Guesses.PAUSE))));
        } else if (turn.get().isZero()) {
            look(connection, passcode, then);
        } else {
            in(turn.get(), () -> look(connection, passcode, then));
        }
    }

    private void look(Connection connection, String passcode, Runnable then) {
        if (guesses.isRight(passcode, connection.origin().address())) {
            then.run();
        } else {
            in(Guesses.PAUSE, () -> connection.turnAway(connection.refused(Refusal.wrongPassword())));
        }
    }

    private void in(Duration time, Runnable task) {
        var unused = scheduler.schedule(task, Instant.now().plus(time));
    }
}
