package dev.parley.protocol;

import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.Session;
import dev.parley.protocol.Destination.Fixed;
import org.jspecify.annotations.Nullable;

/** Sends the refusals of the requests of one session. Thread-safe. */
final class RefusalSender {

    private final StompSession session;
    private final ChatEvents events;

    RefusalSender(StompSession session, ChatEvents events) {
        this.session = session;
        this.events = events;
    }

    /** Refuses a request that the core does not know of, after all earlier answers. */
    void refuse(Refusal refusal, StompRequest request) {
        report(refusal);
        sendAfterAnswers(refusal, request);
    }

    /** Sends a refusal of the core after all earlier answers. */
    void sendAfterAnswers(Refusal refusal, StompRequest request) {
        session.pendingRequests().answer(() -> send(refusal, request.receipt(), request.reference()));
    }

    /** Sends a refusal. Closes the connection with an ERROR if the client has no subscription to refusals. */
    void send(Refusal refusal, @Nullable String receipt, @Nullable String reference) {
        String id = session.subscriptions().idOf(Fixed.REFUSALS);
        if (id == null) {
            session.disconnect(new DisconnectReason(refusal.code(), refusal.sentence()), receipt);
        } else {
            session.send(session.serverFrames().refusal(id, receipt, reference, refusal));
        }
    }

    /** Reports a refusal of this session, not of the core, as an event. */
    Refusal report(Refusal refusal) {
        Session loggedIn = session.session();
        events.refused(session.frameSink().clientInfo(), loggedIn == null ? null : loggedIn.user(), null, refusal);
        return refusal;
    }
}
