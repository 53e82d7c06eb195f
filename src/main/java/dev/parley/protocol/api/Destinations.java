package dev.parley.protocol.api;

/** The destinations of SEND, SUBSCRIBE and MESSAGE frames. Those that end in a slash are prefixes. */
public final class Destinations {

    /** The events of a room, followed by its name. */
    public static final String ROOM_TOPIC = "/topic/rooms/";

    /** The messages to a room, followed by its name. */
    public static final String ROOM = "/app/rooms/";

    /** The typing notices to a room, after {@link #ROOM} and its name. */
    public static final String TYPING_SUFFIX = "/typing";

    /** The edits of messages of a room, after {@link #ROOM} and its name. */
    public static final String EDIT_SUFFIX = "/edit";

    /** The deletions of messages of a room, after {@link #ROOM} and its name. */
    public static final String DELETE_SUFFIX = "/delete";

    /** The reactions to messages of a room, after {@link #ROOM} and its name. */
    public static final String REACT_SUFFIX = "/react";

    /** The direct messages to a user, followed by the nickname. */
    public static final String USER = "/app/people/";

    /** The slash commands. */
    public static final String COMMANDS = "/app/commands";

    /** The room list. */
    public static final String ROOMS = "/topic/rooms";

    /** The search for rooms. */
    public static final String SEARCH = "/app/rooms";

    /** The rooms that this connection's searches have found. */
    public static final String FOUND_ROOMS = "/user/queue/rooms";

    /** The search for messages. */
    public static final String SEARCH_MESSAGES = "/app/search";

    /** The messages that this connection's searches have found. */
    public static final String FOUND_MESSAGES = "/user/queue/search";

    /** The refusals of this connection's requests. */
    public static final String REFUSALS = "/user/queue/refusals";

    /** The direct messages to this user. */
    public static final String DIRECT = "/user/queue/direct";

    /** The replies to commands. */
    public static final String ANSWERS = "/user/queue/answers";

    /** The rights of the user of this session. */
    public static final String SESSION = "/user/queue/session";

    private Destinations() {}
}
