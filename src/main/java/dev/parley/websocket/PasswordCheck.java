package dev.parley.websocket;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.LoginThrottle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.scheduling.TaskScheduler;

/** Checks the password of the server, if there is one, with the delays of the throttle. Thread-safe; never waits. */
final class PasswordCheck {

    private final LoginThrottle loginThrottle;
    private final TaskScheduler scheduler;

    PasswordCheck(LoginThrottle loginThrottle, TaskScheduler scheduler) {
        this.loginThrottle = loginThrottle;
        this.scheduler = scheduler;
    }

    /** Runs {@code then} if the password is right, at once or after the delay; refuses the connection otherwise. */
    void check(WebSocketConnection webSocketConnection, String passcode, Runnable then) {
        Optional<Duration> turn =
                loginThrottle.nextAttemptDelay(webSocketConnection.clientInfo().address());
        if (turn.isEmpty()) {
            in(
                    LoginThrottle.PAUSE,
                    () -> webSocketConnection.refuse(
                            webSocketConnection.refused(Refusal.slowDown(LoginThrottle.PAUSE))));
        } else if (turn.get().isZero()) {
            verify(webSocketConnection, passcode, then);
        } else {
            in(turn.get(), () -> verify(webSocketConnection, passcode, then));
        }
    }

    private void verify(WebSocketConnection webSocketConnection, String passcode, Runnable then) {
        if (loginThrottle.verify(passcode, webSocketConnection.clientInfo().address())) {
            then.run();
        } else {
            in(
                    LoginThrottle.PAUSE,
                    () -> webSocketConnection.refuse(webSocketConnection.refused(Refusal.wrongPassword())));
        }
    }

    private void in(Duration time, Runnable task) {
        var unused = scheduler.schedule(task, Instant.now().plus(time));
    }
}
