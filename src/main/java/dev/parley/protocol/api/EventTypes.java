package dev.parley.protocol.api;

/** The values of the field {@code type} in the JSON of an event. */
public final class EventTypes {
    public static final String WELCOME = "welcome";
    public static final String SAID = "said";
    public static final String EDITED = "edited";
    public static final String DELETED = "deleted";
    public static final String REACTED = "reacted";
    public static final String JOINED = "joined";
    public static final String LEFT = "left";
    public static final String RENAMED = "renamed";
    public static final String AWAY = "away";
    public static final String PRESENCE = "presence";
    public static final String TYPING = "typing";
    public static final String TOPIC = "topic";
    public static final String SETTINGS = "settings";
    public static final String CLOSING = "closing";
    public static final String REMOVED = "removed";
    public static final String DIRECT = "direct";
    public static final String RIGHTS = "rights";
    public static final String ROOMS = "rooms";
    public static final String ROOMS_CHANGED = "changed";

    private EventTypes() {}
}
