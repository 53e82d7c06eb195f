package dev.parley.protocol.api;

/** The headers that the chat protocol adds to those of STOMP, and the content type of all bodies. */
public final class ChatHeaders {

    /** In CONNECTED: the nickname. */
    public static final String USER_NAME = "user-name";

    /** In CONNECT: the secret of an invitation. */
    public static final String INVITE = "invite";

    /** In CONNECT and CONNECTED: the resume token. */
    public static final String RESUME = "resume";

    /** In DISCONNECT: the time for which the session can be resumed, in milliseconds; without it, the user logs out. */
    public static final String RESUME_WITHIN = "resume-within";

    /** In SUBSCRIBE: the position after which the replay starts. */
    public static final String AFTER = "after";

    /** In SUBSCRIBE: the number of messages to replay. */
    public static final String REPLAY = "replay";

    /** In SUBSCRIBE to a room: the key of a private room, or the secret of an invitation to it. */
    public static final String KEY = "key";

    /** In SUBSCRIBE to the room list: {@code true} if the client wants changes instead of whole lists. */
    public static final String CHANGES = "changes";

    /** In SEND and RECEIPT: the idempotency key; the server stores messages with the same reference once. */
    public static final String REFERENCE = "reference";

    /** In RECEIPT: the position of the stored message. */
    public static final String POSITION = "position";

    /** In RECEIPT: the time of the message. */
    public static final String AT = "at";

    /** The value of {@code content-type}. */
    public static final String JSON = "application/json";

    private ChatHeaders() {}
}
