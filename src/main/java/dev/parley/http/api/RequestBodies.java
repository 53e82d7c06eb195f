package dev.parley.http.api;

import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.protocol.MalformedBodyException;
import dev.parley.protocol.ModerationPayload;
import dev.parley.protocol.SendPayload;
import dev.parley.stomp.Body;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads the bodies and headers of requests. All methods throw a {@link RefusedRequestException} for what cannot be read. */
final class RequestBodies {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private RequestBodies() {}

    /**
     * A message, or the new text of one.
     *
     * @param replyTo the sequence number of the message that it replies to; null for none
     */
    record MessageBody(
            String text, boolean action, @Nullable Long replyTo) {}

    /** Reads a message: the text as it is, without a line end after it, or a JSON object. */
    static MessageBody message(HttpServletRequest request) {
        MediaType type = typeOf(request);
        String body = text(request);
        if (type.isCompatibleWith(MediaType.TEXT_PLAIN)) {
            return new MessageBody(body.replaceFirst("\\R\\z", ""), false, null);
        } else if (!type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
            throw unsupported("text/plain, whose body is the message, or application/json");
        }
        try {
            SendPayload payload = SendPayload.parse(Body.of(body.getBytes(StandardCharsets.UTF_8)));
            return new MessageBody(payload.requiredText(), payload.action(), payload.replyTo());
        } catch (MalformedBodyException e) {
            throw RefusedRequestException.malformed(sentence(e));
        }
    }

    private static String sentence(MalformedBodyException e) {
        return String.valueOf(e.getMessage()).replace("The body of a SEND", "The body");
    }

    /** Reads a kick, a ban or a mute. */
    static ModerationPayload moderation(HttpServletRequest request) {
        if (!typeOf(request).isCompatibleWith(MediaType.APPLICATION_JSON)) {
            throw unsupported(MediaType.APPLICATION_JSON_VALUE);
        }
        try {
            return ModerationPayload.parse(text(request));
        } catch (MalformedBodyException e) {
            throw RefusedRequestException.malformed(sentence(e));
        }
    }

    /** Returns the type of the body: plain text if the client sends none. */
    private static MediaType typeOf(HttpServletRequest request) {
        String written = request.getContentType();
        if (written == null || written.isBlank()) {
            return MediaType.TEXT_PLAIN;
        }
        try {
            MediaType type = MediaType.parseMediaType(written);
            boolean isUtf8 = type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8);
            if (isUtf8 && type.isConcrete()) {
                return type;
            }
        } catch (InvalidMediaTypeException ignored) {
            // refused below
        }
        throw unsupported("a type with the charset UTF-8");
    }

    private static RefusedRequestException unsupported(String allowed) {
        return new RefusedRequestException(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                Problems.refusal(
                        Problems.UNSUPPORTED_MEDIA_TYPE,
                        "The header Content-Type must name " + allowed
                                + ". With curl: -H 'Content-Type: text/plain'."));
    }

    /** The body is in memory, see {@link ApiFilter}. */
    private static String text(HttpServletRequest request) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.getInputStream().readAllBytes()))
                    .toString();
        } catch (CharacterCodingException ignored) {
            throw RefusedRequestException.malformed("The body must be UTF-8.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the id that the client has chosen for a request; null for none. Quotes around it are ignored. */
    static @Nullable Reference reference(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(IDEMPOTENCY_KEY));
        if (keys.isEmpty()) {
            return null;
        }
        String key = keys.get(0).strip();
        boolean isQuoted = key.length() > 2 && key.startsWith("\"") && key.endsWith("\"");
        return keys.size() > 1
                ? invalidReference()
                : Reference.parse(isQuoted ? key.substring(1, key.length() - 1) : key)
                        .orElseGet(RequestBodies::invalidReference);
    }

    private static Reference invalidReference() {
        throw RefusedRequestException.of(Refusal.referenceInvalid());
    }

    /** Reads a whole number of a parameter; {@code otherwise} if there is none. */
    static int number(String name, @Nullable String written, int least, int most, int otherwise) {
        if (written == null) {
            return otherwise;
        }
        int number = written.matches("[0-9]{1,6}") ? Integer.parseInt(written) : -1;
        if (number < least || number > most) {
            throw RefusedRequestException.malformed(
                    String.format(Locale.ROOT, "The parameter %s must be a number from %d to %d.", name, least, most));
        }
        return number;
    }

    /** Reads the sequence number of a message. */
    static long seq(String written) {
        if (!written.matches("[0-9]{1,18}")) {
            throw RefusedRequestException.malformed("The last part of the path must be the number of a message.");
        }
        return Long.parseLong(written);
    }
}
