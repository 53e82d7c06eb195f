package dev.parley.protocol;

import dev.parley.protocol.api.ChatHeaders;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a client may send a frame. A violation closes the connection with the returned sentence. Stateless.
 */
public final class FrameValidator {

    private static final int MAX_ID_LENGTH = 64;
    private static final int MAX_RECEIPT_LENGTH = 256;

    private FrameValidator() {}

    /**
     * Returns why a frame is not allowed.
     *
     * @param isLoggedIn whether the client is logged in
     * @param destination the parsed destination; null if missing or unknown
     * @return empty if the frame is allowed
     */
    public static Optional<String> violation(
            Frame frame, boolean isLoggedIn, StompVersion version, @Nullable Destination destination) {
        Headers headers = frame.headers();
        String receipt = headers.get(Headers.RECEIPT);
        if (receipt != null && receipt.length() > MAX_RECEIPT_LENGTH) {
            return Optional.of("A receipt may have at most " + MAX_RECEIPT_LENGTH + " characters.");
        }
        boolean isConnect = frame.stompCommand() == StompCommand.CONNECT || frame.stompCommand() == StompCommand.STOMP;
        if (isConnect) {
            return isLoggedIn ? Optional.of("You are already connected.") : Optional.empty();
        } else if (!isLoggedIn) {
            return Optional.of("Send CONNECT first.");
        } else if (headers.has(Headers.TRANSACTION)) {
            return Optional.of("Transactions are not supported.");
        }
        return switch (frame.stompCommand()) {
            case SEND -> send(destination);
            case SUBSCRIBE -> subscribe(headers, version, destination);
            case UNSUBSCRIBE -> id(headers, version);
            case DISCONNECT -> disconnect(headers);
            default ->
                Optional.of(frame.stompCommand() + " is not supported: messages need no acknowledgement,"
                        + " and there are no transactions.");
        };
    }

    private static Optional<String> send(@Nullable Destination destination) {
        boolean allowed = destination instanceof Destination.Post
                || destination instanceof Destination.Typing
                || destination instanceof Destination.Edit
                || destination instanceof Destination.Delete
                || destination instanceof Destination.React
                || destination instanceof Destination.User
                || destination instanceof Destination.InvalidRoom
                || destination == Destination.Fixed.COMMANDS
                || destination == Destination.Fixed.SEARCH
                || destination == Destination.Fixed.SEARCH_MESSAGES;
        return allowed
                ? Optional.empty()
                : Optional.of(
                        "You cannot send to this destination. Send to /app/rooms, /app/rooms/ROOM,"
                                + " /app/rooms/ROOM/edit (or delete, react, typing), /app/people/NAME, /app/search or /app/commands.");
    }

    private static Optional<String> subscribe(
            Headers headers, StompVersion version, @Nullable Destination destination) {
        boolean allowed = destination instanceof Destination.RoomTopic
                || destination instanceof Destination.InvalidRoom
                || (destination instanceof Destination.Fixed
                        && destination != Destination.Fixed.COMMANDS
                        && destination != Destination.Fixed.SEARCH
                        && destination != Destination.Fixed.SEARCH_MESSAGES);
        if (!allowed) {
            return Optional.of(
                    "You cannot subscribe to this destination. Subscribe to /topic/rooms/ROOM, /topic/rooms, or"
                            + " /user/queue/ with refusals, rooms, search, direct, answers or session.");
        } else if (headers.has(Headers.SELECTOR)) {
            return Optional.of("Selectors are not supported. Subscribe to the whole room.");
        }
        String ack = headers.get(Headers.ACK);
        if (ack != null && !ack.equals("auto")) {
            return Optional.of("Acknowledgements are not supported. Omit the ack header, or set it to auto.");
        }
        return id(headers, version);
    }

    private static Optional<String> disconnect(Headers headers) {
        String within = headers.get(ChatHeaders.RESUME_WITHIN);
        return within == null || within.matches("[0-9]{1,9}")
                ? Optional.empty()
                : Optional.of("The header resume-within must be a number of milliseconds, with at most 9 digits.");
    }

    private static Optional<String> id(Headers headers, StompVersion version) {
        String id = idOf(headers, version);
        if (id == null || id.isEmpty()) {
            return Optional.of("The id header is missing.");
        }
        return id.length() > MAX_ID_LENGTH
                ? Optional.of("The id of a subscription may have at most " + MAX_ID_LENGTH + " characters.")
                : Optional.empty();
    }

    /** Returns the id of a subscription: the id header, or the destination if STOMP 1.0 omits it. */
    public static @Nullable String idOf(Headers headers, StompVersion version) {
        String id = headers.get(Headers.ID);
        return id == null && version == StompVersion.V1_0 ? headers.get(Headers.DESTINATION) : id;
    }
}
