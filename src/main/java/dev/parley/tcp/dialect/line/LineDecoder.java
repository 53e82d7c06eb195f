package dev.parley.tcp.dialect.line;

import dev.parley.tcp.dialect.basic.ClientText;
import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Decodes lines. A line ends with LF, CR LF, CR NUL (RFC 854) or a bare CR, which a terminal in raw mode sends.
 * Backspace and delete erase the character before them. Confined to the connection's event loop.
 */
final class LineDecoder {

    private static final char BACKSPACE = '\b';
    private static final char DELETE = '\u007F';

    private final ClientText clientText;
    private int scannedBytes;
    private boolean afterCarriageReturn;
    private boolean hasCarriageReturns;

    LineDecoder(ClientText clientText) {
        this.clientText = clientText;
    }

    /** Removes the next complete line from the buffer and returns it without its end; null if there is none. */
    @Nullable
    String next(ByteBuf input) {
        skipRestOfEnd(input);
        if (scannedBytes == 0) {
            ClientText.skipPadding(input);
        }
        int start = input.readerIndex();
        int end =
                input.forEachByte(start + scannedBytes, input.readableBytes() - scannedBytes, ByteProcessor.FIND_CRLF);
        if (end < 0) {
            scannedBytes = input.readableBytes();
            return null;
        }
        scannedBytes = 0;
        afterCarriageReturn = input.getByte(end) == '\r';
        hasCarriageReturns |= afterCarriageReturn;
        String line = clientText.read(input, end - start);
        input.skipBytes(1);
        return applyErasures(line);
    }

    /** Returns whether a line has ended with CR LF or CR, so that the client needs both in the output. */
    boolean hasCarriageReturns() {
        return hasCarriageReturns;
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
