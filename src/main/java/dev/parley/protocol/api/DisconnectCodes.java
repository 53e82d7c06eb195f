package dev.parley.protocol.api;

/** The codes of disconnects. A code never changes its meaning; {@code docs/protocol.md} explains all. */
public final class DisconnectCodes {
    public static final String QUIT = "quit";
    public static final String TOO_MANY_SESSIONS = "too-many-sessions";
    public static final String TOO_SLOW = "too-slow";
    public static final String SHUTTING_DOWN = "shutting-down";
    public static final String DISCONNECTED_BY_OPERATOR = "sent-off";
    public static final String KICKED = "kicked";
    public static final String BANNED = "banned";
    public static final String SERVER_FULL = "full";
    public static final String ADDRESS_LIMIT = "full-for-address";
    public static final String LOGIN_TIMEOUT = "nameless";
    public static final String MALFORMED = "malformed";
    public static final String STORAGE_FAILED = "storage-failed";

    private DisconnectCodes() {}
}
