package dev.parley.websocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Runs one WebSocket server for all tests of a class, and disconnects its users after each. */
abstract class WebSocketTestBase {

    static WebTestServer server;

    @BeforeAll
    static void start() {
        server = WebTestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void disconnectAll() {
        server.disconnectAll();
    }
}
