package dev.parley.protocol.api;

/** The codes of refusals. A code never changes its meaning; {@code docs/protocol.md} explains all. */
public final class RefusalCodes {

    /** The beginning of the codes that refuse a nickname. */
    public static final String NICKNAME_PREFIX = "name-";

    public static final String MESSAGE_EMPTY = "message-empty";
    public static final String MESSAGE_TOO_LONG = "message-too-long";
    public static final String NOT_IN_ROOM = "not-in-room";
    public static final String NO_SUCH_ROOM = "no-such-room";
    public static final String ROOM_INVALID = "room-invalid";
    public static final String ROOMS_FULL = "rooms-full";
    public static final String ROOMS_FULL_FOR_ADDRESS = "rooms-full-for-address";
    public static final String TOO_MANY_ROOMS = "too-many-rooms";
    public static final String TOO_MANY_STREAMS = "too-many-streams";
    public static final String TOO_MANY_EXPORTS = "too-many-exports";
    public static final String TOO_MANY_BOTS = "too-many-bots";
    public static final String KEY_NOT_ALLOWED = "key-not-allowed";
    public static final String NOT_SANCTIONED = "not-sanctioned";
    public static final String SLOW_DOWN = "slow-down";
    public static final String TOO_MANY_NEW_USERS = "too-many-new-users";
    public static final String BUSY = "busy";
    public static final String REFERENCE_INVALID = "reference-invalid";
    public static final String REFERENCE_CONFLICT = "reference-conflict";
    public static final String STORAGE_FULL = "storage-full";
    public static final String STORAGE_FAILED = "storage-failed";
    public static final String SHUTTING_DOWN = "shutting-down";
    public static final String BANNED = "banned";
    public static final String MUTED = "muted";
    public static final String PASSWORD_WRONG = "password-wrong";
    public static final String LOGIN_REQUIRED = "not-let-in";
    public static final String HISTORY_UNREADABLE = "history-unreadable";
    public static final String NO_SUCH_USER = "no-such-person";
    public static final String NO_SUCH_MESSAGE = "no-such-message";
    public static final String NOT_AUTHOR = "not-author";
    public static final String TOO_LATE = "too-late";
    public static final String ALREADY_DELETED = "already-deleted";
    public static final String EMOJI_INVALID = "emoji-invalid";
    public static final String TOO_MANY_REACTIONS = "too-many-reactions";
    public static final String ROOM_LOCKED = "room-locked";
    public static final String SLOW_MODE = "slow-mode";
    public static final String OPERATORS_ONLY = "operators-only";
    public static final String OPERATOR_PROTECTED = "operator-protected";
    public static final String OPERATOR_CODE_WRONG = "operator-code-wrong";
    public static final String ROOM_PRIVATE = "room-private";
    public static final String ROOM_KEY_WRONG = "room-key-wrong";
    public static final String ROOM_EXISTS = "room-exists";
    public static final String TOO_MANY_PRIVATE_ROOMS = "too-many-private-rooms";
    public static final String TOO_MANY_MEMBERS = "too-many-members";
    public static final String INVITE_INVALID = "invite-invalid";
    public static final String TOO_MANY_INVITES = "too-many-invites";
    public static final String UNENCRYPTED = "unencrypted";
    public static final String SEARCH_INVALID = "search-invalid";
    public static final String SEARCH_UNAVAILABLE = "search-unavailable";
    public static final String FILES_OFF = "files-off";
    public static final String FILE_TOO_LARGE = "file-too-large";
    public static final String FILE_EMPTY = "file-empty";
    public static final String FILES_FULL = "files-full";
    public static final String FILES_FULL_FOR_USER = "files-full-for-user";
    public static final String IMAGE_UNREADABLE = "image-unreadable";
    public static final String IMAGE_TOO_LARGE = "image-too-large";
    public static final String TOO_MANY_UPLOADS = "too-many-uploads";
    public static final String UPLOAD_TOO_SLOW = "upload-too-slow";
    public static final String MALFORMED = "malformed";

    private RefusalCodes() {}
}
