package dev.parley.chat.room;

import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exchanges the members of one room with the other nodes. Thread-safe; nothing blocks. */
final class RoomPresence {

    private static final Logger LOG = LoggerFactory.getLogger(RoomPresence.class);

    /** No version: the next poll reads the members. */
    private static final long UNREAD = -1;

    /** The pause after a read, for each member that was read: 0.5 s for 10,000 members. */
    private static final Duration PAUSE_PER_MEMBER = Duration.ofNanos(50_000);

    /** The shortest pause that is made, of a room with 200 members. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

    private final RoomName name;
    private final RoomResources resources;
    private final Consumer<List<PresenceRegistry.Member>> remoteListener;
    private final AtomicInteger requestedReads = new AtomicInteger();
    private final AtomicLong polledVersion = new AtomicLong();

    /**
     * Creates the presence of a room.
     *
     * @param remoteListener receives the members of all other nodes after each read, on any thread
     */
    RoomPresence(RoomName name, RoomResources resources, Consumer<List<PresenceRegistry.Member>> remoteListener) {
        this.name = name;
        this.resources = resources;
        this.remoteListener = remoteListener;
    }

    /** Stores a change of the members of this node, and has the other nodes read it. */
    void write(PresenceRegistry.Change change) {
        resources.presence().write(name, resources.node(), List.of(change)).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("Other nodes do not see all users of this node in room {}.", name, failure);
            }
            resources.relay().publish(new RelaySignal.PresenceChanged(name));
        });
    }

    /**
     * Reads the members of the other nodes. While a read is under way, further calls cause one more after it. A large room
     * pauses before, so that users who join one after the other do not cause a read of all members each.
     */
    void read() {
        if (requestedReads.getAndIncrement() == 0) {
            readNow();
        }
    }

    /** Reads the members if their version differs from that of the last poll. */
    void onPolled(long version) {
        if (polledVersion.getAndSet(version) != version) {
            read();
        }
    }

    private void readNow() {
        int requested = requestedReads.get();
        resources.presence().members(name).whenComplete((members, failure) -> {
            Duration pause = Duration.ZERO;
            if (failure == null) {
                remoteListener.accept(withoutThisNode(members));
                pause = PAUSE_PER_MEMBER.multipliedBy(
                        members.values().stream().mapToLong(List::size).sum());
            } else {
                LOG.warn("The users that other nodes have in room {} cannot be read.", name, failure);
                polledVersion.set(UNREAD);
            }
            if (pause.compareTo(SHORTEST_PAUSE) < 0) {
                endRead(requested);
            } else {
                resources.scheduler().schedule(pause, () -> endRead(requested));
            }
        });
    }

    private void endRead(int requested) {
        if (!requestedReads.compareAndSet(requested, 0)) {
            readNow();
        }
    }

    private List<PresenceRegistry.Member> withoutThisNode(Map<String, List<PresenceRegistry.Member>> byNode) {
        return byNode.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(resources.node()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }
}
