package dev.parley.tcp.dialect.stomp;

import dev.parley.chat.room.Acknowledgement;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.command.Reply;
import dev.parley.protocol.Destination;
import dev.parley.protocol.MalformedBodyException;
import dev.parley.protocol.SendPayload;
import dev.parley.protocol.StompCommandSender;
import dev.parley.protocol.api.ChatHeaders;
import dev.parley.stomp.Body;
import dev.parley.stomp.Frame;
import dev.parley.text.RoomName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Handles SEND frames: messages to rooms, typing notices, direct messages and commands. Confined to the connection's
 * event loop.
 */
record SendHandler(
        StompDialect stompDialect, StompSession stompSession, Session session, PendingRequests pendingRequests) {

    /** Executes the request and sends the reply when it is available. */
    void handle(Frame frame, @Nullable Destination destination, @Nullable String receipt) {
        String reference = frame.headers().get(ChatHeaders.REFERENCE);
        try {
            if (destination instanceof Destination.Post post) {
                publish(post.room(), frame.body(), reference, receipt);
            } else if (destination instanceof Destination.Typing typing) {
                session.typing(typing.room());
                stompSession.sendReceipt(receipt);
            } else if (destination instanceof Destination.User user) {
                String text = SendPayload.parse(frame.body()).requiredText();
                onResult(session.sendDirect(user.name(), text), receipt, reference);
            } else if (destination == Destination.Fixed.COMMANDS) {
                runCommand(SendPayload.parse(frame.body()), receipt);
            } else {
                stompSession.refuse(stompSession.reportRefused(Refusal.roomInvalid()), receipt, reference);
            }
        } catch (MalformedBodyException e) {
            stompSession.refuse(stompSession.reportRefused(Refusal.malformed(e.sentence())), receipt, reference);
        }
    }

    private void publish(RoomName room, Body body, @Nullable String referenceText, @Nullable String receipt)
            throws MalformedBodyException {
        Optional<Reference> reference = referenceText == null ? Optional.empty() : Reference.parse(referenceText);
        if (referenceText != null && reference.isEmpty()) {
            stompSession.refuse(stompSession.reportRefused(Refusal.referenceInvalid()), receipt, referenceText);
            return;
        }
        SendPayload payload = SendPayload.parse(body);
        pendingRequests.await(
                session.publish(room, payload.requiredText(), payload.action(), reference.orElse(null)),
                result -> onResult(result, receipt, referenceText));
    }

    private void onResult(RequestResult result, @Nullable String receipt, @Nullable String reference) {
        if (result instanceof Refusal refusal) {
            stompSession.refuse(refusal, receipt, reference);
        } else if (receipt != null) {
            stompSession.send(
                    result instanceof Receipt stored
                            ? stompSession.serverFrames().receipt(receipt, stored)
                            : stompSession.serverFrames().receipt(receipt, (Acknowledgement) result));
        }
    }

    private void runCommand(SendPayload body, @Nullable String receipt) throws MalformedBodyException {
        Optional<RoomName> room = body.room() == null ? Optional.of(RoomName.LOBBY) : RoomName.parse(body.room());
        if (room.isEmpty()) {
            stompSession.refuse(stompSession.reportRefused(Refusal.roomInvalid()), receipt, null);
        } else if (!CommandRegistry.isCommand(body.requiredLine())) {
            stompSession.refuse(
                    stompSession.reportRefused(Refusal.malformed("A command begins with a slash. /help lists them.")),
                    receipt,
                    null);
        } else {
            Optional<Refusal> refusal = session.tryAcquireCommandPermit();
            if (refusal.isPresent()) {
                stompSession.refuse(refusal.get(), receipt, null);
                return;
            }
            CommandSender sender =
                    new StompCommandSender(session, room.get(), stompSession::unsubscribe, stompSession::quit);
            pendingRequests.await(
                    stompDialect.commandRegistry().run(sender, body.requiredLine()), reply -> onReply(reply, receipt));
        }
    }

    private void onReply(Reply reply, @Nullable String receipt) {
        String answersId = stompSession.idOf(Destination.Fixed.ANSWERS);
        if (answersId == null) {
            stompSession.sendReceipt(receipt);
        } else {
            stompSession.send(stompSession.serverFrames().reply(answersId, receipt, reply));
        }
    }
}
