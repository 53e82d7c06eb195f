package dev.parley.protocol;

import dev.parley.chat.room.Acknowledgement;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomSummary;
import dev.parley.chat.session.Session;
import dev.parley.command.Reply;
import dev.parley.stomp.Body;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.HeartbeatHeader;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompEncoder;
import dev.parley.stomp.StompVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What the server says to one connection alone, as frames of its version of STOMP ready to be sent. What it says to
 * everybody in a room are {@link EncoderCache}. Safe from any thread.
 */
public final class ServerFrames {

    /** What the server does and would like: something every ten seconds in both directions. */
    public static final HeartbeatHeader BEATS = new HeartbeatHeader(10_000, 10_000);

    /** The type of every body. */
    static final String JSON = "application/json";

    private static final byte[] BEAT = {'\n'};

    private final StompVersion version;
    private final StompEncoder writer;
    private final AtomicLong messages = new AtomicLong();

    /** For a connection that speaks this version. */
    public ServerFrames(StompVersion version) {
        this.version = version;
        this.writer = new StompEncoder(version);
    }

    /** The version that is spoken. */
    public StompVersion version() {
        return version;
    }

    /** CONNECTED: come in. */
    public byte[] connected(Session session) {
        Headers.Builder headers = Headers.builder()
                .add(Headers.VERSION, version.number())
                .add(Headers.HEART_BEAT, BEATS.format())
                .add("user-name", session.user().nickname().text());
        session.token().ifPresent(token -> headers.add("resume", token.secret()));
        return bytes(StompCommand.CONNECTED, headers.build(), Body.EMPTY);
    }

    /** RECEIPT: done, of a frame that has no other answer. */
    public byte[] receipt(String id) {
        return bytes(StompCommand.RECEIPT, Headers.of(Headers.RECEIPT_ID, id), Body.EMPTY);
    }

    /** RECEIPT: stored. */
    public byte[] receipt(String id, Receipt receipt) {
        Headers.Builder headers = Headers.builder()
                .add(Headers.RECEIPT_ID, id)
                .add("position", receipt.position().toString())
                .add("at", Json.time(receipt.at()));
        if (receipt.reference() != null) {
            headers.add("reference", receipt.reference().id());
        }
        return bytes(StompCommand.RECEIPT, headers.build(), Body.EMPTY);
    }

    /** RECEIPT: handed on. */
    public byte[] receipt(String id, Acknowledgement acknowledgement) {
        return bytes(
                StompCommand.RECEIPT,
                Headers.of(Headers.RECEIPT_ID, id, "at", Json.time(acknowledgement.at())),
                Body.EMPTY);
    }

    /**
     * MESSAGE: not granted.
     *
     * @param subscription the id under which the connection hears of refusals
     * @param receipt the receipt that was asked for
     * @param reference the reference of what was sent
     */
    public byte[] refusal(String subscription, @Nullable String receipt, @Nullable String reference, Refusal refusal) {
        Duration wait = refusal.retryAfter();
        return message(subscription, Destination.Fixed.REFUSALS, Json.object(json -> {
            json.writeStringProperty("receipt", receipt);
            json.writeStringProperty("reference", reference);
            json.writeStringProperty("code", refusal.code());
            json.writeStringProperty("sentence", refusal.sentence());
            if (wait == null) {
                json.writeNullProperty("retryAfterMs");
            } else {
                json.writeNumberProperty("retryAfterMs", wait.toMillis());
            }
        }));
    }

    /** MESSAGE: a word for this person alone, or from it. */
    public byte[] direct(String subscription, DirectMessage directMessage) {
        return message(subscription, Destination.Fixed.DIRECT, Json.object(json -> {
            json.writeStringProperty("type", "direct");
            json.writeStringProperty("from", directMessage.from());
            json.writeStringProperty("to", directMessage.to());
            json.writeStringProperty("text", directMessage.text());
            json.writeStringProperty("at", Json.time(directMessage.at()));
        }));
    }

    /** MESSAGE: what a command is answered with. */
    public byte[] reply(String subscription, @Nullable String receipt, Reply reply) {
        return message(subscription, Destination.Fixed.ANSWERS, Json.object(json -> {
            json.writeStringProperty("receipt", receipt);
            json.writeStringProperty("command", reply.command());
            json.writeArrayPropertyStart("lines");
            reply.lines().forEach(json::writeString);
            json.writeEndArray();
        }));
    }

    /** MESSAGE: the rooms there are. */
    public byte[] rooms(String subscription, List<RoomSummary> rooms) {
        return message(subscription, Destination.Fixed.ROOMS, Json.write(json -> {
            json.writeStartArray();
            for (RoomSummary room : rooms) {
                json.writeStartObject();
                json.writeStringProperty("name", room.name().text());
                json.writeStringProperty("topic", room.topic());
                json.writeNumberProperty("people", room.people());
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    /** ERROR: not let in. Nothing may follow. */
    public byte[] loginRefused(Refusal refusal) {
        return error(refusal.code(), null, json -> {
            json.writeStringProperty("code", refusal.code());
            json.writeStringProperty("sentence", refusal.sentence());
            json.writeArrayPropertyStart("suggestions");
            refusal.suggestions().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    /**
     * ERROR: goodbye. Nothing may follow.
     *
     * @param receipt the receipt that the frame asked for which is the cause of it
     */
    public byte[] disconnect(DisconnectReason disconnectReason, @Nullable String receipt) {
        return error(disconnectReason.code(), receipt, json -> {
            json.writeStringProperty("code", disconnectReason.code());
            json.writeStringProperty("sentence", disconnectReason.sentence());
        });
    }

    /** What says that one is still there. */
    public byte[] heartbeat() {
        return BEAT.clone();
    }

    private byte[] error(String code, @Nullable String receipt, Consumer<JsonGenerator> fields) {
        Headers.Builder headers = Headers.builder().add(Headers.MESSAGE, code).add(Headers.CONTENT_TYPE, JSON);
        if (receipt != null) {
            headers.add(Headers.RECEIPT_ID, receipt);
        }
        return bytes(StompCommand.ERROR, headers.build(), Body.of(Json.object(fields)));
    }

    private byte[] message(String subscription, Destination.Fixed destination, byte[] body) {
        Headers headers = Headers.of(
                Headers.SUBSCRIPTION,
                subscription,
                Headers.MESSAGE_ID,
                "own+" + messages.incrementAndGet(),
                Headers.DESTINATION,
                destination.text(),
                Headers.CONTENT_TYPE,
                JSON);
        return bytes(StompCommand.MESSAGE, headers, Body.of(body));
    }

    private byte[] bytes(StompCommand stompCommand, Headers headers, Body body) {
        return writer.bytes(new Frame(stompCommand, headers, body));
    }
}
