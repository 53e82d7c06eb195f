package dev.parley.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.identity.PublicUserId;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomPage;
import dev.parley.chat.search.SearchResult;
import dev.parley.chat.session.Session;
import dev.parley.command.Reply;
import dev.parley.command.ReplyCodes;
import dev.parley.protocol.api.ChatHeaders;
import dev.parley.protocol.api.Destinations;
import dev.parley.protocol.api.EventTypes;
import dev.parley.stomp.Body;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.Heartbeat;
import dev.parley.stomp.HeartbeatHeader;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompEncoder;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the frames for one connection in its STOMP version. Room events are encoded by the encoders of {@link
 * EncoderCache}. Safe from any thread.
 */
public final class ServerFrames {

    /** The heart-beats the server offers and requests: every 10 s in both directions. */
    public static final HeartbeatHeader HEARTBEATS = new HeartbeatHeader(10_000, 10_000);

    private static final byte[] HEARTBEAT = {Heartbeat.BYTE};

    private record RefusalJson(
            @Nullable String receipt,
            @Nullable String reference,
            String code,
            String sentence,
            @Nullable Long retryAfterMs) {}

    private record DirectJson(
            String type, String position, String from, String userId, String to, String text, String at) {}

    private record ReplyJson(
            @Nullable String receipt,
            String command,
            List<String> lines,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean more,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<ReplyCodes.@Nullable Coded> codes) {}

    private record FoundRoomsJson(
            @Nullable String receipt,
            @Nullable String reference,
            String text,
            List<RoomView.RoomJson> rooms,
            int total,
            @Nullable String next) {}

    private record RemovedJson(String type, String room) {}

    private record LoginRefusedJson(
            String code,
            String sentence,
            List<String> suggestions,
            @Nullable Long retryAfterMs) {}

    private record DisconnectJson(
            String code,
            String sentence,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long retryAfterMs) {}

    /** STOMP 1.0 clients require a session id; it identifies nothing in Parley. */
    private static final AtomicLong SESSION_IDS = new AtomicLong(new SecureRandom().nextInt(1 << 30));

    private final StompVersion version;
    private final StompEncoder encoder;
    private final AtomicLong messageIds = new AtomicLong();

    /** Creates an encoder for this version. */
    public ServerFrames(StompVersion version) {
        this.version = version;
        this.encoder = new StompEncoder(version);
    }

    public StompVersion version() {
        return version;
    }

    /** Encodes CONNECTED. */
    public byte[] connected(Session session) {
        Headers.Builder headers = Headers.builder()
                .add(Headers.VERSION, version.number())
                .add(Headers.SESSION, Long.toHexString(SESSION_IDS.incrementAndGet()))
                .add(Headers.HEART_BEAT, HEARTBEATS.format())
                .add(ChatHeaders.USER_NAME, session.user().nickname().text());
        session.token().ifPresent(token -> headers.add(ChatHeaders.RESUME, token.secret()));
        return bytes(StompCommand.CONNECTED, headers.build(), Body.EMPTY);
    }

    /** Encodes the RECEIPT of a frame without a result. */
    public byte[] receipt(String id) {
        return bytes(StompCommand.RECEIPT, Headers.of(Headers.RECEIPT_ID, id), Body.EMPTY);
    }

    /** Encodes the RECEIPT of a stored message. */
    public byte[] receipt(String id, Receipt receipt) {
        Headers.Builder headers = Headers.builder()
                .add(Headers.RECEIPT_ID, id)
                .add(ChatHeaders.POSITION, receipt.position().toString())
                .add(ChatHeaders.AT, Json.time(receipt.at()));
        if (receipt.reference() != null) {
            headers.add(ChatHeaders.REFERENCE, receipt.reference().id());
        }
        return bytes(StompCommand.RECEIPT, headers.build(), Body.EMPTY);
    }

    /**
     * Encodes a refusal as MESSAGE.
     *
     * @param subscription the id of the subscription to refusals
     * @param receipt the receipt that the client requested
     * @param reference the reference of the refused message
     */
    public byte[] refusal(String subscription, @Nullable String receipt, @Nullable String reference, Refusal refusal) {
        return message(
                subscription,
                Destination.Fixed.REFUSALS,
                new RefusalJson(receipt, reference, refusal.code(), refusal.sentence(), millis(refusal.retryAfter())));
    }

    private static @Nullable Long millis(@Nullable Duration retryAfter) {
        return retryAfter == null ? null : retryAfter.toMillis();
    }

    /** Encodes a direct message to or from this user as MESSAGE. */
    public byte[] direct(String subscription, DirectMessage message) {
        return message(
                subscription,
                Destination.Fixed.DIRECT,
                new DirectJson(
                        EventTypes.DIRECT,
                        message.position().toString(),
                        message.from(),
                        PublicUserId.of(message.senderId()),
                        message.to(),
                        message.text(),
                        Json.time(message.at())));
    }

