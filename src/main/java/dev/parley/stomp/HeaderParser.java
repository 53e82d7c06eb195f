package dev.parley.stomp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header lines of one frame while they arrive, and what they mean together. */
final class HeaderParser {
    private final StompCommand stompCommand;
    private final @Nullable StompVersion version;
    private final FrameLimits limits;
    private final List<String> namesAndValues = new ArrayList<>();
    private int count;

    /**
     * @param version null: none is agreed upon yet
     */
    HeaderParser(StompCommand stompCommand, @Nullable StompVersion version, FrameLimits limits) {
        this.stompCommand = stompCommand;
        this.version = version;
        this.limits = limits;
    }

    /**
     * Takes one line, without its end. These bytes are changed.
     *
     * @throws MalformedFrameException if it is no header, or one too many
     */
    void add(byte[] line, int length) throws MalformedFrameException {
        count++;
        if (count > limits.maxHeaders()) {
            throw new MalformedFrameException(
                    MalformedFrameException.Fault.TOO_LARGE,
                    "The frame has too many headers. At most " + limits.maxHeaders() + " are allowed.");
        }
        int colon = -1;
        for (int i = length - 1; i >= 0; i--) {
            if (line[i] == ':') {
                colon = i;
            } else if (line[i] == '\r') {
                throw new MalformedFrameException(
                        "Header line " + count + " has a carriage return inside. End each line with a line feed.");
            }
        }
        if (colon < 1) {
            throw new MalformedFrameException(
                    "Header line " + count + " is not a name, a colon and a value, like receipt:1.");
        }
        StompVersion escaping = version == null || stompCommand.opensSession() ? StompVersion.V1_0 : version;
        namesAndValues.add(HeaderEscaping.decode(line, 0, colon, escaping));
        namesAndValues.add(HeaderEscaping.decode(line, colon + 1, length, escaping));
    }

    /**
     * Whether the frame follows 1.0, where blanks around values mean nothing and bodies of frames that have no use for
     * one are ignored. Who opens a session without naming versions speaks 1.0.
     */
    private boolean isOldest(Headers asWritten) {
        if (version != null) {
            return version == StompVersion.V1_0;
        }
        if (stompCommand == StompCommand.CONNECTED) {
            return StompVersion.chosen(asWritten.get(Headers.VERSION))
                    .filter(StompVersion.V1_0::equals)
                    .isPresent();
        }
        return stompCommand.opensSession()
                && StompVersion.negotiate(asWritten.get(Headers.ACCEPT_VERSION))
                        .filter(StompVersion.V1_0::equals)
                        .isPresent();
    }

    /**
     * All of them, after the blank line.
     *
     * @throws MalformedFrameException if a name is nothing but blanks where those mean nothing, or {@code content-length} is
     *     wrong
     */
    FrameHead end() throws MalformedFrameException {
        Headers asWritten = collect(false);
        boolean oldest = isOldest(asWritten);
        Headers headers = oldest ? collect(true) : asWritten;
        String length = headers.get(Headers.CONTENT_LENGTH);
        if (length == null) {
            return new FrameHead(stompCommand, headers, FrameHead.UNTIL_NUL, oldest);
        }
        int bodyBytes = bodyBytes(length);
        if (bodyBytes > 0 && !stompCommand.mayHaveBody() && !oldest) {
            throw FrameHead.hasNoBody(stompCommand);
        }
        Headers.Builder others = Headers.builder();
        headers.forEach((name, value) -> {
            if (!name.equals(Headers.CONTENT_LENGTH)) {
                others.add(name, value);
            }
        });
        return new FrameHead(stompCommand, others.build(), bodyBytes, oldest);
    }

    private Headers collect(boolean withoutPadding) throws MalformedFrameException {
        Headers.Builder headers = Headers.builder();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            String name = namesAndValues.get(i);
            String value = namesAndValues.get(i + 1);
            if (withoutPadding) {
                name = HeaderEscaping.withoutPadding(name);
                value = HeaderEscaping.withoutPadding(value);
                if (name.isEmpty()) {
                    throw new MalformedFrameException(
                            "A header has no name but blanks. Write a name, a colon and a value.");
                }
            }
            headers.add(name, value);
        }
        return headers.build();
    }

    private static int bodyBytes(String digits) throws MalformedFrameException {
        int bytes = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                throw notANumber();
            }
            // However many digits there are, it stays at the largest int, which no limit allows.
            bytes = (int) Math.min(bytes * 10L + (digit - '0'), Integer.MAX_VALUE);
        }
        if (digits.isEmpty()) {
            throw notANumber();
        }
        return bytes;
    }

    private static MalformedFrameException notANumber() {
        return new MalformedFrameException("The content-length header is not a number of bytes in digits, like 12.");
    }
}
