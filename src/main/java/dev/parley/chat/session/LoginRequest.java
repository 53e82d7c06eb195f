package dev.parley.chat.session;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import org.jspecify.annotations.Nullable;

/**
 * A request to log in.
 *
 * @param name the requested nickname, as typed
 * @param clientInfo the transport, dialect and address of the client
 * @param kind the kind of client
 * @param token the resume token of an earlier session, if any
 * @param maxNameLength the longest nickname, in characters, that a client of kind {@code AUTO_NAMED} can handle
 */
public record LoginRequest(
        String name,
        ClientInfo clientInfo,
        Kind kind,
        @Nullable ResumeToken token,
        int maxNameLength) {

    /** The kind of client, which decides how a nickname conflict is resolved. */
    public enum Kind {
        /** The client handles refusals, and gets a token to resume with. */
        RESUMABLE,
        /** The client can be prompted for another nickname. */
        INTERACTIVE,
        /** The client cannot be prompted: it gets the nearest free nickname. */
        AUTO_NAMED
    }

    /** Creates a request of a client that can resume with a token. */
    public static LoginRequest resumable(String name, ClientInfo clientInfo, @Nullable ResumeToken token) {
        return new LoginRequest(name, clientInfo, Kind.RESUMABLE, token, Integer.MAX_VALUE);
    }

    /** Creates a request of a client that can be prompted. */
    public static LoginRequest interactive(String name, ClientInfo clientInfo) {
        return new LoginRequest(name, clientInfo, Kind.INTERACTIVE, null, Integer.MAX_VALUE);
    }

    /** Creates a request of a client that cannot be prompted. */
    public static LoginRequest autoNamed(String name, ClientInfo clientInfo) {
        return autoNamed(name, clientInfo, Integer.MAX_VALUE);
    }

    /** Creates a request of a client that cannot be prompted and handles only nicknames up to a length. */
    public static LoginRequest autoNamed(String name, ClientInfo clientInfo, int maxNameLength) {
        return new LoginRequest(name, clientInfo, Kind.AUTO_NAMED, null, maxNameLength);
    }
}
