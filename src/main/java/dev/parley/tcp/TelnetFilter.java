package dev.parley.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Removes telnet commands (RFC 854) from the input of a connection, also when split across reads. {@code IAC IAC} is
 * the byte 255. Confined to the connection's event loop.
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

    private State state = State.TEXT;
    private boolean timingMarkRequested;

    private enum State {
        TEXT,
        COMMAND,
        DO_OPTION,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    /** Returns the input without telnet commands. Takes ownership of the buffer; the caller releases the result. */
    ByteBuf strip(ByteBuf in, ByteBufAllocator allocator) {
        if (state == State.TEXT && in.indexOf(in.readerIndex(), in.writerIndex(), IAC) < 0) {
            return in;
        }
        ByteBuf text = allocator.buffer(in.readableBytes());
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

    private void next(int value, ByteBuf text) {
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
        }
    }

    private void command(int value, ByteBuf text) {
        if (value == SB) {
            state = State.SUBNEGOTIATION;
        } else if (value == DO) {
            state = State.DO_OPTION;
        } else if (value >= WILL && value <= DONT) {
            state = State.OPTION;
        } else {
            state = State.TEXT;
            if (value < SE || value == (IAC & 0xFF)) {
                // Not telnet, or an escaped 255: invalid UTF-8 either way, which the dialect handles.
                text.writeByte(value);
            }
        }
    }
}
