package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that requests whose bodies arrive slowly, or never, occupy no threads that other requests need. */
class SlowBodyTest extends WebSocketTestBase {

    /** More than the threads that Tomcat has for requests on Java 17. */
    private static final int MANY = 220;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket send(String head) throws IOException {
        Socket socket = new Socket("localhost", server.port());
        socket.setSoTimeout(5_000);
        sockets.add(socket);
        socket.getOutputStream().write((head + "\r\nHost: localhost\r\n").getBytes(US_ASCII));
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static String statusLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
    }

    @ParameterizedTest
    @CsvSource({"GET /ws/info", "POST /ws/000/slow/xhr_send", "POST /ws/info", "POST /nothing"})
    void unfinishedBodiesDoNotDelayOtherRequests(String request) throws Exception {
        for (int i = 0; i < MANY; i++) {
            write(send(request + " HTTP/1.1"), "Content-Length: 200000\r\n\r\n");
        }

        Socket other = send("GET /ws/info HTTP/1.1");
        long started = System.nanoTime();
        write(other, "\r\n");

        assertThat(statusLine(other)).startsWith("HTTP/1.1 200");
        assertThat(System.nanoTime() - started).as("nanoseconds").isLessThan(1_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xhr_send/", "xhr_send;a=b"})
    void unfinishedBodiesForAnOpenSessionDoNotDelayOtherRequests(String end) throws Exception {
        Socket open = send("POST /ws/000/open/xhr HTTP/1.1");
        write(open, "Content-Length: 0\r\n\r\n");
        assertThat(statusLine(open)).startsWith("HTTP/1.1 200");
        for (int i = 0; i < MANY; i++) {
            write(send("POST /ws/000/open/" + end + " HTTP/1.1"), "Content-Length: 200000\r\n\r\n[");
        }

        Socket other = send("GET /ws/info HTTP/1.1");
        long started = System.nanoTime();
        write(other, "\r\n");

        assertThat(statusLine(other)).startsWith("HTTP/1.1 200");
        assertThat(System.nanoTime() - started).as("nanoseconds").isLessThan(1_000_000_000L);
    }

    @Test
    void formIsNotRead() throws Exception {
        Socket socket = send("POST /nothing HTTP/1.1");
        write(socket, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 20000\r\n\r\na=b");

        assertThat(statusLine(socket)).startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @CsvSource({"POST /", "POST /ws/info", "PUT /nothing", "POST /ws/000/form/xhr_send"})
    void multipartBodyIsNotParsed(String request) throws Exception {
        Socket socket = send(request + " HTTP/1.1");
        write(
                socket,
                "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 200000\r\n\r\n--x\r\n"
                        + "Content-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nz");

        if (!request.endsWith("xhr_send")) {
            assertThat(statusLine(socket)).startsWith("HTTP/1.1");
        }
        try (Socket other = send("GET /ws/info HTTP/1.1")) {
            write(other, "\r\n");
            assertThat(statusLine(other)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void connectionIsClosedAfterARequestWhoseBodyIsNotRead() throws Exception {
        Socket socket = send("GET /ws/info HTTP/1.1");
        write(socket, "Content-Length: 200000\r\n\r\nx");

        String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

        assertThat(answer).startsWith("HTTP/1.1 200");
    }
}
