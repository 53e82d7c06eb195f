package dev.parley.http.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.servlet.ConnectionTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** Checks heart-beats, and that responses are cut whose clients read nothing. */
@Timeout(120)
class SlowClientTest {

    private static final Duration ENOUGH = Duration.ofSeconds(30);
    private static final int SHORTENED = 30;

    private static final Pattern POSITION = Pattern.compile("\"position\":\"([^\"]+)\"");

    private static final Queue<Duration> TIMEOUTS = new ConcurrentLinkedQueue<>();

    private final AtomicLong nanoTime = new AtomicLong();
    private final ApiServer server = new ApiServer(
            Map.of("clock", new StreamClock(nanoTime::get), "limiter", new ConnectionLimiter(0, 0)),
            TomcatWiring.class,
            ShortTimeouts.class);
    private final String key = server.bot("ci", true, "lobby");
    private final List<Socket> opened = new ArrayList<>();

    /** Scans for the configuration of Tomcat, as the whole server does. */
    @ComponentScan("dev.parley.websocket.tomcat")
    static class TomcatWiring {}

    /** Records the timeouts that responses ask for, and sets a part of them. */
    static class ShortTimeouts {
        @Bean
        static BeanPostProcessor shortTimeouts() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof ConnectionTimeouts real
                            ? (ConnectionTimeouts) (connection, timeout) -> {
                                TIMEOUTS.add(timeout);
                                real.setWriteTimeout(connection, timeout.dividedBy(SHORTENED));
                            }
                            : bean;
                }
            };
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : opened) {
            socket.close();
        }
        server.close();
        TIMEOUTS.clear();
    }

    private int streams() {
        return server.bean(StreamEndpoint.class).openConnections();
    }

    /** Sends a request, and reads nothing. */
    private void open(String path, String with) throws IOException {
        Socket socket = new Socket();
        opened.add(socket);
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream()
                .write(("GET /api/v1/rooms/lobby/" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + with + "\r\n\r\n")
                        .getBytes(US_ASCII));
    }

    @Test
    void heartbeatFollows20SecondsOfSilence() throws Exception {
        server.login("ada");
        try (StreamClient stream =
                new StreamClient(server.request("rooms/lobby/stream", key, "Accept", "application/x-ndjson")
                        .build())) {
            assertThat(stream.line()).contains("\"type\":\"welcome\"");
            nanoTime.addAndGet(Duration.ofSeconds(20).toNanos() - 1);
            server.post("rooms/lobby/messages", key, "not silent");
            assertThat(stream.line()).contains("not silent");
            nanoTime.addAndGet(Duration.ofSeconds(20).toNanos() - 1);
            server.bean(StreamEndpoint.class).beat();
            server.post("rooms/lobby/messages", key, "not silent either");
            assertThat(stream.line()).contains("not silent either");
            for (int i = 0; i < 2; i++) {
                nanoTime.addAndGet(Duration.ofSeconds(20).toNanos());
                assertThat(stream.line()).isEqualTo("{\"type\":\"heartbeat\"}");
            }
        }
    }

    @Test
    void streamIsCutAfter30SecondsWithoutProgress() throws Exception {
        server.login("ada");
        Matcher first = POSITION.matcher(
                server.post("rooms/lobby/messages", key, "first").body());
        assertThat(first.find()).isTrue();
        server.fillLobby(2_000, "y".repeat(20_000));

        open("stream?after=" + first.group(1), key);

        await().atMost(ENOUGH).until(() -> !TIMEOUTS.isEmpty());
        await().atMost(ENOUGH).until(() -> streams() == 0);
        assertThat(TIMEOUTS).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void exportsAreCutAfter30SecondsWithoutProgressAndTheNextOneRuns() throws Exception {
        server.login("ada");
        server.fillLobby(2_000, "y".repeat(20_000));
        String other = server.bot("other", false, "lobby");

        for (int i = 0; i < ExportController.MOST_AT_ONCE; i++) {
            open("export", i % 2 == 0 ? key : other);
        }

        await().atMost(ENOUGH).until(() -> TIMEOUTS.size() == ExportController.MOST_AT_ONCE);
        await().atMost(ENOUGH)
                .until(() -> server.get("rooms/lobby/export?format=jsonl", key).statusCode() == 200);
        assertThat(TIMEOUTS).containsOnly(Duration.ofSeconds(30));
    }
}
