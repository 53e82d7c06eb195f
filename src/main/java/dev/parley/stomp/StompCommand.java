package dev.parley.stomp;

import static dev.parley.stomp.Peer.CLIENT;
import static dev.parley.stomp.Peer.SERVER;

import org.jspecify.annotations.Nullable;

/** The commands of all versions (STOMP 1.2, "Augmented BNF"). Names are case-sensitive. */
public enum StompCommand {
    CONNECT(CLIENT),
    STOMP(CLIENT),
    SEND(CLIENT),
    SUBSCRIBE(CLIENT),
    UNSUBSCRIBE(CLIENT),
    ACK(CLIENT),
    NACK(CLIENT),
    BEGIN(CLIENT),
    COMMIT(CLIENT),
    ABORT(CLIENT),
    DISCONNECT(CLIENT),
    CONNECTED(SERVER),
    MESSAGE(SERVER),
    RECEIPT(SERVER),
    ERROR(SERVER);

    /** The length of the longest command, in bytes. */
    static final int MAX_LENGTH = "UNSUBSCRIBE".length();

    private final Peer sender;

    StompCommand(Peer sender) {
        this.sender = sender;
    }

    /** Returns the end that sends frames with this command. */
    public Peer sender() {
        return sender;
    }

    /** Returns whether frames with this command may have a body (STOMP 1.2, "Body"). */
    public boolean mayHaveBody() {
        return this == SEND || this == MESSAGE || this == ERROR;
    }

    /**
     * Returns whether headers are never escaped, because the receiver may support only 1.0 (STOMP 1.2, "Value
     * Encoding"). STOMP is an alias of CONNECT.
     */
    boolean opensSession() {
        return this == CONNECT || this == STOMP || this == CONNECTED;
    }

    /** Returns the command with this name that this end sends, or null. */
    static @Nullable StompCommand find(Peer sender, String name) {
        for (StompCommand command : values()) {
            if (command.sender == sender && command.name().equals(name)) {
                return command;
            }
        }
        return null;
    }
}
