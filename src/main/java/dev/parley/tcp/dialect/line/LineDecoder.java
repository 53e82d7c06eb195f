package dev.parley.tcp.dialect.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Decodes UTF-8 lines. A line ends with LF, CR LF, CR NUL (RFC 854) or a bare CR, which a terminal in raw mode sends.
 * Invalid UTF-8 becomes U+FFFD. Backspace and delete erase the character before them. Confined to the connection's
 * event loop.
 */
final class LineDecoder {

    private static final char BACKSPACE = '\b';
    private static final char DELETE = '\u007F';

    private int scannedBytes;
    private boolean afterCarriageReturn;

    /** Removes the next complete line from the buffer and returns it without its end; null if there is none. */
    @Nullable
    String next(ByteBuf input) {
        skipRestOfEnd(input);
        int start = input.readerIndex();
        int end =
                input.forEachByte(start + scannedBytes, input.readableBytes() - scannedBytes, ByteProcessor.FIND_CRLF);
        if (end < 0) {
            scannedBytes = input.readableBytes();
            return null;
        }
        scannedBytes = 0;
        String line = input.toString(start, end - start, UTF_8);
        afterCarriageReturn = input.getByte(end) == '\r';
        input.readerIndex(end + 1);
        return applyErasures(line);
    }

    private void skipRestOfEnd(ByteBuf input) {
        if (afterCarriageReturn && input.isReadable()) {
            afterCarriageReturn = false;
            byte next = input.getByte(input.readerIndex());
            if (next == '\n' || next == 0) {
                input.skipBytes(1);
            }
        }
    }

    private static String applyErasures(String line) {
        if (line.indexOf(BACKSPACE) < 0 && line.indexOf(DELETE) < 0) {
            return line;
        }
        StringBuilder kept = new StringBuilder(line.length());
        line.codePoints().forEach(c -> {
            if (c != BACKSPACE && c != DELETE) {
                kept.appendCodePoint(c);
            } else if (kept.length() > 0) {
                kept.setLength(kept.offsetByCodePoints(kept.length(), -1));
            }
        });
        return kept.toString();
    }
}
