package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Connects a client to the rules of all dialects, and records what each of them detects. */
abstract class DetectionTestBase {

    static final Duration TOKEN_TIMEOUT = Duration.ofMillis(250);
    static final Duration SECOND = Duration.ofSeconds(1);
    static final String GREETING = "Welcome to Parley. Your name?\n";

    private final List<RecordingDialect> recordingDialects = new ArrayList<>();
    private final List<Dialect> dialects = OpenPort.dialects(new TestChatServer().chatServer).stream()
            .map(this::recording)
            .toList();
    TestClient testClient = TestClient.of(new TestChatServer(), dialects);

    /** Returns a dialect that records its input, except for clients of a wrong protocol. */
    private Dialect recording(Dialect dialect) {
        if (dialect instanceof WrongProtocolDialect) {
            return dialect.name().equals("http")
                    ? WrongProtocolDialect.http(DetectionTimeouts.STANDARD, host -> "http://" + host + ":8080")
                    : dialect;
        }
        RecordingDialect recordingDialect = new RecordingDialect(dialect);
        recordingDialects.add(recordingDialect);
        return recordingDialect;
    }

    /** Connects again, and forgets what was detected. */
    final void reconnect() {
        testClient.assertNoLeaks();
        recordingDialects.forEach(recordingDialect -> recordingDialect.inputs().clear());
        testClient = TestClient.of(new TestChatServer(), dialects);
    }

    /** Connects to a port that sends {@code NICK}. */
    final void reconnectToNickPort() {
        reconnect();
        testClient.assertNoLeaks();
        testClient = TestClient.onNickPort(new TestChatServer(), dialects);
    }

    @AfterEach
    final void assertNoLeaks() {
        testClient.assertNoLeaks();
    }

    /** Returns the detected dialects and their input. */
    final List<String> detected() {
        return recordingDialects.stream()
                .flatMap(dialect -> dialect.inputs().stream().map(bytes -> dialect.name() + ": " + bytes))
                .toList();
    }

    static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }
}
