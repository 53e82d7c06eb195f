package dev.parley.protocol;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.RoomName;
import dev.parley.stomp.StompVersion;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The narrations in use: one for all connections that hear a room under the same subscription id in the same version, so
 * that they share its words. Knows a narration only as long as somebody uses it, so that ids somebody makes up leave
 * nothing behind. Safe from any thread.
 */
public final class EncoderCache {

    private final ConcurrentMap<Key, CachedEncoder> cachedEncoder = new ConcurrentHashMap<>();
    private final ReferenceQueue<EventEncoder<byte[]>> unused = new ReferenceQueue<>();

    private record Key(StompVersion version, String subscription, RoomName room) {}

    private static final class CachedEncoder extends WeakReference<EventEncoder<byte[]>> {
        private final Key key;

        private CachedEncoder(Key key, EventEncoder<byte[]> eventEncoder, ReferenceQueue<EventEncoder<byte[]>> unused) {
            super(eventEncoder, unused);
            this.key = key;
        }
    }

    /** The words for those who hear this room under this id: MESSAGE frames, ready to be sent. */
    public EventEncoder<byte[]> encoderFor(StompVersion version, String subscription, RoomName room) {
        evictUnused();
        Key key = new Key(version, subscription, room);
        EventEncoder<byte[]> fresh = new StompEventEncoder(version, subscription, room);
        while (true) {
            CachedEncoder before = cachedEncoder.putIfAbsent(key, new CachedEncoder(key, fresh, unused));
            if (before == null) {
                return fresh;
            }
            EventEncoder<byte[]> used = before.get();
            if (used != null) {
                return used;
            }
            cachedEncoder.remove(key, before);
        }
    }

    /** How many are known. */
    int size() {
        evictUnused();
        return cachedEncoder.size();
    }

    private void evictUnused() {
        for (Reference<?> gone = unused.poll(); gone != null; gone = unused.poll()) {
            if (gone instanceof CachedEncoder entry) {
                cachedEncoder.remove(entry.key, entry);
            }
        }
    }
}
