package dev.parley.stomp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the header lines of one frame. */
final class HeaderParser {
    private final StompCommand command;
    private final @Nullable StompVersion version;
    private final FrameLimits limits;
    private final List<String> namesAndValues = new ArrayList<>();
    private int count;

    /**
     * @param version null before the negotiation
     */
    HeaderParser(StompCommand command, @Nullable StompVersion version, FrameLimits limits) {
        this.command = command;
        this.version = version;
        this.limits = limits;
    }

    /**
     * Parses one line without its line end. Modifies the array.
     *
     * @throws MalformedFrameException if the line is not a header or exceeds a limit
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
                        "Header line " + count + " contains a carriage return. End each line with a line feed.");
            }
        }
        if (colon < 1) {
            throw new MalformedFrameException(
                    "Header line " + count + " is not a name, a colon and a value, such as receipt:1.");
        }
        StompVersion escaping = version == null || command.opensSession() ? StompVersion.V1_0 : version;
        namesAndValues.add(HeaderEscaping.decode(line, 0, colon, escaping));
        namesAndValues.add(HeaderEscaping.decode(line, colon + 1, length, escaping));
    }

    /**
     * Returns whether the frame follows STOMP 1.0, in which padding around values is ignored, and so are bodies of
     * frames that cannot have one. A client that sends no {@code accept-version} uses 1.0.
     */
    private boolean usesVersion10(Headers unpadded) {
        if (version != null) {
            return version == StompVersion.V1_0;
        }
        if (command == StompCommand.CONNECTED) {
            return StompVersion.chosen(unpadded.get(Headers.VERSION))
                    .filter(StompVersion.V1_0::equals)
                    .isPresent();
        }
        return command.opensSession()
                && StompVersion.negotiate(unpadded.get(Headers.ACCEPT_VERSION))
                        .filter(StompVersion.V1_0::equals)
                        .isPresent();
    }

    /**
     * Returns the head of the frame, after the blank line.
     *
     * @throws MalformedFrameException if a name consists of padding or {@code content-length} is invalid
     */
    FrameHead end() throws MalformedFrameException {
        Headers unpadded = collect(false);
        boolean isVersion10 = usesVersion10(unpadded);
        Headers headers = isVersion10 ? collect(true) : unpadded;
        String length = headers.get(Headers.CONTENT_LENGTH);
        if (length == null) {
            return new FrameHead(command, headers, FrameHead.UNTIL_NUL, isVersion10);
        }
        int bodyBytes = bodyBytes(length);
        if (bodyBytes > 0 && !command.mayHaveBody() && !isVersion10) {
            throw FrameHead.hasNoBody(command);
        }
        Headers.Builder withoutLength = Headers.builder();
        headers.forEach((name, value) -> {
            if (!name.equals(Headers.CONTENT_LENGTH)) {
                withoutLength.add(name, value);
            }
        });
        return new FrameHead(command, withoutLength.build(), bodyBytes, isVersion10);
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
                    throw new MalformedFrameException("A header has an empty name. Write a name, a colon and a value.");
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
                throw invalidContentLength();
            }
            // Saturates at the largest int, which exceeds every limit.
            bytes = (int) Math.min(bytes * 10L + (digit - '0'), Integer.MAX_VALUE);
        }
        if (digits.isEmpty()) {
            throw invalidContentLength();
        }
        return bytes;
    }

    private static MalformedFrameException invalidContentLength() {
        return new MalformedFrameException(
                "The content-length header must be the number of bytes in decimal digits, such as 12.");
    }
}