    /** Encodes the last event of a room that the operator has removed as MESSAGE. */
    byte[] roomRemoved(String subscription, RoomName room) {
        return message(
                subscription,
                nextMessageId(),
                Destinations.ROOM_TOPIC + room,
                Body.of(Json.encode(new RemovedJson(EventTypes.REMOVED, room.text()))));
    }

    /** Encodes the rights of the user of a session as MESSAGE. */
    byte[] rights(String subscription, Session session) {
        return message(subscription, Destination.Fixed.SESSION, RightsJson.of(session));
    }

    /** Encodes the reply to a command as MESSAGE. */
    public byte[] reply(String subscription, @Nullable String receipt, Reply reply) {
        return message(
                subscription,
                Destination.Fixed.ANSWERS,
                new ReplyJson(receipt, reply.command(), reply.lines(), reply.more() ? true : null, codes(reply)));
    }

    /** Returns the codes of the lines; null if no line has one, and for messages of users, which may look like any line. */
    private static @Nullable List<ReplyCodes.@Nullable Coded> codes(Reply reply) {
        if (reply.command().equals("last")) {
            return null;
        }
        List<ReplyCodes.@Nullable Coded> codes = new ArrayList<>();
        reply.lines().forEach(line -> codes.add(ReplyCodes.of(line).orElse(null)));
        return codes.stream().allMatch(Objects::isNull) ? null : codes;
    }

    /** Encodes a page of the rooms that a search for a text has found as MESSAGE. */
    byte[] foundRooms(String subscription, StompRequest request, String text, RoomPage page) {
        return message(
                subscription,
                Destination.Fixed.FOUND_ROOMS,
                new FoundRoomsJson(
                        request.receipt(),
                        request.reference(),
                        text,
                        RoomView.json(page.rooms()),
                        page.total(),
                        RoomPageJson.nextOf(page)));
    }

    /** Encodes found messages as MESSAGE. */
    byte[] foundMessages(String subscription, StompRequest request, String text, SearchResult result) {
        return message(subscription, Destination.Fixed.FOUND_MESSAGES, SearchResultJson.of(request, text, result));
    }

    /**
     * Encodes the list of rooms as MESSAGE.
     *
     * @param messageId the id of the message, unique among the lists
     * @param list the encoded list
     */
    byte[] rooms(String subscription, String messageId, Body list) {
        return message(subscription, messageId, Destination.Fixed.ROOMS.text(), list);
    }

    /** Encodes a refused login as ERROR, the last frame of a connection. */
    public byte[] loginRefused(Refusal refusal) {
        return error(
                refusal.code(),
                null,
                new LoginRefusedJson(
                        refusal.code(), refusal.sentence(), refusal.suggestions(), millis(refusal.retryAfter())));
    }

    /**
     * Encodes the reason for a disconnect as ERROR, the last frame of a connection.
     *
     * @param receipt the receipt requested by the frame that caused it
     */
    public byte[] disconnect(DisconnectReason reason, @Nullable String receipt) {
        return error(
                reason.code(),
                receipt,
                new DisconnectJson(reason.code(), reason.sentence(), millis(reason.retryAfter())));
    }

    /** Returns a heart-beat. */
    public byte[] heartbeat() {
        return HEARTBEAT.clone();
    }

    private byte[] error(String code, @Nullable String receipt, Object json) {
        Headers.Builder headers =
                Headers.builder().add(Headers.MESSAGE, code).add(Headers.CONTENT_TYPE, ChatHeaders.JSON);
        if (receipt != null) {
            headers.add(Headers.RECEIPT_ID, receipt);
        }
        return bytes(StompCommand.ERROR, headers.build(), Body.of(Json.encode(json)));
    }

    private byte[] message(String subscription, Destination.Fixed destination, Object json) {
        return message(subscription, nextMessageId(), destination.text(), Body.of(Json.encode(json)));
    }

    private String nextMessageId() {
        return "own+" + messageIds.incrementAndGet();
    }

    private byte[] message(String subscription, String messageId, String destination, Body body) {
        Headers headers = Headers.of(
                Headers.SUBSCRIPTION,
                subscription,
                Headers.MESSAGE_ID,
                messageId,
                Headers.DESTINATION,
                destination,
                Headers.CONTENT_TYPE,
                ChatHeaders.JSON);
        return bytes(StompCommand.MESSAGE, headers, body);
    }

    private byte[] bytes(StompCommand command, Headers headers, Body body) {
        return encoder.bytes(new Frame(command, headers, body));
    }
}
