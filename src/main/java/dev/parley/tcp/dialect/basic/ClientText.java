package dev.parley.tcp.dialect.basic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.Charset;

/**
 * Decodes the text of one client as UTF-8, or as Windows-1252 where it is not UTF-8. Drops the NUL bytes with which some
 * programs fill their buffers. Confined to the connection's event loop.
 */
public final class ClientText {

    private static final Charset FALLBACK = Charset.forName("windows-1252");

    private boolean usedFallback;
    private boolean reported;

    /** Removes this many bytes from the buffer and returns them as text. */
    public String read(ByteBuf input, int length) {
        int start = input.readerIndex();
        boolean isUtf8 = ByteBufUtil.isText(input, start, length, UTF_8);
        usedFallback |= !isUtf8;
        String text = input.toString(start, length, isUtf8 ? UTF_8 : FALLBACK);
        input.skipBytes(length);
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    /** Returns true once, after the first text that was not UTF-8. */
    boolean consumeFallback() {
        boolean isNew = usedFallback && !reported;
        reported |= usedFallback;
        return isNew;
    }

    /** Returns whether the last character of the buffer lacks bytes that the next read may bring (RFC 3629, section 3). */
    public static boolean endsIncomplete(ByteBuf input) {
        int end = input.writerIndex();
        for (int found = 1; found <= 3 && end - found >= input.readerIndex(); found++) {
            int value = input.getByte(end - found) & 0xFF;
            if (value < 0x80) {
                return false;
            } else if (value >= 0xC0) {
                return found < length(value);
            }
        }
        return false;
    }

    /** Returns the length of a character that begins with this byte; 0 if none does. */
    private static int length(int first) {
        if (first >= 0xF8) {
            return 0;
        }
        return first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    }

    /** Removes the NUL bytes at the start of the buffer. */
    public static void skipPadding(ByteBuf input) {
        while (input.isReadable() && input.getByte(input.readerIndex()) == 0) {
            input.skipBytes(1);
        }
    }
}
