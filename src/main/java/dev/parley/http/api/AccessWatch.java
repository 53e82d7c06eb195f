package dev.parley.http.api;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.KeyHolder;
import dev.parley.text.RoomName;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Ends responses that go on when their clients may not read the room any more: at once after a change on this node, and within
 * {@link StreamEndpoint#CHECK} after one on another node. Thread-safe.
 */
@Component
final class AccessWatch {

    private final Set<LongResponse> responses = ConcurrentHashMap.newKeySet();

    AccessWatch(ChatServer server) {
        server.addListener(new ChatEventListener() {
            @Override
            public void onBotsChanged() {
                checkAll();
            }

            @Override
            public void onSanctionImposed(Sanction sanction) {
                checkAll();
            }
        });
    }

    /** A response with the content of a room that goes on for a while. Thread-safe; nothing blocks. */
    interface LongResponse {

        /** Ends the response if its client may not read the room any more. */
        void checkAccess();

        /** Returns whether the response has ended; {@link AccessWatch#remove} follows. */
        boolean hasEnded();
    }

    /** Adds a response that has begun, and checks it, because the access may have changed since it was granted. */
    void add(LongResponse response) {
        responses.add(response);
        if (response.hasEnded()) {
            responses.remove(response); // it was removed before it was added
        } else {
            response.checkAccess();
        }
    }

    /** Removes a response that has ended. */
    void remove(LongResponse response) {
        responses.remove(response);
    }

    /** Checks all responses. */
    void checkAll() {
        responses.forEach(LongResponse::checkAccess);
    }

    /** Returns whether a client may not do an action in a room any more. */
    static boolean isRefused(KeyHolder client, UserAction action, RoomName room) {
        return client.check(action).isPresent() || client.checkRoom(room).isPresent();
    }
}
