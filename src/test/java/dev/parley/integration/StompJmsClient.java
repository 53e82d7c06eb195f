package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fusesource.hawtbuf.AsciiBuffer;
import org.fusesource.hawtbuf.Buffer;
import org.fusesource.stomp.client.BlockingConnection;
import org.fusesource.stomp.client.Constants;
import org.fusesource.stomp.client.Stomp;
import org.fusesource.stomp.codec.StompFrame;

/** Connects through a third-party STOMP library ({@code stompjms-client}), over plain TCP. */
public final class StompJmsClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final BlockingConnection connection;
    private final List<String> received = new CopyOnWriteArrayList<>();

    private StompJmsClient(BlockingConnection connection) {
        this.connection = connection;
    }

    /** Logs in under a nickname and subscribes to the lobby. */
    public static StompJmsClient join(int port, String name) {
        try {
            Stomp stomp = new Stomp("localhost", port);
            stomp.setVersion("1.1");
            stomp.setLogin(name);
            StompJmsClient stompJmsClient = new StompJmsClient(stomp.connectBlocking());
            Thread listening = new Thread(stompJmsClient::listen, "stompjms");
            listening.setDaemon(true);
            listening.start();
            StompFrame subscribe = new StompFrame(Constants.SUBSCRIBE);
            subscribe.addHeader(Constants.ID, new AsciiBuffer("0"));
            subscribe.addHeader(Constants.DESTINATION, new AsciiBuffer("/topic/rooms/lobby"));
            stompJmsClient.connection.send(subscribe);
            stompJmsClient.receive("\"type\":\"welcome\"");
            return stompJmsClient;
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("A STOMP client of another make could not connect.", e);
        }
    }

    private void listen() {
        try {
            while (true) {
                received.add(connection.receive().contentAsString());
            }
        } catch (IOException ignored) {
            // The connection is closed.
        }
    }

    /** Sends a message to the lobby. */
    public void send(String text) {
        StompFrame send = new StompFrame(Constants.SEND);
        send.addHeader(Constants.DESTINATION, new AsciiBuffer("/app/rooms/lobby"));
        send.content(new Buffer(("{\"text\":\"" + text + "\"}").getBytes(UTF_8)));
        try {
            connection.send(send);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a received message contains this. */
    public void receive(String part) {
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        org.assertj.core.api.Assertions.assertThat(received).anyMatch(body -> body.contains(part)));
    }

    /** Returns how many received messages contain this. */
    public long count(String part) {
        return received.stream().filter(body -> body.contains(part)).count();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
