package dev.parley.chat.room;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.NicknameViolation;
import dev.parley.chat.moderation.UserAction;
import dev.parley.protocol.api.RefusalCodes;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a request. The connection stays open, and no other user learns of it. This class is the catalogue: a
 * code never changes its meaning; {@code docs/protocol.md} lists all.
 *
 * @param code the stable code, for programs
 * @param sentence the sentence for the user: the problem, the rule and the remedy
 * @param suggestions possible values instead; may be empty
 * @param retryAfter the time after which the same request may succeed; null if waiting does not help
 */
public record Refusal(
        String code,
        String sentence,
        List<String> suggestions,
        @Nullable Duration retryAfter) implements RequestResult, JoinResult {

    /** Copies the suggestions. */
    public Refusal {
        suggestions = List.copyOf(suggestions);
    }

    static Refusal of(String code, String sentence) {
        return new Refusal(code, sentence, List.of(), null);
    }

    /** The nickname is refused; code {@code name-…}. */
    public static Refusal invalidNickname(NicknameViolation problem) {
        return new Refusal(problem.code(), problem.sentence(), problem.suggestions(), null);
    }

    /** Code {@code message-empty}. */
    public static Refusal messageEmpty() {
        return of(RefusalCodes.MESSAGE_EMPTY, "A message needs at least one visible character.");
    }

    /** Code {@code message-too-long}. */
    public static Refusal messageTooLong(int length, int longest) {
        return of(
                RefusalCodes.MESSAGE_TOO_LONG,
                "The message has " + length + " characters; at most " + longest
                        + " are allowed. Shorten it or send it in parts.");
    }

    /** Code {@code message-too-long}, for a message of too many lines. */
    static Refusal tooManyLines(long lines, int most) {
        return of(
                RefusalCodes.MESSAGE_TOO_LONG,
                "The message has " + lines + " lines; at most " + most
                        + " are allowed. Shorten it or send it in parts.");
    }

    /** Code {@code not-in-room}. */
    public static Refusal notInRoom(RoomName room) {
        return of(RefusalCodes.NOT_IN_ROOM, "You are not in " + room + ". Join it first: /join " + room);
    }

    /** Code {@code no-such-room}. */
    public static Refusal noSuchRoom(String room) {
        return of(RefusalCodes.NO_SUCH_ROOM, "There is no room “" + room + "”. /rooms lists the rooms.");
    }

    /** Code {@code room-invalid}. */
    public static Refusal roomInvalid() {
        return of(RefusalCodes.ROOM_INVALID, RoomName.RULE);
    }

    /** Code {@code rooms-full}. */
    public static Refusal roomsFull(int most) {
        return of(
                RefusalCodes.ROOMS_FULL, "There are " + most + " rooms, which is the limit. Join one of them: /rooms");
    }

    /** Code {@code rooms-full-for-address}. */
    public static Refusal roomsFullForAddress(int most) {
        return of(
                RefusalCodes.ROOMS_FULL_FOR_ADDRESS,
                "Users at your address have created " + most
                        + " rooms that are in use, which is the limit. Join one of them: /rooms");
    }

    /** Code {@code too-many-rooms}. */
    public static Refusal tooManyRooms(int most) {
        return of(
                RefusalCodes.TOO_MANY_ROOMS,
                "You are in " + most + " rooms, which is the limit. Leave one first: /leave ROOM");
    }

    /** Code {@code too-many-bots}. */
    public static Refusal tooManyBots(int most) {
        return of(
                RefusalCodes.TOO_MANY_BOTS,
                "There are " + most + " bots, which is the limit. Revoke one: /bot revoke NAME");
    }

    /** Code {@code not-sanctioned}: there is no ban or mute to lift; {@code what} is a whole sentence. */
    public static Refusal notSanctioned(String what) {
        return of(RefusalCodes.NOT_SANCTIONED, what);
    }

    /** Code {@code slow-down}; carries the time to wait. */
    public static Refusal slowDown(Duration retryAfter) {
        return new Refusal(
                RefusalCodes.SLOW_DOWN,
                "You are sending too fast. Wait a moment and send it again.",
                List.of(),
                retryAfter);
    }

    /** Code {@code too-many-new-users}: the login is refused; carries the time to wait. */
    public static Refusal tooManyNewUsers(Duration retryAfter) {
        return new Refusal(
                RefusalCodes.TOO_MANY_NEW_USERS,
                "Too many new users log in from your address. Try again in " + seconds(retryAfter) + ".",
                List.of(),
                retryAfter);
    }

    /** Code {@code full}: the login is refused, because there are as many users as allowed; carries the time to wait. */
    public static Refusal serverFull(Duration retryAfter) {
        DisconnectReason reason = DisconnectReason.serverFull();
        return new Refusal(reason.code(), reason.sentence(), List.of(), retryAfter);
    }

    /** Code {@code full-for-address}: the same for one address. */
    public static Refusal addressLimit(Duration retryAfter) {
        DisconnectReason reason = DisconnectReason.addressLimit();
        return new Refusal(reason.code(), reason.sentence(), List.of(), retryAfter);
    }

    /** Code {@code busy}: a queue is full; carries the time to wait. */
    public static Refusal busy() {
        return new Refusal(
                RefusalCodes.BUSY, "The server is busy. Try again in a second.", List.of(), Duration.ofSeconds(1));
    }

    /** Code {@code reference-invalid}. */
    public static Refusal referenceInvalid() {
        return of(
                RefusalCodes.REFERENCE_INVALID,
                "A reference has 1 to 64 of the characters A-Z, a-z, 0-9, '.', '_' and '-'.");
    }

    /** Code {@code reference-conflict}. */
    public static Refusal referenceConflict(Reference reference) {
        return of(
                RefusalCodes.REFERENCE_CONFLICT,
                "The reference " + reference + " was used for another message within a day. Use a new one.");
    }

    /** Code {@code storage-full}. */
    public static Refusal storageFull() {
        return of(
                RefusalCodes.STORAGE_FULL,
                "The server's disk is full, so the message was not stored. Try again when the operator has freed space.");
    }

    /** Code {@code storage-failed}. */
    public static Refusal storageFailed() {
        return of(
                RefusalCodes.STORAGE_FAILED,
                "The server could not store the message. Try again; the server log has the cause.");
    }

    /** Code {@code shutting-down}. */
    public static Refusal shuttingDown() {
        return of(
                RefusalCodes.SHUTTING_DOWN, "The server is shutting down. Send it again when the server is available.");
    }

    /**
     * Code {@code banned}: the request is refused; {@code term} tells for how long, see {@link
     * dev.parley.chat.moderation.Sanction#term}.
     */
    public static Refusal banned(String term) {
        return of(RefusalCodes.BANNED, DisconnectReason.banned(term).sentence());
    }

    /**
     * Code {@code muted}: the action is refused; {@code term} tells for how long, see {@link
     * dev.parley.chat.moderation.Sanction#term}.
     */
    public static Refusal muted(String term) {
        return of(
                RefusalCodes.MUTED,
                "The operator has muted you" + term
                        + ". You can read, but not send, create rooms or change your name.");
    }

    /** Code {@code muted}: the login under another nickname is refused; {@code last} is the last one, or empty. */
    public static Refusal mutedNickname(String term, String last) {
        List<String> allowed = last.isEmpty() ? List.of(NicknamePolicy.GUEST) : List.of(last, NicknamePolicy.GUEST);
        return new Refusal(
                RefusalCodes.MUTED,
                muted(term).sentence() + " Log in as “" + String.join("” or “", allowed) + "”.",
                allowed,
                null);
    }

    /** Code {@code password-wrong}: the login is refused. */
    public static Refusal wrongPassword() {
        return of(RefusalCodes.PASSWORD_WRONG, "This is not the server password. Ask the operator.");
    }

    /** Code {@code not-let-in}: the request has no valid resume token. */
    public static Refusal loginRequired() {
        return of(RefusalCodes.LOGIN_REQUIRED, "Log in to read messages.");
    }

    /** Code {@code history-unreadable}. */
    public static Refusal historyUnreadable() {
        return of(RefusalCodes.HISTORY_UNREADABLE, "The server cannot read its history. Try again later.");
    }

    /** Code {@code search-invalid}; the sentence states why. */
    public static Refusal searchInvalid(String sentence) {
        return of(RefusalCodes.SEARCH_INVALID, sentence);
    }

    /** Code {@code search-unavailable}; the sentence states why. */
    public static Refusal searchUnavailable(String sentence) {
        return of(RefusalCodes.SEARCH_UNAVAILABLE, sentence);
    }

    /** Code {@code no-such-person}. */
    public static Refusal noSuchUser(String name) {
        return of(RefusalCodes.NO_SUCH_USER, "There is no user “" + name + "”. /who lists the users.");
    }

    /** Code {@code no-such-message}. */
    public static Refusal noSuchMessage() {
        return of(RefusalCodes.NO_SUCH_MESSAGE, "There is no such message in this room, or it is no longer kept.");
    }

    /** Code {@code not-author}. */
    public static Refusal notAuthor() {
        return of(
                RefusalCodes.NOT_AUTHOR, "This is the message of another user. You can change only your own messages.");
    }

    /** Code {@code too-late}. */
    public static Refusal tooLate() {
        return of(
                RefusalCodes.TOO_LATE,
                "The message is too old to be changed. Send a new message, or ask an operator to delete it.");
    }

    /** Code {@code already-deleted}. */
    public static Refusal alreadyDeleted() {
        return of(RefusalCodes.ALREADY_DELETED, "The message was deleted before.");
    }

    /** Code {@code emoji-invalid}. */
    public static Refusal emojiInvalid() {
        return of(RefusalCodes.EMOJI_INVALID, "A reaction is exactly one emoji, such as 👍.");
    }

    /** Code {@code too-many-reactions}. */
    public static Refusal tooManyReactions(int most) {
        return of(
                RefusalCodes.TOO_MANY_REACTIONS,
                "The message has " + most + " different reactions, which is the limit. Choose one of them.");
    }

    /** Code {@code operators-only} or {@code room-locked}: the action is reserved for operators. */
    public static Refusal operatorsOnly(UserAction action) {
        return switch (action) {
            case PUBLISH_IN_LOCKED_ROOM ->
                of(RefusalCodes.ROOM_LOCKED, "This room is locked: only operators can write. You can read.");
            case CREATE_ROOM ->
                of(RefusalCodes.OPERATORS_ONLY, "Only operators may create rooms here. Join one of the rooms: /rooms");
            case INVITE -> of(RefusalCodes.OPERATORS_ONLY, "Only operators may invite here. Ask one of them.");
            default -> of(RefusalCodes.OPERATORS_ONLY, "You are not an operator. /op CODE makes you one.");
        };
    }

    /** Code {@code slow-mode}: a user may send one message in an interval; carries the time to wait. */
    public static Refusal slowMode(Duration interval, Duration retryAfter) {
        return new Refusal(
                RefusalCodes.SLOW_MODE,
                "This room is in slow mode: one message, change or reaction every " + seconds(interval)
                        + ". Yours was not sent. Send it again in " + seconds(retryAfter) + ".",
                List.of(),
                retryAfter);
    }

    private static String seconds(Duration time) {
        long seconds = Math.max(1, time.plusMillis(999).toSeconds());
        return seconds == 1 ? "1 second" : seconds + " seconds";
    }

    /** Code {@code operator-protected}: an operator would ban another one. */
    public static Refusal operatorProtected(String name) {
        return of(
                RefusalCodes.OPERATOR_PROTECTED,
                name + " is an operator. Only the console can ban an operator; /deop " + name + " ends the right.");
    }

    /** Code {@code operator-code-wrong}. */
    public static Refusal wrongOperatorCode() {
        return of(
                RefusalCodes.OPERATOR_CODE_WRONG,
                "This is not a valid operator code or password. A code is valid once, for 10 minutes."
                        + " Ask an operator for one: /operators add NAME");
    }

    /** Code {@code unencrypted}: the operator password was sent over a connection that others can read. */
    public static Refusal unencrypted() {
        return of(
                RefusalCodes.UNENCRYPTED,
                "Your connection is not encrypted, so others on the network could read the password. It was not checked."
                        + " Use HTTPS or TLS, or a code, which is valid once: an operator gets one by /operators add NAME");
    }

    /** Code {@code files-off}. */
    public static Refusal filesOff() {
        return of(RefusalCodes.FILES_OFF, "This server accepts no files. Send a link instead.");
    }

    /** Code {@code file-too-large}; {@code most} is the limit with its unit. */
    public static Refusal fileTooLarge(String most) {
        return of(
                RefusalCodes.FILE_TOO_LARGE,
                "The file is too large; at most " + most + " are allowed. Send a smaller one.");
    }

    /** Code {@code file-empty}. */
    public static Refusal fileEmpty() {
        return of(RefusalCodes.FILE_EMPTY, "The file is empty. Choose another one.");
    }

    /** Code {@code files-full}. */
    public static Refusal filesFull() {
        return of(
                RefusalCodes.FILES_FULL,
                "The server has no space for this file. Send a smaller one, or try again when files were deleted.");
    }

    /**
     * Code {@code files-full-for-user}.
     *
     * @param most the most bytes of the files of one user, with their unit
     */
    public static Refusal filesFullForUser(String most) {
        return of(
                RefusalCodes.FILES_FULL_FOR_USER,
                "Your files would have more than " + most
                        + ", the most for one user. Delete messages with files, then send this one again.");
    }

    /** Code {@code image-unreadable}. */
    public static Refusal imageUnreadable() {
        return of(
                RefusalCodes.IMAGE_UNREADABLE,
                "The image is damaged or of an unusual form. Save it with another program, or send it in an archive.");
    }

    /** Code {@code image-too-large}. */
    public static Refusal imageTooLarge() {
        return of(
                RefusalCodes.IMAGE_TOO_LARGE,
                "The image has too many pixels; at most 40 million, and 20,000 on each side, are allowed."
                        + " Send a smaller one.");
    }

    /** Code {@code too-many-uploads}; carries the time to wait. */
    public static Refusal tooManyUploads() {
        return new Refusal(
                RefusalCodes.TOO_MANY_UPLOADS,
                "Too many files are on their way. Wait until one of yours has arrived, then send it again.",
                List.of(),
                Duration.ofSeconds(5));
    }

    /** Code {@code upload-too-slow}. */
    public static Refusal uploadTooSlow() {
        return of(
                RefusalCodes.UPLOAD_TOO_SLOW,
                "The file did not arrive in time. Send it again, over a faster connection or in a smaller version.");
    }

    /** Code {@code malformed}: the request cannot be read; {@code what} is a whole sentence. */
    public static Refusal malformed(String what) {
        return of(RefusalCodes.MALFORMED, what);
    }
}
