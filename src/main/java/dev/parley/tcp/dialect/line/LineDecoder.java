package dev.parley.tcp.dialect.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Cuts input into lines. A line ends with LF, CR LF, CR NUL (RFC 854) or a bare CR, as a terminal in raw mode sends.
 * Whatever is not UTF-8 becomes U+FFFD. Backspace and delete take back what was typed before them in the line.
 * Confined to its connection's event loop.
 */
final class LineDecoder {

    private static final char BACKSPACE = '\b';
    private static final char DELETE = '\u007F';

    private int searched;
    private boolean afterReturn;

    /** Takes the next whole line off, without its end; null if there is none yet. */
    @Nullable
    String next(ByteBuf input) {
        skipRestOfEnd(input);
        int start = input.readerIndex();
        int end = input.forEachByte(start + searched, input.readableBytes() - searched, ByteProcessor.FIND_CRLF);
        if (end < 0) {
            searched = input.readableBytes();
            return null;
        }
        searched = 0;
        String line = input.toString(start, end - start, UTF_8);
        afterReturn = input.getByte(end) == '\r';
        input.readerIndex(end + 1);
        return edited(line);
    }

    private void skipRestOfEnd(ByteBuf input) {
        if (afterReturn && input.isReadable()) {
            afterReturn = false;
            byte next = input.getByte(input.readerIndex());
            if (next == '\n' || next == 0) {
                input.skipBytes(1);
            }
        }
    }

    private static String edited(String line) {
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
