package dev.parley.room;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says on coming in.
 *
 * @param name the name wished for, as typed
 * @param clientInfo where the person speaks from
 * @param manner how the person can be dealt with
 * @param token shown by somebody who was here before
 */
public record Introduction(
        String name,
        ClientInfo clientInfo,
        Manner manner,
        @Nullable ResumeToken token) {

    /** How somebody can be dealt with. */
    public enum Manner {
        /** Can be refused, and gets a token to come back with. */
        RESUMABLE,
        /** Can be refused and asked again. */
        ASKED,
        /** Cannot be asked: gets the nearest name that is free. */
        NOT_ASKED
    }

    /** By a connection that can come back by a token. */
    public static Introduction resumable(String name, ClientInfo clientInfo, @Nullable ResumeToken token) {
        return new Introduction(name, clientInfo, Manner.RESUMABLE, token);
    }

    /** By a connection that can be asked again. */
    public static Introduction asked(String name, ClientInfo clientInfo) {
        return new Introduction(name, clientInfo, Manner.ASKED, null);
    }

    /** By a connection that cannot be asked again. */
    public static Introduction notAsked(String name, ClientInfo clientInfo) {
        return new Introduction(name, clientInfo, Manner.NOT_ASKED, null);
    }
}
