package dev.parley.websocket;

import dev.parley.people.Password;
import java.time.Duration;
import java.time.Instant;
import org.springframework.scheduling.TaskScheduler;

/** Asks for the server's password, if it has one, and lets nobody guess it quickly. Safe from any thread. */
final class Porter {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Password password;
    private final TaskScheduler scheduler;

    Porter(Password password, TaskScheduler scheduler) {
        this.password = password;
        this.scheduler = scheduler;
    }

    /** Whether this is the password, or none is needed. */
    boolean knows(String passcode) {
        return password.admits(passcode);
    }

    /** Answers after a pause. */
    void later(Runnable answer) {
        var unused = scheduler.schedule(answer, Instant.now().plus(PAUSE));
    }
}
