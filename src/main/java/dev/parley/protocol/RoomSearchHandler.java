package dev.parley.protocol;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomPage;
import dev.parley.protocol.Destination.Fixed;
import dev.parley.text.RoomName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Handles SEND to the search for rooms. Stateless. */
final class RoomSearchHandler {

    private RoomSearchHandler() {}

    /** The page, or the refusal of the search. */
    private record Result(@Nullable RoomPage page, @Nullable Refusal refusal) {}

    /** Answers with a page of rooms; counts as a command. */
    static void search(StompSession session, StompRequest request) throws MalformedBodyException {
        SendPayload payload = SendPayload.parse(request.frame().body());
        String text = payload.requiredText();
        Optional<RoomName> after = payload.after() == null ? Optional.empty() : RoomName.parse(payload.after());
        if (payload.after() != null && after.isEmpty()) {
            session.refusals().refuse(Refusal.roomInvalid(), request);
            return;
        }
        Optional<Refusal> refusal = session.loggedIn().tryAcquireCommandPermit();
        if (refusal.isPresent()) {
            session.refusals().sendAfterAnswers(refusal.get(), request);
            return;
        }
        CompletionStage<Result> result = session.loggedIn()
                .chatServer()
                .roomRegistry()
                .find(
                        text,
                        after.orElse(null),
                        room -> session.loggedIn()
                                .chatServer()
                                .roomAccess()
                                .isOpenTo(room, session.loggedIn().user().id()))
                .handle((page, failure) -> new Result(page, failure == null ? null : Refusal.historyUnreadable()));
        session.pendingRequests().answer(result, found -> send(session, request, text, found));
    }

    private static void send(StompSession session, StompRequest request, String text, Result result) {
        String id = session.subscriptions().idOf(Fixed.FOUND_ROOMS);
        if (result.refusal() != null) {
            session.refusals().send(result.refusal(), request.receipt(), request.reference());
        } else if (id != null && result.page() != null) {
            session.send(session.serverFrames().foundRooms(id, request, text, result.page()));
        } else {
            session.sendReceipt(request.receipt());
        }
    }
}
