package dev.parley.client.session;

import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The reason why a connection ended or failed. */
public sealed interface ClientDisconnect {

    /** Returns the sentence for the user. */
    String sentence();

    /** Returns the code of the refusal or reason; empty if there is none. */
    default String code() {
        return "";
    }

    /** Returns the nicknames that a server offers in place of a refused one. */
    default List<String> suggestions() {
        return List.of();
    }

    /** Returns the time that the server asks the client to wait before it reconnects; zero if it names none. */
    default Duration retryAfter() {
        return Duration.ZERO;
    }

    /** The server does not answer. */
    record Unreachable(String sentence) implements ClientDisconnect {}

    /** The login was refused, with code, sentence and suggestions. */
    record Refused(String code, String sentence, List<String> suggestions) implements ClientDisconnect {}

    /** The server closed the connection, with code and sentence. */
    record ClosedByServer(String code, String sentence, Duration retryAfter) implements ClientDisconnect {}

    /** The connection broke, or was silent for too long. */
    record Lost(String sentence) implements ClientDisconnect {}

    /** The server violated the protocol. */
    record ProtocolError(String sentence) implements ClientDisconnect {}

    /** Parses an ERROR, with which the server refuses a login or closes the connection of a user. */
    static ClientDisconnect read(Frame frame, boolean loggedIn) throws MalformedFrameException {
        String message = frame.headers().get(Headers.MESSAGE);
        JsonObject body = frame.body().isEmpty()
                ? new JsonObject(Map.of())
                : JsonObject.read(frame.body().text());
        String code = body.text("code").isEmpty() && message != null ? message : body.text("code");
        String sentence = body.text("sentence").isEmpty() ? "The server sent: " + code : body.text("sentence");
        return loggedIn
                ? new ClosedByServer(code, sentence, Duration.ofMillis(Math.max(0, body.number("retryAfterMs"))))
                : new Refused(code, sentence, body.texts("suggestions"));
    }
}
