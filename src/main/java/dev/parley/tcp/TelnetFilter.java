package dev.parley.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Takes telnet's commands (RFC 854) out of what a connection sends, wherever they stand and however they are cut.
 * {@code IAC IAC} is the byte 255 itself. Confined to its connection's event loop.
 */
final class TelnetFilter {

    private static final byte IAC = (byte) 0xFF;
    private static final int DONT = 0xFE;
    private static final int DO = 0xFD;
    private static final int WILL = 0xFB;
    private static final int SB = 0xFA;
    private static final int SE = 0xF0;

    /** The option of RFC 860, by which a client asks to hear when it has been understood so far. */
    private static final int TIMING_MARK = 6;

    private State state = State.TEXT;
    private boolean asked;

    private enum State {
        TEXT,
        COMMAND,
        DO_OPTION,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    /** The bytes without the commands among them. Takes over the buffer and hands over what it returns. */
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

    /** Whether a timing mark was asked for since this was called last. */
    boolean consumeTimingMark() {
        boolean was = asked;
        asked = false;
        return was;
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
                asked |= value == TIMING_MARK;
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
                // Not telnet after all, or an escaped 255: neither is valid UTF-8, and it is for the dialect to say so.
                text.writeByte(value);
            }
        }
    }
}
