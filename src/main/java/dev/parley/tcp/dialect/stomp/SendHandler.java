package dev.parley.tcp.dialect.stomp;

import dev.parley.chat.room.Acknowledgement;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.command.Reply;
import dev.parley.protocol.Destination;
import dev.parley.protocol.MalformedBodyException;
import dev.parley.protocol.SendPayload;
import dev.parley.protocol.StompCommandSender;
import dev.parley.stomp.Body;
import dev.parley.stomp.Frame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a SEND asks for: to a room, to one person, or as a command. Confined to its connection's event loop. */
record SendHandler(
        StompDialect stompDialect, StompSession conversation, Session session, PendingRequests pendingRequests) {

    /** The header by which sending twice posts once. */
    private static final String REFERENCE = "reference";

    /** Does it, and answers when there is an answer. */
    void handle(Frame frame, @Nullable Destination destination, @Nullable String receipt) {
        String reference = frame.headers().get(REFERENCE);
        try {
            if (destination instanceof Destination.Post post) {
                publish(post.room(), frame.body(), reference, receipt);
            } else if (destination instanceof Destination.Typing typing) {
                session.typing(typing.room());
                conversation.sendReceipt(receipt);
            } else if (destination instanceof Destination.Person person) {
                String text = SendPayload.parse(frame.body()).text();
                answered(session.sendDirect(person.name(), text), receipt, reference);
            } else if (destination == Destination.Fixed.COMMANDS) {
                command(SendPayload.parse(frame.body()), receipt);
            } else {
                conversation.refuse(conversation.refused(Refusal.roomInvalid()), receipt, reference);
            }
        } catch (MalformedBodyException e) {
            conversation.refuse(conversation.refused(Refusal.malformed(e.sentence())), receipt, reference);
        }
    }

    private void publish(RoomName room, Body body, @Nullable String written, @Nullable String receipt)
            throws MalformedBodyException {
        Optional<Reference> reference = written == null ? Optional.empty() : Reference.parse(written);
        if (written != null && reference.isEmpty()) {
            conversation.refuse(conversation.refused(Refusal.referenceInvalid()), receipt, written);
            return;
        }
        SendPayload sent = SendPayload.parse(body);
        pendingRequests.await(
                session.publish(room, sent.text(), sent.action(), reference.orElse(null)),
                requestResult -> answered(requestResult, receipt, written));
    }

    private void answered(RequestResult requestResult, @Nullable String receipt, @Nullable String reference) {
        if (requestResult instanceof Refusal refusal) {
            conversation.refuse(refusal, receipt, reference);
        } else if (receipt != null) {
            conversation.send(
                    requestResult instanceof Receipt stored
                            ? conversation.serverFrames().receipt(receipt, stored)
                            : conversation.serverFrames().receipt(receipt, (Acknowledgement) requestResult));
        }
    }

    private void command(SendPayload body, @Nullable String receipt) throws MalformedBodyException {
        Optional<RoomName> room = body.room() == null ? Optional.of(RoomName.LOBBY) : RoomName.parse(body.room());
        if (room.isEmpty()) {
            conversation.refuse(conversation.refused(Refusal.roomInvalid()), receipt, null);
        } else if (!CommandRegistry.isCommand(body.line())) {
            conversation.refuse(
                    conversation.refused(Refusal.malformed("A command begins with a slash. /help lists them.")),
                    receipt,
                    null);
        } else {
            Optional<Refusal> refusal = session.tryAcquireCommandPermit();
            if (refusal.isPresent()) {
                conversation.refuse(refusal.get(), receipt, null);
                return;
            }
            CommandSender commandSender =
                    new StompCommandSender(session, room.get(), conversation::unsubscribe, conversation::quit);
            pendingRequests.await(
                    stompDialect.commandRegistry().run(commandSender, body.line()), reply -> replied(reply, receipt));
        }
    }

    private void replied(Reply reply, @Nullable String receipt) {
        String hearsAnswers = conversation.idOf(Destination.Fixed.ANSWERS);
        if (hearsAnswers == null) {
            conversation.sendReceipt(receipt);
        } else {
            conversation.send(conversation.serverFrames().reply(hearsAnswers, receipt, reply));
        }
    }
}
