package dev.parley.protocol;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.SearchAnswer;
import dev.parley.protocol.Destination.Fixed;
import java.util.Optional;

/** Handles SEND to the search for messages. Stateless. */
final class MessageSearchHandler {

    /** The most messages of an answer. */
    private static final int MOST = 50;

    private MessageSearchHandler() {}

    /** Answers with the messages; counts as a command. */
    static void search(StompSession session, StompRequest request) throws MalformedBodyException {
        String text = SendPayload.parse(request.frame().body()).requiredText();
        Optional<Refusal> refusal = session.loggedIn().tryAcquireCommandPermit();
        if (refusal.isPresent()) {
            session.refusals().sendAfterAnswers(refusal.get(), request);
            return;
        }
        session.pendingRequests()
                .answer(
                        session.loggedIn().chatServer().messageSearches().search(session.loggedIn(), text, MOST),
                        answer -> send(session, request, text, answer));
    }

    private static void send(StompSession session, StompRequest request, String text, SearchAnswer answer) {
        String id = session.subscriptions().idOf(Fixed.FOUND_MESSAGES);
        if (answer.refusal() != null) {
            session.refusals().send(answer.refusal(), request.receipt(), request.reference());
        } else if (id != null && answer.result() != null) {
            session.send(session.serverFrames().foundMessages(id, request, text, answer.result()));
        } else {
            session.sendReceipt(request.receipt());
        }
    }
}
