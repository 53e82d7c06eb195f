package dev.parley.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.CidrBlock;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.room.AdmissionLimits;
import dev.parley.chat.session.RequestLimiter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Checks that responses which clients do not read occupy no threads that other clients need. */
class RequestLimitTest {

    /** The requests that one address may have in progress: half of the threads. */
    private static final int PER_ADDRESS = 200;

    /** More than the threads that Tomcat has for requests on Java 17. */
    private static final int MANY = 440;

    /** A class of 30 opens the page at once, with 6 connections of each browser. */
    private static final int CLASS = 180;

    /** Larger than the buffers of a socket. */
    private static final byte[] LARGE = new byte[8 << 20];

    private static ConfigurableApplicationContext server;

    private final List<Socket> sockets = new ArrayList<>();

    /** Declares its beans, because a scan would find the whole server. */
    @EnableAutoConfiguration
    @Import(Pages.class)
    @ComponentScan("dev.parley.http.tomcat")
    static class Wiring {

        @Bean
        RequestLimiter requestLimiter() {
            return new RequestLimiter(new AdmissionLimits.PerAddress(60, false), 2 * PER_ADDRESS, 1, System::nanoTime);
        }

        @Bean
        TrustedProxies trustedProxies() {
            return new TrustedProxies(List.of(CidrBlock.parse("127.0.0.9").orElseThrow()));
        }
    }

    @RestController
    static class Pages {

        private final RequestLimiter limiter;

        Pages(RequestLimiter limiter) {
            this.limiter = limiter;
        }

        @GetMapping("/large")
        byte[] large() {
            return LARGE;
        }

        @GetMapping("/language")
        String language(@RequestHeader(name = "Accept-Language", defaultValue = "none") String languages) {
            return languages;
        }

        /** Returns how many requests are in progress in the second pass of a request. */
        @GetMapping("/twice")
        void twice(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.getWriter().print("in progress: " + limiter.inProgress());
            } else {
                request.startAsync().dispatch();
            }
        }

        @GetMapping({"/small", "/chat/websocket"})
        String small() {
            return "small";
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

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        RequestLimiter limiter = server.getBean(RequestLimiter.class);
        Awaitility.await().until(() -> limiter.inProgress() == 0);
    }

    private Socket send(String address, String request) throws IOException {
        int port = Integer.parseInt(server.getEnvironment().getRequiredProperty("local.server.port"));
        Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(address), 0);
        socket.setSoTimeout(5_000);
        sockets.add(socket);
        socket.getOutputStream().write((request + "\r\n\r\n").getBytes(US_ASCII));
        return socket;
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost";
    }

    private static List<String> head(Socket socket) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        List<String> head = new ArrayList<>();
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            head.add(line);
        }
        return head;
    }

    @Test
    void unreadResponsesOfOneAddressDoNotDelayOthers() throws Exception {
        for (int i = 0; i < MANY; i++) {
            send("127.0.0.2", get("/large"));
        }
        Awaitility.await().until(() -> server.getBean(RequestLimiter.class).inProgress() >= PER_ADDRESS);

        long started = System.nanoTime();
        Socket other = send("127.0.0.1", get("/small"));

        assertThat(head(other)).first().asString().startsWith("HTTP/1.1 200");
        assertThat(System.nanoTime() - started).as("nanoseconds").isLessThan(1_000_000_000L);
    }

    @Test
    void addressWithTooManyUnreadResponsesReceivesStatus503() throws Exception {
        for (int i = 0; i < PER_ADDRESS; i++) {
            send("127.0.0.2", get("/large"));
        }
        Awaitility.await().until(() -> server.getBean(RequestLimiter.class).inProgress() == PER_ADDRESS);

        Socket further = send("127.0.0.2", "POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100");

        assertThat(head(further))
                .contains("Retry-After: 1", "Connection: close", "X-Content-Type-Options: nosniff")
                .first()
                .asString()
                .startsWith("HTTP/1.1 503");
        // The server closes the connection without having read the body of the request.
        assertThat(further.getInputStream().readAllBytes().length).isLessThan(200);
    }

    @Test
    void manyClientsBehindOneAddressRequestPagesAtOnce() throws Exception {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < CLASS; i++) {
            clients.add(send("127.0.0.2", get("/small")));
        }

        for (Socket client : clients) {
            assertThat(head(client)).first().asString().startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void webSocketsOfOneAddressDoNotWaitForItsOtherRequests() throws Exception {
        for (int i = 0; i < PER_ADDRESS; i++) {
            send("127.0.0.2", get("/large"));
        }
        Awaitility.await().until(() -> server.getBean(RequestLimiter.class).inProgress() == PER_ADDRESS);

        Socket opening = send("127.0.0.2", get("/chat/websocket") + "\r\nUpgrade: websocket");
        Socket pretending = send("127.0.0.2", get("/small") + "\r\nUpgrade: websocket");
        Socket posting = send("127.0.0.2", get("/chat/websocket").replace("GET", "POST") + "\r\nUpgrade: websocket");

        assertThat(head(opening)).first().asString().startsWith("HTTP/1.1 200");
        assertThat(head(pretending)).first().asString().startsWith("HTTP/1.1 503");
        assertThat(head(posting)).first().asString().startsWith("HTTP/1.1 503");
    }

    @Test
    void clientsBehindATrustedProxyCountByTheirOwnAddresses() throws Exception {
        for (int i = 0; i < PER_ADDRESS; i++) {
            send("127.0.0.9", get("/large") + "\r\nX-Forwarded-For: 192.0.2.1");
        }
        Awaitility.await().until(() -> server.getBean(RequestLimiter.class).inProgress() == PER_ADDRESS);

        Socket same = send("127.0.0.9", get("/small") + "\r\nX-Forwarded-For: 192.0.2.1");
        Socket other = send("127.0.0.9", get("/small") + "\r\nX-Forwarded-For: 192.0.2.2");

        assertThat(head(same)).first().asString().startsWith("HTTP/1.1 503");
        assertThat(head(other)).first().asString().startsWith("HTTP/1.1 200");
    }

    @Test
    void requestsWithoutAPauseReceiveStatus429() throws Exception {
        List<String> head = List.of();
        for (int i = 0; i < 500 && (head.isEmpty() || head.get(0).startsWith("HTTP/1.1 200")); i++) {
            try (Socket socket = send("127.0.0.9", get("/small") + "\r\nX-Forwarded-For: 192.0.2.7")) {
                head = head(socket);
            }
        }

        assertThat(head).contains("Retry-After: 1").first().asString().startsWith("HTTP/1.1 429");
    }

    @Test
    void requestCountsInItsSecondPass() throws Exception {
        Socket socket = send("127.0.0.1", get("/twice") + "\r\nConnection: close");

        assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).contains("in progress: 1");
    }

    @ParameterizedTest
    @CsvSource({"10, Content-Length: 29", "1000, Content-Length: 4"})
    void longListOfLanguagesIsIgnored(int languages, String length) throws Exception {
        String list = String.join(",", Collections.nCopies(languages, "de"));

        assertThat(head(send("127.0.0.1", get("/language") + "\r\nAccept-Language: " + list)))
                .contains(length);
    }
}
