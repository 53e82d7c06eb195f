package dev.parley.websocket;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.LoginThrottle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.scheduling.TaskScheduler;

/** Asks for the server's password, if it has one, and lets nobody guess it quickly. Never waits; safe from any thread. */
final class Porter {

    private final LoginThrottle loginThrottle;
    private final TaskScheduler scheduler;

    Porter(LoginThrottle loginThrottle, TaskScheduler scheduler) {
        this.loginThrottle = loginThrottle;
        this.scheduler = scheduler;
    }

    /** Does what follows if this is the password, at once or when it is its turn; else turns the connection away. */
    void ask(Connection connection, String passcode, Runnable then) {
        Optional<Duration> turn =
                loginThrottle.nextAttemptDelay(connection.clientInfo().address());
        if (turn.isEmpty()) {
            in(
                    LoginThrottle.PAUSE,
                    () -> connection.turnAway(connection.refused(Refusal.slowDown(LoginThrottle.PAUSE))));
        } else if (turn.get().isZero()) {
            look(connection, passcode, then);
        } else {
            in(turn.get(), () -> look(connection, passcode, then));
        }
    }

    private void look(Connection connection, String passcode, Runnable then) {
        if (loginThrottle.verify(passcode, connection.clientInfo().address())) {
            then.run();
        } else {
            in(LoginThrottle.PAUSE, () -> connection.turnAway(connection.refused(Refusal.wrongPassword())));
        }
    }

    private void in(Duration time, Runnable task) {
        var unused = scheduler.schedule(task, Instant.now().plus(time));
    }
}
