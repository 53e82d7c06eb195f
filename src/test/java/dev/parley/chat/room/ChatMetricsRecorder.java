package dev.parley.chat.room;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps the reasons for which connections ended or were refused, in order. Thread-safe. */
public final class ChatMetricsRecorder implements ChatMetrics {

    private final Queue<String> disconnects = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusedConnections = new ConcurrentLinkedQueue<>();

    @Override
    public void disconnected(String reason) {
        disconnects.add(reason);
    }

    @Override
    public void connectionRefused(String reason) {
        refusedConnections.add(reason);
    }

    /** Returns the reasons for which connections ended. */
    public List<String> disconnects() {
        return List.copyOf(disconnects);
    }

    /** Returns the reasons for which connections were refused. */
    public List<String> refusedConnections() {
        return List.copyOf(refusedConnections);
    }
}
