package dev.parley.storage.memory;

import dev.parley.chat.room.PresenceRegistry;
import dev.parley.text.RoomName;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Keeps the members of all rooms in memory. Thread-safe; completes every stage before it returns. */
public final class InMemoryPresenceRegistry implements PresenceRegistry {

    private final Map<RoomName, Map<String, Map<String, Member>>> rooms = new ConcurrentHashMap<>(); // node, then user
    private final Map<RoomName, Long> versions = new ConcurrentHashMap<>();
    private final AtomicLong lastVersion = new AtomicLong();

    @Override
    public CompletionStage<Void> write(RoomName room, String node, List<Change> changes) {
        rooms.compute(room, (name, before) -> {
            Map<String, Map<String, Member>> nodes = before == null ? new LinkedHashMap<>() : before;
            Map<String, Member> members = nodes.computeIfAbsent(node, key -> new LinkedHashMap<>());
            for (Change change : changes) {
                if (change.present()) {
                    members.put(change.member().userId(), change.member());
                } else {
                    members.remove(change.member().userId());
                }
            }
            return withoutEmpty(nodes, node);
        });
        changed(room);
        return CompletableFuture.completedFuture(null);
    }

    private void changed(RoomName room) {
        versions.put(room, lastVersion.incrementAndGet());
    }

    @Override
    public CompletionStage<Map<RoomName, Long>> versions(Collection<RoomName> wanted) {
        Map<RoomName, Long> found = new HashMap<>();
        wanted.forEach(room -> {
            Long version = versions.get(room);
            if (version != null) {
                found.put(room, version);
            }
        });
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public CompletionStage<Map<String, List<Member>>> members(RoomName room) {
        Map<String, List<Member>> found = new LinkedHashMap<>();
        rooms.computeIfPresent(room, (name, nodes) -> {
            nodes.forEach((node, members) -> found.put(node, List.copyOf(members.values())));
            return nodes;
        });
        return CompletableFuture.completedFuture(found);
    }

    private static @Nullable Map<String, Map<String, Member>> withoutEmpty(
            Map<String, Map<String, Member>> nodes, String node) {
        nodes.computeIfPresent(node, (key, members) -> members.isEmpty() ? null : members);
        return nodes.isEmpty() ? null : nodes;
    }
}
