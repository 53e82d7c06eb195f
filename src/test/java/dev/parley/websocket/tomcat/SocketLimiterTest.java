package dev.parley.websocket.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionRateLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Checks that sockets above the limit are closed at once and not counted. The messages name the behavior of Tomcat
 * that this depends on.
 */
class SocketLimiterTest {

    private static final int LIMIT = 3;

    /** Has no stereotype annotation, so that the scans of other tests do not find it. */
    @EnableAutoConfiguration
    static class Wiring {
        @Bean
        SocketLimiter socketLimiter() {
            return new SocketLimiter(
                    new ConnectionLimiter(LIMIT, 0), TrustedProxies.NONE, ConnectionRateLimiter.unlimited());
        }

        @Bean
        WebServerFactoryCustomizer<TomcatWebServerFactory> limitedTomcat(SocketLimiter socketLimiter) {
            return factory -> {
                factory.setProtocol(LimitedHttp11Protocol.class.getName());
                factory.addConnectorCustomizers(connector ->
                        ((LimitedHttp11Protocol) connector.getProtocolHandler()).setLimiter(socketLimiter));
            };
        }
    }

    @Test
    void socketAboveTheLimitIsClosedAndAClosedSocketFreesAConnection() throws IOException {
        try (ConfigurableApplicationContext server =
                new SpringApplicationBuilder(Wiring.class).run("--server.port=0")) {
            int port = Integer.parseInt(server.getEnvironment().getRequiredProperty("local.server.port"));
            SocketLimiter socketLimiter = server.getBean(SocketLimiter.class);
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < LIMIT; i++) {
                silent.add(connect(port));
            }
            await("Tomcat hands sockets over to setSocketOptions when it has accepted them.")
                    .until(() -> socketLimiter.open() == LIMIT);

            for (int i = 0; i < 200; i++) {
                try (Socket tooMany = connect(port)) {
                    assertThat(isClosed(tooMany)).isTrue();
                }
            }
            assertThat(socketLimiter.open()).isEqualTo(LIMIT);
            for (Socket socket : silent) {
                socket.close();
            }
            await("Tomcat notifies its handler when a socket is released.").until(() -> socketLimiter.open() == 0);
            try (Socket again = connect(port)) {
                again.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(again.getInputStream().read()).isEqualTo('H');
            }
        }
    }

    @Test
    void newSocketsOfAnAddressHaveALimitPerSecond() throws IOException {
        SocketLimiter limiter = new SocketLimiter(
                new ConnectionLimiter(0, 0, new ConnectionRateLimiter(new AdmissionLimits.PerAddress(1, true), () -> 0))
                        .forSockets(),
                TrustedProxies.NONE,
                ConnectionRateLimiter.unlimited());
        try (SocketPair pair = new SocketPair()) {
            for (int i = 0; i < 4; i++) {
                assertThat(limiter.tryAcquire(pair.wrapper.getSocket().getIOChannel(), false))
                        .isTrue();
            }
            assertThat(limiter.tryAcquire(pair.wrapper.getSocket().getIOChannel(), false))
                    .isFalse();
        }
    }

    @Test
    void socketsWithTlsHaveALimitPerSecond() throws IOException {
        SocketLimiter limiter = new SocketLimiter(
                new ConnectionLimiter(0, 0),
                TrustedProxies.NONE,
                new ConnectionRateLimiter(new AdmissionLimits.PerAddress(1, true), () -> 0));
        try (SocketPair pair = new SocketPair()) {
            for (int i = 0; i < 4; i++) {
                assertThat(limiter.tryAcquire(pair.wrapper.getSocket().getIOChannel(), true))
                        .isTrue();
            }

            assertThat(limiter.tryAcquire(pair.wrapper.getSocket().getIOChannel(), true))
                    .isFalse();
            assertThat(limiter.tryAcquire(pair.wrapper.getSocket().getIOChannel(), false))
                    .isTrue();
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException ignored) {
            return true;
        }
    }
}
