package dev.parley.protocol;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Message;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * Caches event encoders, so that all connections with the same room, subscription id and version share encoded events.
 * Holds encoders weakly, because clients choose the ids. Safe from any thread.
 */
final class EncoderCache {

    private final ConcurrentMap<Key, CachedEncoder> encoders = new ConcurrentHashMap<>();
    private final ReferenceQueue<EventEncoder<byte[]>> unused = new ReferenceQueue<>();

    private final Predicate<Message> byOperator;

    /** @param byOperator returns whether an operator sent a message; safe from any thread */
    EncoderCache(Predicate<Message> byOperator) {
        this.byOperator = byOperator;
    }

    private record Key(StompVersion version, String subscription, RoomName room) {}

    private static final class CachedEncoder extends WeakReference<EventEncoder<byte[]>> {
        private final Key key;

        private CachedEncoder(Key key, EventEncoder<byte[]> encoder, ReferenceQueue<EventEncoder<byte[]>> unused) {
            super(encoder, unused);
            this.key = key;
        }
    }

    /** Returns the encoder of MESSAGE frames for this room and subscription id. */
    EventEncoder<byte[]> encoderFor(StompVersion version, String subscription, RoomName room) {
        evictUnused();
        Key key = new Key(version, subscription, room);
        EventEncoder<byte[]> fresh = new StompEventEncoder(version, subscription, room, byOperator);
        while (true) {
            CachedEncoder existing = encoders.putIfAbsent(key, new CachedEncoder(key, fresh, unused));
            if (existing == null) {
                return fresh;
            }
            EventEncoder<byte[]> encoder = existing.get();
            if (encoder != null) {
                return encoder;
            }
            encoders.remove(key, existing);
        }
    }

    int size() {
        evictUnused();
        return encoders.size();
    }

    private void evictUnused() {
        for (Reference<?> collected = unused.poll(); collected != null; collected = unused.poll()) {
            if (collected instanceof CachedEncoder entry) {
                encoders.remove(entry.key, entry);
            }
        }
    }
}
