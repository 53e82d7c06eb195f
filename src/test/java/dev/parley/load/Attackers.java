package dev.parley.load;

import dev.parley.integration.ServerProcess;
import dev.parley.stomp.StompCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The connections of an attack, which lasts for a limited time. Confined to one thread. */
final class Attackers implements AutoCloseable {

    private static final int LOBBY_MESSAGES = 220;
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ServerProcess server;
    private final String name;
    private final long end;
    private final List<AttackSocket> sockets = new ArrayList<>();
    private int number;
    private long nextConnection = System.nanoTime();

    /** Creates attackers; their nicknames begin with the name. */
    Attackers(ServerProcess server, String name, Duration time) {
        this.server = server;
        this.name = name;
        this.end = System.nanoTime() + time.toNanos();
    }

    /** An action on a socket or without one. */
    interface Action<T> {
        /** Runs; an exception ends the socket. */
        void run(T subject) throws IOException;
    }

    /** An action that is repeated. */
    interface Step {
        /** Runs once. */
        void run() throws IOException;
    }

    int pagePort() {
        return server.pagePort();
    }

    int terminalPort() {
        return server.terminalPort();
    }

    /** Returns the beginning of the nicknames. */
    String name() {
        return name;
    }

    /** Returns a new number. */
    int next() {
        return ++number;
    }

    /** Returns the latest number. */
    int last() {
        return number;
    }

    boolean isOver() {
        return System.nanoTime() >= end;
    }

    /** Publishes long messages in the lobby, so that answers with messages are large. */
    void fillLobby() {
        try (LoadClient filler = LoadClient.logIn(TestTransport.Kind.TCP, server, name + "filler", "")) {
            filler.join("lobby", "replay", "0");
            for (int i = 0; i < LOBBY_MESSAGES; i++) {
                filler.sendWithReceipt("/app/rooms/lobby", "text", i + " " + "x".repeat(1_400), "fill" + i);
                filler.await(StompCommand.RECEIPT);
            }
        }
    }

    /** Logs in as this many users, and returns their resume tokens. */
    List<String> tokens(int count) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (LoadClient reader = LoadClient.logIn(TestTransport.Kind.TCP, server, name + "reader" + i, "")) {
                reader.join("lobby", "replay", "0");
                tokens.add(reader.token());
            }
        }
        return tokens;
    }

    /** Opens WebSockets up to this number or until one is refused, each logged in as a user of its own in the lobby. */
    void openWebSockets(int count, String path) throws IOException {
        while (sockets.size() < count && !isOver()) {
            pace();
            AttackSocket socket;
            try {
                socket = AttackSocket.openWebSocket(pagePort(), path);
            } catch (IOException ignored) {
                return;
            }
            sockets.add(socket);
            socket.sendFrames(
                    "CONNECT\naccept-version:1.2\nheart-beat:0,0\nlogin:" + name + next() + "\n\n\0",
                    "SUBSCRIBE\nid:lobby\ndestination:/topic/rooms/lobby\nreplay:0\n\n\0",
                    "SUBSCRIBE\nid:answers\ndestination:/user/queue/answers\n\n\0");
        }
    }

    /** Connects once more, and keeps the connection. */
    AttackSocket connect(int port) throws IOException {
        AttackSocket socket = AttackSocket.connect(port);
        sockets.add(socket);
        return socket;
    }

    /** Waits, so that at most 1,000 connections per second are opened: the attackers share the cores of the server. */
    private void pace() {
        LockSupport.parkNanos(nextConnection - System.nanoTime());
        nextConnection = Math.max(nextConnection, System.nanoTime()) + TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** Connects up to this number, or until a connection is refused. */
    void connectUpTo(int count, int port) {
        try {
            while (sockets.size() < count && !isOver()) {
                pace();
                connect(port);
            }
        } catch (IOException ignored) {
            // The next step tries again.
        }
    }

    /** Resets the oldest connections, and keeps this number. */
    void resetAllBut(int count) throws IOException {
        while (sockets.size() > count) {
            sockets.remove(0).reset();
        }
    }

    /** Runs the action for each socket, and drops the sockets that the server has closed. */
    void each(Action<AttackSocket> action) throws IOException {
        for (Iterator<AttackSocket> each = sockets.iterator(); each.hasNext(); ) {
            AttackSocket socket = each.next();
            try {
                action.run(socket);
            } catch (IOException ignored) {
                socket.close();
                each.remove();
            }
        }
    }

    /** The same, and discards the bytes that have arrived. */
    void eachAndDrain(Action<AttackSocket> action) throws IOException {
        each(socket -> {
            action.run(socket);
            socket.drain();
        });
    }

    /** Repeats the step until the time is over, with a pause of 1 ms. */
    void untilOver(Step step) throws IOException {
        while (!isOver()) {
            step.run();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Repeats the action at this rate until the time is over; connections that the server refuses are expected. */
    void perSecond(int rate, Action<Integer> action) {
        long next = System.nanoTime();
        for (int i = 0; !isOver(); i++) {
            try {
                action.run(i);
            } catch (IOException ignored) {
                // The server is expected to refuse connections.
            }
            next += TimeUnit.SECONDS.toNanos(1) / rate;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /** Keeps this number of requests open, of which a byte is sent per 2 s. */
    void sendSlowly(int count, String beginning) throws IOException {
        Set<AttackSocket> sent = new HashSet<>();
        while (!isOver()) {
            connectUpTo(count, pagePort());
            each(socket -> socket.send(sent.add(socket) ? beginning : "x"));
            LockSupport.parkNanos(Math.min(SLOW_NANOS, end - System.nanoTime()));
        }
    }

    @Override
    public void close() throws IOException {
        for (AttackSocket socket : sockets) {
            socket.close();
        }
    }
}
