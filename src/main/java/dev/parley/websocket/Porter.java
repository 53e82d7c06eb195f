package dev.parley.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import org.springframework.scheduling.TaskScheduler;

/** Knows the server's password, if it has one, and lets nobody guess it quickly. Safe from any thread. */
final class Porter {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final byte[] password;
    private final TaskScheduler scheduler;

    Porter(String password, TaskScheduler scheduler) {
        this.password = password.getBytes(StandardCharsets.UTF_8);
        this.scheduler = scheduler;
    }

    /** Whether this is the password, or none is needed. Takes as long for one that is nearly right as for any other. */
    boolean knows(String passcode) {
        return password.length == 0 || MessageDigest.isEqual(password, passcode.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers after a pause. */
    void later(Runnable answer) {
        var unused = scheduler.schedule(answer, Instant.now().plus(PAUSE));
    }
}
