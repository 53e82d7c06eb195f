package dev.parley.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.servlet.BodyBudget;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks the memory for bodies that clients send slowly. */
class BodyBudgetTest {

    private static final String LOBBY = "rooms/lobby/messages";
    private static final int CLIENTS = 10;

    /** {@value #CLIENTS} bodies leave less than 32 KiB of the budget. */
    private static final int LENGTH = 100 * 1024;

    private final ApiServer server = new ApiServer();
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        closeClients();
        server.close();
    }

    private void closeClients() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
    }

    /** Sends all of a body but its last byte, without a key. */
    private void sendIncompleteBody() throws Exception {
        Socket client = new Socket("localhost", server.port());
        clients.add(client);
        OutputStream output = client.getOutputStream();
        output.write(
                ("POST /api/v1/" + LOBBY + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + LENGTH + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        output.write(new byte[LENGTH - 1]);
    }

    private long used() {
        return server.bean(BodyBudget.class).used();
    }

    @Test
    void unfinishedBodiesShareABudgetAndMessagesPassWhenItIsUsedUp() throws Exception {
        String key = server.bot("ci", true, "lobby");
        for (int i = 0; i < CLIENTS; i++) {
            sendIncompleteBody();
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> used() == CLIENTS * (LENGTH - 1));

        HttpResponse<String> large = server.post(LOBBY, key, "x".repeat(40_000));
        assertThat(large.statusCode()).as(large.body()).isEqualTo(503);
        assertThat(large.headers().firstValue("Retry-After")).isPresent();
        assertThat(large.body()).contains("\"code\":\"busy\"");
        assertThat(server.post(LOBBY, key, "the build is green").statusCode()).isEqualTo(201);
    }

    @Test
    void memoryIsFreeAfterTheRequests() throws Exception {
        String key = server.bot("ci", true, "lobby");
        sendIncompleteBody();
        await().atMost(Duration.ofSeconds(5)).until(() -> used() == LENGTH - 1);

        closeClients();
        assertThat(server.post(LOBBY, key, "x".repeat(100_000)).statusCode()).isEqualTo(413);
        assertThat(server.post(LOBBY, "unknown", "hello").statusCode()).isEqualTo(401);

        await().atMost(Duration.ofSeconds(15)).until(() -> used() == 0);
    }
}
