package dev.parley.websocket;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.LoginThrottle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.scheduling.TaskScheduler;

/** Checks the password of the server, if there is one, with the delays of the throttle. Thread-safe; never waits. */
final class PasswordCheck {

    private final LoginThrottle throttle;
    private final TaskScheduler scheduler;

    PasswordCheck(LoginThrottle throttle, TaskScheduler scheduler) {
        this.throttle = throttle;
        this.scheduler = scheduler;
    }

    /** Runs {@code then} if the password is right, at once or after the delay; refuses the connection otherwise. */
    void check(WebSocketConnection connection, String passcode, Runnable then) {
        Optional<Duration> turn =
                throttle.nextAttemptDelay(connection.clientInfo().address());
        if (turn.isEmpty()) {
            in(LoginThrottle.PAUSE, () -> connection.refuse(connection.refused(Refusal.slowDown(LoginThrottle.PAUSE))));
        } else if (turn.get().isZero()) {
            verify(connection, passcode, then);
        } else {
            in(turn.get(), () -> verify(connection, passcode, then));
        }
    }

    private void verify(WebSocketConnection connection, String passcode, Runnable then) {
        if (throttle.verify(passcode, connection.clientInfo().address())) {
            then.run();
        } else {
            in(LoginThrottle.PAUSE, () -> connection.refuse(connection.refused(Refusal.wrongPassword())));
        }
    }

    private void in(Duration time, Runnable task) {
        var unused = scheduler.schedule(task, Instant.now().plus(time));
    }
}
