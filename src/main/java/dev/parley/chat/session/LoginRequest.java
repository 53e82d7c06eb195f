package dev.parley.chat.session;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says on coming in.
 *
 * @param name the name wished for, as typed
 * @param clientInfo where the person speaks from
 * @param kind how the person can be dealt with
 * @param token shown by somebody who was here before
 * @param maxNameLength the most characters of a name that the client can handle, if it cannot be asked
 */
public record LoginRequest(
        String name,
        ClientInfo clientInfo,
        Kind kind,
        @Nullable ResumeToken token,
        int maxNameLength) {

    /** How somebody can be dealt with. */
    public enum Kind {
        /** Can be refused, and gets a token to come back with. */
        RESUMABLE,
        /** Can be refused and asked again. */
        INTERACTIVE,
        /** Cannot be asked: gets the nearest name that is free. */
        AUTO_NAMED
    }

    /** By a connection that can come back by a token. */
    public static LoginRequest resumable(String name, ClientInfo clientInfo, @Nullable ResumeToken token) {
        return new LoginRequest(name, clientInfo, Kind.RESUMABLE, token, Integer.MAX_VALUE);
    }

    /** By a connection that can be asked again. */
    public static LoginRequest interactive(String name, ClientInfo clientInfo) {
        return new LoginRequest(name, clientInfo, Kind.INTERACTIVE, null, Integer.MAX_VALUE);
    }

    /** By a connection that cannot be asked again. */
    public static LoginRequest autoNamed(String name, ClientInfo clientInfo) {
        return autoNamed(name, clientInfo, Integer.MAX_VALUE);
    }

    /** By a connection that cannot be asked again, and whose client can handle names of this length only. */
    public static LoginRequest autoNamed(String name, ClientInfo clientInfo, int maxNameLength) {
        return new LoginRequest(name, clientInfo, Kind.AUTO_NAMED, null, maxNameLength);
    }
}
