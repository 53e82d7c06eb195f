package dev.parley.tcp.dialect.turns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its hearer's next turn. Of more than 4 KiB only the latest is kept, and the others are counted. Confined
 * to its connection's event loop.
 */
final class PendingLines {

    private static final int MOST_BYTES = 4 * 1024;

    private final Deque<byte[]> lines = new ArrayDeque<>();
    private int bytes;
    private int missed;

    /** Adds a line, with its end. */
    void add(String line) {
        byte[] added = line.getBytes(UTF_8);
        lines.add(added);
        bytes += added.length;
        while (bytes > MOST_BYTES && lines.size() > 1) {
            bytes -= lines.remove().length;
            missed++;
        }
    }

    /** Takes what fits into so many bytes; of a line that does not fit by itself the first part. Null if there is nothing. */
    byte @Nullable [] poll(int most) {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        if (missed > 0) {
            taken.writeBytes(("… " + missed + " earlier, /last shows them\n").getBytes(UTF_8));
            missed = 0;
        }
        while (!lines.isEmpty() && taken.size() + lines.element().length <= most) {
            byte[] line = lines.remove();
            bytes -= line.length;
            taken.writeBytes(line);
        }
        if (taken.size() == 0 && !lines.isEmpty()) {
            byte[] line = lines.remove();
            int end = characterBefore(line, most);
            byte[] rest = new byte[line.length - end];
            System.arraycopy(line, end, rest, 0, rest.length);
            lines.addFirst(rest);
            bytes -= end;
            taken.write(line, 0, end);
        }
        return taken.size() == 0 ? null : taken.toByteArray();
    }

    /** Where the last character ends that ends within so many bytes (RFC 3629, section 3). */
    private static int characterBefore(byte[] line, int most) {
        int end = most;
        while ((line[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    /** Everything goes. */
    void clear() {
        lines.clear();
        bytes = 0;
    }
}
