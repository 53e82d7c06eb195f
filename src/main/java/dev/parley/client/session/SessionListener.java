package dev.parley.client.session;

import java.util.List;

/** Receives the events of a session, on the event loop. */
public interface SessionListener {

    /** Called after a login; the session has its nickname. */
    void onConnected();

    /** Called for each event. */
    void onEvent(ReceivedEvent event);

    /** Called with the reply to a command, or with its refusal. */
    void onReply(List<String> lines);

    /** Called when a message is acknowledged. */
    void onStored(PendingMessage pending);

    /** Called when a message is refused and will not be sent again. */
    void onRefused(PendingMessage pending, String sentence);

    /** Called when a room cannot be joined, or when the operator has removed it. */
    void onRoomEnded(String room, String sentence);

    /** Called when the number of pending messages changes. */
    void onPendingChanged();

    /** Called after each login, and when the absence of the user has changed. */
    default void onAbsenceChanged() {}

    /** Called when the connection has ended. The session keeps its state and can {@link ClientSession#connect} again. */
    void onDisconnected(ClientDisconnect disconnect);
}
