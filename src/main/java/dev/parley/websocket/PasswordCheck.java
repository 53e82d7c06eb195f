package dev.parley.websocket;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.LoginThrottle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.scheduling.TaskScheduler;

/** Asks for the server's password, if it has one, and lets nobody guess it quickly. Never waits; safe from any thread. */
final class PasswordCheck {

    private final LoginThrottle loginThrottle;
    private final TaskScheduler scheduler;

    PasswordCheck(LoginThrottle loginThrottle, TaskScheduler scheduler) {
        this.loginThrottle = loginThrottle;
        this.scheduler = scheduler;
    }

    /** Does what follows if this is the password, at once or when it is its turn; else turns the connection away. */
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
