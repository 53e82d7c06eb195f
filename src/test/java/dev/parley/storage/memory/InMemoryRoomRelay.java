package dev.parley.storage.memory;

import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.RoomRelay;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Connects several chat servers of one process. Each node has a relay of its own, from {@link #connect}. Thread-safe. */
public final class InMemoryRoomRelay {

    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final Executor executor;

    /**
     * Creates a relay without nodes.
     *
     * @param executor calls the listeners; signals arrive in order if it runs its tasks in order
     */
    public InMemoryRoomRelay(Executor executor) {
        this.executor = executor;
    }

    /** Returns the relay of another node. */
    public RoomRelay connect() {
        Node node = new Node();
        nodes.add(node);
        return node;
    }

    private final class Node implements RoomRelay {

        private final List<Consumer<RelaySignal>> listeners = new CopyOnWriteArrayList<>();

        @Override
        public void publish(RelaySignal signal) {
            executor.execute(() -> nodes.stream()
                    .filter(node -> node != this)
                    .flatMap(node -> node.listeners.stream())
                    .forEach(listener -> listener.accept(signal)));
        }

        @Override
        public void subscribe(Consumer<RelaySignal> listener) {
            listeners.add(listener);
        }
    }
}
