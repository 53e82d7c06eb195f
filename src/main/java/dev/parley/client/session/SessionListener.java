package dev.parley.client.session;

import java.util.List;

/** Receives the events of a session, on the event loop. */
public interface SessionListener {

    /** The login succeeded; the session has its nickname. */
    void onConnected();

    /** An event was received. */
    void onEvent(ReceivedEvent event);

    /** A reply to a command, or its refusal. */
    void onReply(List<String> lines);

    /** A message is acknowledged. */
    void onStored(PendingMessage pending);

    /** A message was refused for good. */
    void onRefused(PendingMessage pending, String sentence);

    /** A room cannot be joined. */
    void onRoomRefused(String room, String sentence);

    /** The number of pending messages changed. */
    void onPendingChanged();

    /** The connection has ended. The session keeps its state and can {@link ClientSession#connect} again. */
    void onDisconnected(ClientDisconnect how);
}
