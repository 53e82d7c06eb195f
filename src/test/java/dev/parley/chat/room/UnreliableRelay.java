package dev.parley.chat.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Connects nodes like the relay in memory, but drops, doubles and reorders signals. Thread-safe. */
final class UnreliableRelay {

    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final Executor executor;
    private final int dropped;
    private final Random random = new Random(7); // guarded by this
    private final List<Runnable> late = new ArrayList<>(); // guarded by this

    /**
     * Creates a relay without nodes.
     *
     * @param dropped the percentage of signals that is lost; half of the others arrive twice or late
     */
    UnreliableRelay(Executor executor, int dropped) {
        this.executor = executor;
        this.dropped = dropped;
    }

    RoomRelay connect() {
        Node node = new Node();
        nodes.add(node);
        return node;
    }

    private synchronized void pass(Runnable delivery) {
        if (random.nextInt(100) < dropped) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> late.add(delivery);
            case 1 -> {
                executor.execute(delivery);
                executor.execute(delivery);
            }
            default -> {
                executor.execute(delivery);
                if (!late.isEmpty()) {
                    executor.execute(late.remove(random.nextInt(late.size())));
                }
            }
        }
    }

    private final class Node implements RoomRelay {

        private final List<Consumer<RelaySignal>> listeners = new CopyOnWriteArrayList<>();

        @Override
        public void publish(RelaySignal signal) {
            nodes.stream()
                    .filter(node -> node != this)
                    .flatMap(node -> node.listeners.stream())
                    .forEach(listener -> pass(() -> listener.accept(signal)));
        }

        @Override
        public void subscribe(Consumer<RelaySignal> listener) {
            listeners.add(listener);
        }
    }
}
