package dev.parley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.load.TestMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of the line dialect, which has no receipts and no resume token: after the end of its node it waits until its nickname is
 * free. Has a thread of its own, and one for each connection that reads.
 */
final class ClusterLineClient {

    private static final String ADMITTED = "You are in ";
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final int ADMITTED_WITHIN_MILLIS = 2_000;

    private final NodeProcesses nodes;
    private final TranscriptFolder transcripts;
    private final String name;
    private final long pauseNanos;
    private final Thread thread;
    private int node;
    private int next;
    private volatile boolean sending = true;
    private volatile boolean stopped;

    /** Creates a client, and starts it. */
    ClusterLineClient(
            NodeProcesses nodes, TranscriptFolder transcripts, String name, int node, double messagesPerSecond) {
        this.nodes = nodes;
        this.transcripts = transcripts;
        this.name = name;
        this.node = node;
        this.pauseNanos = (long) (1e9 / messagesPerSecond);
        this.thread = new Thread(this::run, "line-client-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!stopped) {
            int index = node % nodes.size();
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), nodes.node(index).terminalPort())) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(ADMITTED_WITHIN_MILLIS);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                socket.getOutputStream().write((name + "\n").getBytes(UTF_8));
                String line = in.readLine();
                while (line != null && !line.contains(ADMITTED)) {
                    line = in.readLine();
                }
                if (line != null) {
                    transcripts.add(name, new Entry.Connected(Entry.now(), name, NodeProcesses.name(index), "line"));
                    try {
                        socket.setSoTimeout(0);
                        stay(socket, in);
                    } finally {
                        transcripts.add(name, new Entry.Closed(Entry.now()));
                    }
                }
            } catch (IOException | AssertionError ignored) {
                // The node has ended, or the nickname is not free.
            }
            LockSupport.parkNanos(RETRY.toNanos());
            node++;
        }
    }

    private void stay(Socket socket, BufferedReader in) throws IOException {
        Thread reader = new Thread(() -> drain(socket, in), "line-reader-" + name);
        reader.setDaemon(true);
        reader.start();
        while (!stopped && reader.isAlive()) {
            if (sending) {
                TestMessage message = new TestMessage(name, next++);
                transcripts.add(
                        name, new Entry.Sent(Entry.now(), message.reference(), "", Entry.digest(message.text())));
                socket.getOutputStream().write((message.text() + "\n").getBytes(UTF_8));
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private static void drain(Socket socket, BufferedReader in) {
        try (socket) {
            String line = in.readLine();
            while (line != null) {
                line = in.readLine();
            }
        } catch (IOException ignored) {
            // The node has ended.
        }
    }

    /** Ends the sending; the client stays where it is. */
    void stopSending() {
        sending = false;
    }

    /** Ends the connection, and the thread. */
    void stop() {
        stopped = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
