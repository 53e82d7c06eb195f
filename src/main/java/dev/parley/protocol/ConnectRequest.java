package dev.parley.protocol;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.protocol.api.ChatHeaders;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.HeartbeatHeader;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompVersion;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a CONNECT frame.
 *
 * @param version the highest common version
 * @param name the requested nickname; empty to use the one of the resume token
 * @param passcode the server password; empty if none was sent
 * @param invite the secret of an invitation; null if none was sent
 * @param token the resume token; null if missing or invalid
 * @param heartbeats the negotiated intervals from the server's point of view
 */
public record ConnectRequest(
        StompVersion version,
        String name,
        String passcode,
        @Nullable String invite,
        @Nullable ResumeToken token,
        HeartbeatHeader heartbeats) {

    /**
     * Parses a CONNECT or STOMP frame.
     *
     * @throws MalformedFrameException if there is no common version, or the heart-beat header is invalid
     */
    public static ConnectRequest parse(Frame frame) throws MalformedFrameException {
        Headers headers = frame.headers();
        StompVersion version = StompVersion.negotiate(headers.get(Headers.ACCEPT_VERSION))
                .orElseThrow(() -> new MalformedFrameException("This server supports the STOMP versions "
                        + StompVersion.ALL + ". Send one of them in accept-version."));
        HeartbeatHeader heartbeats =
                ServerFrames.HEARTBEATS.negotiate(HeartbeatHeader.parse(headers.get(Headers.HEART_BEAT)));
        String resume = headers.get(ChatHeaders.RESUME);
        return new ConnectRequest(
                version,
                orEmpty(headers.get(Headers.LOGIN)),
                orEmpty(headers.get(Headers.PASSCODE)),
                headers.get(ChatHeaders.INVITE),
                resume == null ? null : ResumeToken.parse(resume).orElse(null),
                heartbeats);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Omits the password, the invitation and the token, because they must not appear in logs. */
    @Override
    public String toString() {
        return "ConnectRequest of " + name;
    }
}
