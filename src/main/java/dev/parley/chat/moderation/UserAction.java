package dev.parley.chat.moderation;

/**
 * An action that a ban or mute can forbid: every way in which a client reaches the server. A ban forbids all of them, a mute
 * forbids those that show other users a text of the user's choice. {@link Moderation#check} decides.
 */
public enum UserAction {
    /** Opens a connection of any transport. */
    CONNECT(true),
    /** Logs in, under a nickname as before if the user is muted. */
    LOG_IN(true),
    /** Logs in under another nickname than before, or changes the nickname while online. */
    CHOOSE_NICKNAME(false),
    /** Sets the text that other users see while the user is absent. The end of the absence needs no right. */
    SET_ABSENCE(false),
    /** Joins a room that exists, and receives its messages. */
    JOIN_ROOM(true),
    /** Joins a room that does not exist, whose name all users then see. */
    CREATE_ROOM(false),
    /** Creates a room that only its members enter. Checked in addition to {@link #CREATE_ROOM}. */
    CREATE_PRIVATE_ROOM(false),
    /** Publishes a message or an action in a room. */
    PUBLISH(false),
    /** Replaces the text of a message. */
    EDIT_MESSAGE(false),
    /** Removes the text of a message, which all users then see. */
    DELETE_MESSAGE(false),
    /** Adds an emoji to a message, or removes it. */
    REACT(false),
    /** Publishes that the user is typing. */
    PUBLISH_TYPING(false),
    /** Sends a direct message. */
    SEND_DIRECT(false),
    /** Receives direct messages. */
    RECEIVE_DIRECT(true),
    /** Publishes in a room in which only operators write. Checked in addition to {@link #PUBLISH}. */
    PUBLISH_IN_LOCKED_ROOM(false),
    /** Creates a link by which others log in and join a room. */
    INVITE(false),
    /** Runs a slash command. The action of the command is checked as well. */
    RUN_COMMAND(true),
    /** Asks for the rights of an operator. */
    BECOME_OPERATOR(true),
    /** Runs a command of the operators. */
    RUN_OPERATOR_COMMAND(true),
    /** Reads older messages over HTTP. */
    READ_HISTORY(true),
    /** Uploads a file over HTTP. */
    UPLOAD_FILE(false),
    /** Downloads a file over HTTP, by its token. */
    DOWNLOAD_FILE(true),
    /** Searches for rooms over HTTP. */
    FIND_ROOMS(true),
    /** Receives the messages of a room over HTTP as they are published. */
    READ_STREAM(true),
    /** Reads the users who are online over HTTP. */
    LIST_USERS(true),
    /** Searches for messages of all rooms. */
    SEARCH_MESSAGES(true),
    /** Reads the number of users in the lobby on the start page. */
    READ_USER_COUNT(true);

    private final boolean allowedWhileMuted;

    UserAction(boolean allowedWhileMuted) {
        this.allowedWhileMuted = allowedWhileMuted;
    }

    /** Returns whether a muted user may do it. */
    public boolean isAllowedWhileMuted() {
        return allowedWhileMuted;
    }
}
