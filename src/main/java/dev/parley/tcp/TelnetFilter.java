package dev.parley.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Removes telnet commands (RFC 854) from the input of a connection, also when split across reads. {@code IAC IAC} is
 * the byte 255. Leaves binary input unchanged: a NUL as one of the first 2 bytes begins a binary length or UTF-16 text,
 * which no telnet client sends. Confined to the connection's event loop.
 */
final class TelnetFilter {

    private static final byte IAC = (byte) 0xFF;
    private static final int DONT = 0xFE;
    private static final int DO = 0xFD;
    private static final int WILL = 0xFB;
    private static final int SB = 0xFA;
    private static final int SE = 0xF0;

    /** The option of RFC 860, by which a client asks for confirmation that its input has been processed. */
    private static final int TIMING_MARK = 6;

    /** The number of bytes that show whether the input is binary. */
    private static final int START_BYTES = 4;

    /** The byte order mark of UTF-16LE, which is {@code IAC DONT} as well. */
    private static final int BYTE_ORDER_MARK = 0xFFFE;

    private State state = State.TEXT;
    private boolean timingMarkRequested;
    private boolean negotiated;
    private int start;
    private int position;

    private enum State {
        TEXT,
        COMMAND,
        DO_OPTION,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND,
        BINARY
    }

    /** Returns the input without telnet commands. Takes ownership of the buffer; the caller releases the result. */
    ByteBuf strip(ByteBuf in, ByteBufAllocator allocator) {
        if (state == State.BINARY
                || (state == State.TEXT
                        && position == START_BYTES
                        && in.indexOf(in.readerIndex(), in.writerIndex(), IAC) < 0)) {
            return in;
        }
        ByteBuf text = allocator.buffer(in.readableBytes() + START_BYTES);
        try {
            in.forEachByte(value -> {
                next(value & 0xFF, text);
                return true;
            });
        } finally {
            in.release();
        }
        return text;
    }

    /** Returns whether the client has requested a timing mark since the last call. */
    boolean consumeTimingMark() {
        boolean requested = timingMarkRequested;
        timingMarkRequested = false;
        return requested;
    }

    /** Returns whether the client has sent a telnet command. */
    boolean isNegotiated() {
        return negotiated;
    }

    private void next(int value, ByteBuf text) {
        if (position < START_BYTES) {
            detectBinary(value, text);
        }
        boolean isCommand = value == (IAC & 0xFF);
        switch (state) {
            case TEXT -> {
                if (isCommand) {
                    state = State.COMMAND;
                } else {
                    text.writeByte(value);
                }
            }
            case COMMAND -> command(value, text);
            case DO_OPTION -> {
                timingMarkRequested |= value == TIMING_MARK;
                state = State.TEXT;
            }
            case OPTION -> state = State.TEXT;
            case SUBNEGOTIATION -> state = isCommand ? State.SUBNEGOTIATION_COMMAND : state;
            case SUBNEGOTIATION_COMMAND -> state = value == SE ? State.TEXT : State.SUBNEGOTIATION;
            case BINARY -> text.writeByte(value);
        }
    }

    /** Restores a byte order mark, which looked like a telnet command. */
    private void detectBinary(int value, ByteBuf text) {
        if (value == 0 && (position == 0 || (position == 1 && start != (IAC & 0xFF) && start != '\r'))) {
            state = State.BINARY;
        } else if (value == 0 && position == START_BYTES - 1 && (start >>> 8) == BYTE_ORDER_MARK) {
            state = State.BINARY;
            negotiated = false;
            text.writeMedium(start);
        }
        start = (start << 8) | value;
        position++;
    }

    private void command(int value, ByteBuf text) {
        negotiated |= value >= SE && value != (IAC & 0xFF);
        if (value == SB) {
            state = State.SUBNEGOTIATION;
        } else if (value == DO) {
            state = State.DO_OPTION;
        } else if (value >= WILL && value <= DONT) {
            state = State.OPTION;
        } else {
            state = State.TEXT;
            if (value < SE || value == (IAC & 0xFF)) {
                // Not telnet, or an escaped 255: the dialect decodes it.
                text.writeByte(value);
            }
        }
    }
}
