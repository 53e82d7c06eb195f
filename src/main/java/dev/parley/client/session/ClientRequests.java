package dev.parley.client.session;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The requests of a session that wait for their receipts, by id. Confined to the event loop. */
final class ClientRequests {

    private final String prefix =
            Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
    private final Map<String, PendingRequest> requests = new HashMap<>();
    private long last;

    /** Returns an id that no other request or message has. */
    String nextId() {
        return prefix + "-" + last++;
    }

    /** Adds a request; returns its id. */
    String add(PendingRequest.Purpose purpose, String room) {
        String id = nextId();
        requests.put(id, new PendingRequest(purpose, room));
        return id;
    }

    /** Removes and returns the request with this id; null if there is none. */
    @Nullable
    PendingRequest remove(String id) {
        return requests.remove(id);
    }

    /** Removes all requests. */
    void clear() {
        requests.clear();
    }
}
