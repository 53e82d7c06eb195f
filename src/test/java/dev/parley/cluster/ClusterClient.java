package dev.parley.cluster;

import dev.parley.integration.ServerProcess;
import dev.parley.integration.StompLibraryClient;
import dev.parley.load.LoadClient;
import dev.parley.load.TestMessage;
import dev.parley.load.TestTransport;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.text.Position;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client that sends and reads in one room, and continues on the next node after a time, or when its connection breaks. It resends
 * messages without an answer if they have a reference, and writes a transcript. Has a thread of its own.
 */
public final class ClusterClient {

    /** Every so many messages, one has no reference. */
    private static final int WITHOUT_REFERENCE = 10;

    private static final int MOST_UNANSWERED = 200;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final NodeProcesses nodes;
    private final TranscriptFolder transcripts;
    private final TestTransport.Kind kind;
    private final String name;
    private final String room;
    private final long pauseNanos;
    private final long stayNanos;
    private final Thread thread;
    private final Map<String, TestMessage> unanswered = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Set<String> resent = new HashSet<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private int node;
    private int next;
    private String token = "";
    private String last = "";
    private volatile boolean sending = true;
    private volatile boolean stopped;
    private volatile boolean connected;

    /**
     * Creates a client, and starts it.
     *
     * @param node the index of the first node
     * @param stay the time after which it continues on the next node
     */
    public ClusterClient(
            NodeProcesses nodes,
            TranscriptFolder transcripts,
            TestTransport.Kind kind,
            String name,
            String room,
            int node,
            double messagesPerSecond,
            Duration stay) {
        this.nodes = nodes;
        this.transcripts = transcripts;
        this.kind = kind;
        this.name = name;
        this.room = room;
        this.node = node;
        this.pauseNanos = (long) (1e9 / messagesPerSecond);
        this.stayNanos = stay.toNanos();
        this.thread = new Thread(this::run, "client-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!stopped) {
            int index = node % nodes.size();
            ServerProcess server = nodes.node(index);
            try (LoadClient client = LoadClient.logIn(kind, server, name, token)) {
                token = client.token();
                add(new Entry.Connected(Entry.now(), name, NodeProcesses.name(index), kind.toString()));
                connected = true;
                try {
                    stay(client);
                } finally {
                    connected = false;
                    add(new Entry.Closed(Entry.now()));
                }
            } catch (UncheckedIOException | LoadClient.ServerUnavailableException | AssertionError ignored) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            unanswered.values().removeIf(message -> !hasReference(message));
            node++;
        }
    }

    private void stay(LoadClient client) {
        Frame welcome = last.isEmpty() ? client.join(room, "replay", "0") : client.join(room, "after", last);
        JsonNode event = StompLibraryClient.json(welcome);
        Position position = Position.parse(event.path("position").asString("")).orElseThrow();
        add(new Entry.Joined(
                Entry.now(),
                room,
                last,
                position.epoch(),
                position.seq(),
                event.path("recovered").asBoolean(false)));
        last = position.toString();
        for (TestMessage message : List.copyOf(unanswered.values())) {
            resent.add(message.reference());
            send(client, message);
        }
        long due = System.nanoTime();
        long end = due + stayNanos;
        while (!stopped && !client.isClosedAndDrained() && (System.nanoTime() < end || !sending)) {
            while (sending && due <= System.nanoTime()) {
                due += pauseNanos;
                if (unanswered.size() < MOST_UNANSWERED) {
                    publish(client, new TestMessage(name, next++));
                }
            }
            long wait = sending ? due - System.nanoTime() : PAUSE.toNanos();
            onFrame(client.poll(Duration.ofNanos(Math.max(0, wait))));
        }
        for (Frame frame = client.poll(Duration.ZERO); frame != null; frame = client.poll(Duration.ZERO)) {
            onFrame(frame);
        }
    }

    private static boolean hasReference(TestMessage message) {
        return message.number() % WITHOUT_REFERENCE != 0;
    }

    private void publish(LoadClient client, TestMessage message) {
        unanswered.put(message.reference(), message);
        send(client, message);
    }

    private void send(LoadClient client, TestMessage message) {
        String key = message.reference();
        boolean withReference = hasReference(message);
        add(new Entry.Sent(Entry.now(), key, withReference ? key : "", Entry.digest(message.text())));
        if (withReference) {
            client.publish(room, message);
        } else {
            client.publishWithoutReference(room, message.text(), key);
        }
    }

    private void onFrame(@Nullable Frame frame) {
        if (frame == null) {
            return;
        }
        if (LoadClient.isReceipt(frame)) {
            String key = String.valueOf(frame.headers().get("receipt-id"));
            Position position = LoadClient.receiptPosition(frame);
            add(new Entry.Acknowledged(Entry.now(), key, position.epoch(), position.seq()));
            unanswered.remove(key);
            acknowledged.incrementAndGet();
        } else if (StompLibraryClient.isEvent(frame, "said")) {
            Position position = LoadClient.messagePosition(frame);
            String text = StompLibraryClient.json(frame).path("text").asString("");
            add(new Entry.Received(Entry.now(), position.epoch(), position.seq(), Entry.digest(text)));
            last = position.toString();
        } else if (frame.stompCommand() == StompCommand.MESSAGE
                && "/user/queue/refusals".equals(frame.headers().get("destination"))) {
            JsonNode refusal = StompLibraryClient.json(frame);
            String key = refusal.path("receipt").asString("");
            add(new Entry.Refused(Entry.now(), key, refusal.path("code").asString("")));
            refused.incrementAndGet();
            if (!resent.contains(key)) {
                unanswered.remove(key); // otherwise the first attempt may have been stored
            }
        }
    }

    private void add(Entry entry) {
        transcripts.add(name, entry);
    }

    /** Returns how many messages were acknowledged. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Returns how many messages were refused. */
    public long refused() {
        return refused.get();
    }

    /** Returns how many messages wait for an answer. */
    public int unanswered() {
        return unanswered.size();
    }

    /** Returns whether the client is logged in. */
    public boolean isConnected() {
        return connected;
    }

    /** Returns the nickname. */
    public String name() {
        return name;
    }

    /** Ends the sending of new messages; the client stays where it is. */
    public void stopSending() {
        sending = false;
    }

    /** Ends the connection, and the thread. */
    public void stop() {
        stopped = true;
        try {
            thread.join(TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
