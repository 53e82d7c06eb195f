package dev.parley.storage.postgres;

import dev.parley.chat.room.RelaySignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends notices by NOTIFY, on a thread and a connection of its own. Signals that wait are merged: of those about the same,
 * the last one is sent. While the database is away they wait, up to a number. Thread-safe.
 */
final class NoticeSender {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeSender.class);

    /** The channel of all nodes. PostgreSQL passes each notice to each listening connection in any case. */
    static final String CHANNEL = "parley";

    /** The line that makes nodes read the messages for them. */
    static final String READ_MESSAGES = "mail";

    /** The line of the test at the start. */
    static final String TEST = "test";

    /** The longest payload; PostgreSQL accepts less than 8,000 bytes. */
    private static final int MOST_BYTES = 7_900;

    private static final int MOST_WAITING = 20_000;
    private static final int SOCKET_SECONDS = 2;

    private final DatabaseAddress address;
    private final PostgresNode node;
    private final Thread thread = new Thread(this::run, "parley-notify");
    private final Map<String, String> waiting = new LinkedHashMap<>(); // guarded by this; lines by what they are about
    private final Pause pause = new Pause();
    private @Nullable Connection connection; // confined to the thread once it runs

    NoticeSender(DatabaseAddress address, PostgresNode node) {
        this.address = address;
        this.node = node;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Sends a signal soon. Does not block. */
    void send(RelaySignal signal) {
        String line = RelayCodec.encode(signal);
        String about = line;
        if (signal instanceof RelaySignal.MessagesAppended appended) {
            about = "messages " + appended.room().text();
        } else if (signal instanceof RelaySignal.TopicChanged changed) {
            about = "topic " + changed.room().text();
        }
        add(about, line);
    }

    /** Has the other nodes read the messages for them. Does not block. */
    void sendReadMessages() {
        add(READ_MESSAGES, READ_MESSAGES);
    }

    private synchronized void add(String about, String line) {
        if (waiting.size() >= MOST_WAITING) {
            String lost = RelayCodec.encode(new RelaySignal.SignalsLost());
            waiting.clear();
            waiting.put(lost, lost);
        }
        waiting.put(about, line);
        notifyAll();
    }

    /** Sends a notice to this node itself, before the thread runs; returns its line. */
    String sendTest() throws SQLException {
        String line = TEST + " " + UUID.randomUUID();
        notifyNow(List.of(line));
        return line;
    }

    private void run() {
        while (true) {
            Map<String, String> batch = take();
            if (batch.isEmpty()) {
                return;
            }
            try {
                notifyNow(new ArrayList<>(batch.values()));
            } catch (SQLException e) {
                LOG.debug("Notices could not be sent; the next attempt follows.", e);
                disconnect();
                putBack(batch);
                pause.await(Pause.RETRY);
                if (pause.isClosed()) {
                    return;
                }
            }
        }
    }

    /** Waits for signals, and takes all; none if this is closed and all are sent. */
    private synchronized Map<String, String> take() {
        while (!pause.isClosed() && waiting.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException ignored) {
                // Only close() ends this thread.
            }
        }
        Map<String, String> batch = new LinkedHashMap<>(waiting);
        waiting.clear();
        return batch;
    }

    /** Keeps signals for the next attempt. */
    private synchronized void putBack(Map<String, String> batch) {
        batch.forEach(waiting::putIfAbsent);
    }

    /** Sends lines, in as few notices as they fit into. */
    private void notifyNow(List<String> lines) throws SQLException {
        Connection here = connection;
        if (here == null) {
            here = address.connect(SOCKET_SECONDS);
            connection = here;
        }
        PostgresConnection statements = new PostgresConnection(here);
        for (String payload : payloads(node.nodeId(), lines)) {
            statements.query("SELECT pg_notify(?, ?)", CHANNEL, payload).close();
        }
    }

    /** Returns payloads, each of which begins with the id of the node. */
    static List<String> payloads(String nodeId, List<String> lines) {
        List<String> payloads = new ArrayList<>();
        StringBuilder payload = new StringBuilder(nodeId);
        for (String line : lines) {
            if (payload.length() + 1 + line.length() > MOST_BYTES && payload.length() > nodeId.length()) {
                payloads.add(payload.toString());
                payload = new StringBuilder(nodeId);
            }
            if (payload.length() + 1 + line.length() <= MOST_BYTES) {
                payload.append('\n').append(line);
            }
        }
        if (payload.length() > nodeId.length()) {
            payloads.add(payload.toString());
        }
        return payloads;
    }

    private void disconnect() {
        Connection here = connection;
        connection = null;
        DatabaseAddress.close(here);
    }

    /** Sends the signals that wait, once, and ends the connection. */
    void close() {
        pause.close();
        synchronized (this) {
            notifyAll();
        }
        try {
            thread.join(SOCKET_SECONDS * 1_000L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }
}
