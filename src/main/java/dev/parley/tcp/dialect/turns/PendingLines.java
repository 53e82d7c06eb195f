package dev.parley.tcp.dialect.turns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The lines that wait for the client's next turn. Keeps the latest 4 KiB and counts the dropped lines. Confined to the
 * connection's event loop.
 */
final class PendingLines {

    private static final int MAX_BYTES = 4 * 1024;

    private final Deque<byte[]> lines = new ArrayDeque<>();
    private int bytes;
    private int droppedLines;

    /** Adds a line with its line end. */
    void add(byte[] line) {
        lines.add(line);
        bytes += line.length;
        while (bytes > MAX_BYTES && lines.size() > 1) {
            bytes -= lines.remove().length;
            droppedLines++;
        }
    }

    /**
     * Removes and returns the lines that fit into this many bytes, or the first part of a longer line; null if there
     * are none.
     */
    byte @Nullable [] poll(int maxBytes) {
        ByteArrayOutputStream polled = new ByteArrayOutputStream();
        if (droppedLines > 0) {
            polled.writeBytes(("… " + droppedLines + " earlier, /last shows them\n").getBytes(UTF_8));
            droppedLines = 0;
        }
        while (!lines.isEmpty() && polled.size() + lines.element().length <= maxBytes) {
            byte[] line = lines.remove();
            bytes -= line.length;
            polled.writeBytes(line);
        }
        if (polled.size() == 0 && !lines.isEmpty()) {
            byte[] line = lines.remove();
            int end = endOfLastCharacter(line, maxBytes);
            byte[] rest = new byte[line.length - end];
            System.arraycopy(line, end, rest, 0, rest.length);
            lines.addFirst(rest);
            bytes -= end;
            polled.write(line, 0, end);
        }
        return polled.size() == 0 ? null : polled.toByteArray();
    }

    /** Returns the end of the last UTF-8 character within this many bytes (RFC 3629, section 3). */
    private static int endOfLastCharacter(byte[] line, int maxBytes) {
        int end = maxBytes;
        while ((line[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    /** Returns the size of the lines in bytes. */
    int bytes() {
        return bytes;
    }

    void clear() {
        lines.clear();
        bytes = 0;
    }
}
