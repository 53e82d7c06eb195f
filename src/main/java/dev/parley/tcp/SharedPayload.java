package dev.parley.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What many are told one after the other, put together once for all who are told the same. Confined to one thread.
 * Nobody changes words that were put in here, nor the pieces they were put together to, their indices included.
 */
final class SharedPayload {

    private final List<byte[]> held = new ArrayList<>();
    private @Nullable ByteBuf whole;

    /** The words as one piece, which is the receiver's to release. */
    static ByteBuf joined(List<byte[]> words) {
        int bytes = 0;
        for (byte[] piece : words) {
            bytes += piece.length;
        }
        ByteBuf all = ByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
        words.forEach(all::writeBytes);
        return all;
    }

    /** The same, out of shared memory if these are the words of the call before. */
    ByteBuf shared(List<byte[]> words) {
        ByteBuf known = whole;
        if (known == null || !isHeld(words)) {
            if (words.size() < held.size()) {
                // Whoever is not told of its own words: most who follow are told all of them.
                return joined(words);
            }
            clear();
            known = joined(words);
            whole = known;
            held.addAll(words);
        }
        return known.retain();
    }

    /** Whether these are the very same words, which is quick to see and cannot be mistaken. */
    private boolean isHeld(List<byte[]> words) {
        if (words.size() != held.size()) {
            return false;
        }
        for (int i = words.size() - 1; i >= 0; i--) {
            if (words.get(i) != held.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Keeps nothing any more; what was handed out stays what it is. */
    void clear() {
        if (whole != null) {
            whole.release();
            whole = null;
        }
        held.clear();
    }
}
