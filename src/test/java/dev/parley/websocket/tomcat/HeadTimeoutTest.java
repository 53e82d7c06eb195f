package dev.parley.websocket.tomcat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Checks that the head of a request has a total time, and that a client which sends complete requests has none. */
class HeadTimeoutTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final String REQUEST = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static ConfigurableApplicationContext server;

    /** Has no stereotype annotation, so that the scans of other tests do not find it. */
    @EnableAutoConfiguration
    static class Wiring {
        @Bean
        WebServerFactoryCustomizer<TomcatWebServerFactory> timedTomcat() {
            return factory -> {
                factory.setProtocol(LimitedHttp11Protocol.class.getName());
                factory.addConnectorCustomizers(
                        connector -> ((LimitedHttp11Protocol) connector.getProtocolHandler()).setHeadTimeout(LIMIT));
            };
        }
    }

    @BeforeAll
    static void start() {
        server = new SpringApplicationBuilder(Wiring.class).run("--server.port=0");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Socket connect() throws IOException {
        int port = Integer.parseInt(server.getEnvironment().getRequiredProperty("local.server.port"));
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** Reads a response without a body, and returns its first line. */
    private static String readResponse(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII), 1);
        String status = reader.readLine();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); ) {
            line = reader.readLine();
        }
        return status;
    }

    /** Sends a piece 10 times per second, until the server closes the connection. */
    static void awaitDisconnect(Socket socket, String piece) throws IOException {
        socket.setSoTimeout(1);
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            try {
                write(socket, piece);
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException ignored) {
                return false;
            } catch (IOException ignored) {
                return true;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: "})
    void headThatArrivesByteByByteIsDisconnected(String beginning) throws IOException {
        try (Socket socket = connect()) {
            write(socket, beginning);

            awaitDisconnect(socket, beginning.isEmpty() ? "\r\n" : "x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "x"})
    void connectionThatWaitsForItsNextRequestIsDisconnected(String piece) throws IOException {
        try (Socket socket = connect()) {
            write(socket, REQUEST);
            assertThat(readResponse(socket)).startsWith("HTTP/1.1 404");

            awaitDisconnect(socket, piece);
        }
    }

    @Test
    void eachRequestHasItsOwnTime() throws Exception {
        try (Socket socket = connect()) {
            long started = System.nanoTime();
            await().pollInterval(Duration.ofMillis(200)).until(() -> {
                write(socket, REQUEST);
                assertThat(readResponse(socket)).startsWith("HTTP/1.1 404");
                return System.nanoTime() - started > LIMIT.multipliedBy(3).toNanos();
            });
        }
    }
}
