package dev.parley.tcp;

import io.netty.buffer.ByteBuf;

/** Skips a UTF-8 byte order mark at the beginning of the input of a connection. Confined to its event loop. */
final class ByteOrderMarkFilter {

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private boolean atBeginning = true;

    /**
     * Skips the mark. Returns whether the input can be read: false if it is the beginning of a mark and more may follow.
     *
     * @param complete whether the input has ended
     */
    boolean skip(ByteBuf input, boolean complete) {
        if (!atBeginning || !input.isReadable()) {
            return true;
        }
        int matched = 0;
        int length = Math.min(MARK.length, input.readableBytes());
        while (matched < length && input.getByte(input.readerIndex() + matched) == MARK[matched]) {
            matched++;
        }
        if (matched == length && length < MARK.length && !complete) {
            return false;
        }
        atBeginning = false;
        if (matched == MARK.length) {
            input.skipBytes(MARK.length);
        }
        return true;
    }
}
