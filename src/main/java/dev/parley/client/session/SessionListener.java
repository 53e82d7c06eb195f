package dev.parley.client.session;

import java.util.List;

/** Hears what happens in a session, on its thread. */
public interface SessionListener {

    /** Let in; the session knows under which name. */
    void onConnected();

    /** Something happened. */
    void onEvent(ReceivedEvent receivedEvent);

    /** A command's answer, or why it was not obeyed. */
    void onReply(List<String> lines);

    /** A letter is confirmed. */
    void onStored(PendingMessage pendingMessage);

    /** A letter was refused for good. */
    void onRefused(PendingMessage pendingMessage, String sentence);

    /** A room cannot be entered. */
    void onRoomRefused(String room, String sentence);

    /** More or less is waiting to be confirmed. */
    void onPendingChanged();

    /** The connection is over. The session stays as it is, and may {@link ClientSession#connect} again. */
    void onDisconnected(ClientDisconnect how);
}
