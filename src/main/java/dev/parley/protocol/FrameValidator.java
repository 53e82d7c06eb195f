package dev.parley.protocol;

import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say. Whatever is not named here is not allowed, and ends the connection with the sentence given.
 * Immutable, without state.
 */
public final class FrameValidator {

    private static final int LONGEST_ID = 64;
    private static final int LONGEST_RECEIPT = 256;

    private FrameValidator() {}

    /**
     * Why a frame is not allowed.
     *
     * @param isIn whether its sender has been let in
     * @param destination what its destination is; null if it is none of ours
     * @return empty if it is allowed
     */
    public static Optional<String> violation(
            Frame frame, boolean isIn, StompVersion version, @Nullable Destination destination) {
        Headers headers = frame.headers();
        String receipt = headers.get(Headers.RECEIPT);
        if (receipt != null && receipt.length() > LONGEST_RECEIPT) {
            return Optional.of("A receipt has at most " + LONGEST_RECEIPT + " characters.");
        }
        boolean opens = frame.stompCommand() == StompCommand.CONNECT || frame.stompCommand() == StompCommand.STOMP;
        if (opens) {
            return isIn ? Optional.of("You are connected already.") : Optional.empty();
        } else if (!isIn) {
            return Optional.of("Say CONNECT first.");
        } else if (headers.has(Headers.TRANSACTION)) {
            return Optional.of("There are no transactions here.");
        }
        return switch (frame.stompCommand()) {
            case SEND -> send(destination);
            case SUBSCRIBE -> subscribe(headers, version, destination);
            case UNSUBSCRIBE -> id(headers, version);
            case DISCONNECT -> Optional.empty();
            default ->
                Optional.of(frame.stompCommand() + " is of no use here: messages need no acknowledgement,"
                        + " and there are no transactions.");
        };
    }

    private static Optional<String> send(@Nullable Destination destination) {
        boolean allowed = destination instanceof Destination.Post
                || destination instanceof Destination.Typing
                || destination instanceof Destination.Person
                || destination instanceof Destination.InvalidRoom
                || destination == Destination.Fixed.COMMANDS;
        return allowed
                ? Optional.empty()
                : Optional.of("Nothing can be sent there. Send to /app/rooms/ROOM, /app/rooms/ROOM/typing,"
                        + " /app/people/NAME or /app/commands.");
    }

    private static Optional<String> subscribe(
            Headers headers, StompVersion version, @Nullable Destination destination) {
        boolean allowed = destination instanceof Destination.RoomTopic
                || destination instanceof Destination.InvalidRoom
                || (destination instanceof Destination.Fixed && destination != Destination.Fixed.COMMANDS);
        if (!allowed) {
            return Optional.of("There is nothing to hear there. Subscribe to /topic/rooms/ROOM, /topic/rooms,"
                    + " /user/queue/refusals, /user/queue/direct or /user/queue/answers.");
        } else if (headers.has(Headers.SELECTOR)) {
            return Optional.of("There are no selectors here. Subscribe to a whole room.");
        }
        String ack = headers.get(Headers.ACK);
        if (ack != null && !ack.equals("auto")) {
            return Optional.of("Messages need no acknowledgement here. Leave ack out, or say auto.");
        }
        return id(headers, version);
    }

    private static Optional<String> id(Headers headers, StompVersion version) {
        String id = idOf(headers, version);
        if (id == null || id.isEmpty()) {
            return Optional.of("The id header is missing.");
        }
        return id.length() > LONGEST_ID
                ? Optional.of("The id of a subscription has at most " + LONGEST_ID + " characters.")
                : Optional.empty();
    }

    /** The id a subscription goes by: in STOMP 1.0, where it may be left out, its destination. */
    public static @Nullable String idOf(Headers headers, StompVersion version) {
        String id = headers.get(Headers.ID);
        return id == null && version == StompVersion.V1_0 ? headers.get(Headers.DESTINATION) : id;
    }
}
