package dev.parley.protocol;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.HeartbeatHeader;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a client says in CONNECT.
 *
 * @param version the highest that both speak
 * @param name the name it wishes for; empty if it leaves that to its token
 * @param passcode the server's password as typed; empty if there is none
 * @param token by which it comes back; one that cannot be a token counts as none
 * @param beats what is agreed upon, seen from the server
 */
public record ConnectRequest(
        StompVersion version,
        String name,
        String passcode,
        @Nullable ResumeToken token,
        HeartbeatHeader beats) {

    /**
     * Reads a CONNECT or STOMP frame.
     *
     * @throws MalformedFrameException if there is no common version, or the heart-beat is not one
     */
    public static ConnectRequest parse(Frame frame) throws MalformedFrameException {
        Headers headers = frame.headers();
        StompVersion version = StompVersion.negotiate(headers.get(Headers.ACCEPT_VERSION))
                .orElseThrow(() -> new MalformedFrameException("This server speaks the versions " + StompVersion.ALL
                        + " of STOMP. Say one of them in accept-version."));
        HeartbeatHeader beats = ServerFrames.BEATS.negotiate(HeartbeatHeader.parse(headers.get(Headers.HEART_BEAT)));
        String resume = headers.get("resume");
        return new ConnectRequest(
                version,
                orEmpty(headers.get(Headers.LOGIN)),
                orEmpty(headers.get(Headers.PASSCODE)),
                resume == null ? null : ResumeToken.parse(resume).orElse(null),
                beats);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** Neither password nor token, so that they reach no log. */
    @Override
    public String toString() {
        return "Greeting of " + name;
    }
}
