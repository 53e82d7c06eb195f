package dev.parley.chat.room;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often something has happened, by its kind: a code out of a closed catalogue, never what somebody typed. Only ever
 * rises. Safe from any thread; not meant for what happens with every delivery.
 */
public final class Counts {

    private final ConcurrentMap<String, AtomicLong> kinds = new ConcurrentHashMap<>();

    void add(String kind) {
        kinds.computeIfAbsent(kind, first -> new AtomicLong()).incrementAndGet();
    }

    /** How often this kind has happened. */
    public long of(String kind) {
        AtomicLong count = kinds.get(kind);
        return count == null ? 0 : count.get();
    }

    /** How often each kind has happened that has happened at all, in alphabetical order. */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        kinds.forEach((kind, count) -> all.put(kind, count.get()));
        return all;
    }
}
