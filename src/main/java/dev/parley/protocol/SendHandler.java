package dev.parley.protocol;

import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.command.Reply;
import dev.parley.text.RoomName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Handles SEND: messages to rooms, changes of messages, typing notices, direct messages, searches and commands. Thread-safe.
 */
final class SendHandler {

    private final CommandRegistry<CommandSender> commands;

    SendHandler(CommandRegistry<CommandSender> commands) {
        this.commands = commands;
    }

    /** Executes the request. A body that does not suit the destination is refused. */
    void send(StompSession session, StompRequest request) {
        Destination destination = request.destination();
        try {
            if (destination instanceof Destination.Post post) {
                send(
                        session,
                        request,
                        (payload, reference) -> session.loggedIn()
                                .messageRequests()
                                .publish(
                                        post.room(),
                                        payload.requiredText(),
                                        payload.action(),
                                        reference,
                                        payload.replyTo()));
            } else if (destination instanceof Destination.Edit edit) {
                send(
                        session,
                        request,
                        (payload, reference) -> session.loggedIn()
                                .messageRequests()
                                .edit(edit.room(), payload.requiredTarget(), payload.requiredText(), reference));
            } else if (destination instanceof Destination.Delete delete) {
                send(
                        session,
                        request,
                        (payload, reference) -> session.loggedIn()
                                .messageRequests()
                                .delete(delete.room(), payload.requiredTarget(), reference));
            } else if (destination instanceof Destination.React react) {
                send(
                        session,
                        request,
                        (payload, reference) -> session.loggedIn()
                                .messageRequests()
                                .react(
                                        react.room(),
                                        payload.requiredTarget(),
                                        payload.requiredEmoji(),
                                        payload.remove(),
                                        reference));
            } else if (destination instanceof Destination.Typing typing) {
                session.loggedIn().typing(typing.room());
                session.pendingRequests().answer(() -> session.sendReceipt(request.receipt()));
            } else if (destination instanceof Destination.User user) {
                send(
                        session,
                        request,
                        (payload, reference) ->
                                session.loggedIn().sendDirect(user.name(), payload.requiredText(), reference));
            } else if (destination == Destination.Fixed.SEARCH) {
                RoomSearchHandler.search(session, request);
            } else if (destination == Destination.Fixed.SEARCH_MESSAGES) {
                MessageSearchHandler.search(session, request);
            } else if (destination == Destination.Fixed.COMMANDS) {
                runCommand(session, request, SendPayload.parse(request.frame().body()));
            } else {
                session.refusals().refuse(Refusal.roomInvalid(), request);
            }
        } catch (MalformedBodyException e) {
            session.refusals().refuse(Refusal.malformed(e.sentence()), request);
        }
    }

    /** Sends a message with an optional reference to a room or a user. */
    private interface Sender {
        CompletionStage<RequestResult> send(SendPayload payload, @Nullable Reference reference)
                throws MalformedBodyException;
    }

    private static void send(StompSession session, StompRequest request, Sender sender) throws MalformedBodyException {
        String referenceText = request.reference();
        Optional<Reference> reference = referenceText == null ? Optional.empty() : Reference.parse(referenceText);
        if (referenceText != null && reference.isEmpty()) {
            session.refusals().refuse(Refusal.referenceInvalid(), request);
            return;
        }
        SendPayload payload = SendPayload.parse(request.frame().body());
        session.pendingRequests()
                .answer(sender.send(payload, reference.orElse(null)), result -> sendResult(session, request, result));
    }

    private static void sendResult(StompSession session, StompRequest request, RequestResult result) {
        String receipt = request.receipt();
        if (result instanceof Refusal refusal) {
            session.refusals().send(refusal, receipt, request.reference());
        } else if (receipt != null && result instanceof Receipt stored) {
            session.send(session.serverFrames().receipt(receipt, stored));
        } else {
            session.sendReceipt(receipt);
        }
    }

    private void runCommand(StompSession session, StompRequest request, SendPayload body)
            throws MalformedBodyException {
        Optional<RoomName> room = body.room() == null ? Optional.of(RoomName.LOBBY) : RoomName.parse(body.room());
        if (room.isEmpty()) {
            session.refusals().refuse(Refusal.roomInvalid(), request);
            return;
        } else if (!CommandRegistry.isCommand(body.requiredLine())) {
            session.refusals().refuse(Refusal.malformed("A command begins with a slash. /help lists them."), request);
            return;
        }
        Optional<Refusal> refusal = session.loggedIn().tryAcquireCommandPermit();
        if (refusal.isPresent()) {
            session.refusals().sendAfterAnswers(refusal.get(), request);
            return;
        }
        CommandSender sender = new StompCommandSender(session, room.get(), request.receipt());
        String line = body.requiredLine();
        session.pendingRequests()
                .runHeld(() -> commands.run(sender, line).thenCompose(reply -> {
                    sendReply(session, request, reply);
                    session.closeIfQuitting();
                    return session.written();
                }));
    }

    private static void sendReply(StompSession session, StompRequest request, Reply reply) {
        if (!session.sendReply(reply, request.receipt())) {
            session.sendReceipt(request.receipt());
        }
    }
}
