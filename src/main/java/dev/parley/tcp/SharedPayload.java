package dev.parley.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Caches the concatenation of the payloads that consecutive subscribers receive. Confined to one thread. Callers must
 * not modify the payloads passed in, nor the buffers returned, including their indices.
 */
final class SharedPayload {

    private final List<byte[]> cached = new ArrayList<>();
    private @Nullable ByteBuf buffer;

    /** Returns a new buffer with the payloads, which the caller releases. */
    static ByteBuf concatenate(List<byte[]> payloads) {
        int bytes = 0;
        for (byte[] piece : payloads) {
            bytes += piece.length;
        }
        ByteBuf all = ByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
        payloads.forEach(all::writeBytes);
        return all;
    }

    /** Returns the same, from the cache if the previous call had the same payloads. */
    ByteBuf concatenateShared(List<byte[]> payloads) {
        ByteBuf result = buffer;
        if (result == null || !isCached(payloads)) {
            if (payloads.size() < cached.size()) {
                // A sender does not receive its own message; keep the full list for the next subscribers.
                return concatenate(payloads);
            }
            clear();
            result = concatenate(payloads);
            buffer = result;
            cached.addAll(payloads);
        }
        return result.retain();
    }

    /** Compares by identity, which is fast and exact. */
    private boolean isCached(List<byte[]> payloads) {
        if (payloads.size() != cached.size()) {
            return false;
        }
        for (int i = payloads.size() - 1; i >= 0; i--) {
            if (payloads.get(i) != cached.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Clears the cache; buffers already returned stay valid. */
    void clear() {
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
        cached.clear();
    }
}
