package dev.parley.websocket;

import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomName;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.command.Reply;
import dev.parley.protocol.Destination;
import dev.parley.protocol.MalformedBodyException;
import dev.parley.protocol.SendPayload;
import dev.parley.protocol.StompCommandSender;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.handler.annotation.MessageExceptionHandler;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.stereotype.Controller;

/**
 * Handles the messages of clients: to a room, to one user, and commands. No method waits; results are sent when they
 * are there.
 */
@Controller
final class MessageController {

    /** The header with the idempotency key. */
    private static final String REFERENCE = "reference";

    private final CommandRegistry<CommandSender> commandRegistry;

    MessageController(CommandRegistry<CommandSender> commandRegistry) {
        this.commandRegistry = commandRegistry;
    }

    /** Publishes a message in a room; the receipt follows when it is stored. */
    @MessageMapping("/rooms/{room}")
    void publish(StompRequest stompRequest) throws MalformedBodyException {
        String written = stompRequest.frame().headers().get(REFERENCE);
        Optional<Reference> reference = written == null ? Optional.empty() : Reference.parse(written);
        if (written != null && reference.isEmpty()) {
            refuse(stompRequest, Refusal.referenceInvalid());
        } else if (stompRequest.destination() instanceof Destination.Post post) {
            SendPayload body = SendPayload.parse(stompRequest.frame().body());
            stompRequest
                    .webSocketConnection()
                    .await(
                            stompRequest
                                    .session()
                                    .publish(post.room(), body.text(), body.action(), reference.orElse(null)),
                            requestResult -> stompRequest
                                    .webSocketConnection()
                                    .sendResult(requestResult, stompRequest.receipt(), written));
        } else {
            refuse(stompRequest, Refusal.roomInvalid());
        }
    }

    /** Publishes that the user is typing. */
    @MessageMapping("/rooms/{room}/typing")
    void typing(StompRequest stompRequest) {
        if (stompRequest.destination() instanceof Destination.Typing typing) {
            stompRequest.session().typing(typing.room());
        }
        stompRequest.webSocketConnection().sendReceipt(stompRequest.receipt());
    }

    /** Sends a direct message. A nickname may contain any punctuation, slashes included. */
    @MessageMapping("/people/**")
    void direct(StompRequest stompRequest) throws MalformedBodyException {
        if (stompRequest.destination() instanceof Destination.User person) {
            String text = SendPayload.parse(stompRequest.frame().body()).text();
            String reference = stompRequest.frame().headers().get(REFERENCE);
            stompRequest
                    .webSocketConnection()
                    .sendResult(
                            stompRequest.session().sendDirect(person.name(), text), stompRequest.receipt(), reference);
        }
    }

    /** Runs a slash command; only the sender receives the reply. */
    @MessageMapping("/commands")
    void command(StompRequest stompRequest) throws MalformedBodyException {
        SendPayload body = SendPayload.parse(stompRequest.frame().body());
        Optional<RoomName> room = body.room() == null ? Optional.of(RoomName.LOBBY) : RoomName.parse(body.room());
        if (room.isEmpty()) {
            refuse(stompRequest, Refusal.roomInvalid());
            return;
        } else if (!CommandRegistry.isCommand(body.line())) {
            refuse(stompRequest, Refusal.malformed("A command begins with a slash. /help lists them."));
            return;
        }
        Optional<Refusal> refusal = stompRequest.session().tryAcquireCommandPermit();
        if (refusal.isPresent()) {
            refuse(stompRequest, refusal.get());
        } else {
            stompRequest
                    .webSocketConnection()
                    .await(
                            commandRegistry.run(commandSenderIn(room.get(), stompRequest), body.line()),
                            reply -> replied(stompRequest, reply));
        }
    }

    private static CommandSender commandSenderIn(RoomName room, StompRequest stompRequest) {
        WebSocketConnection webSocketConnection = stompRequest.webSocketConnection();
        return new StompCommandSender(
                stompRequest.session(),
                room,
                left -> webSocketConnection.webSocketSubscriptions().leave(left, webSocketConnection.outboundQueue()),
                webSocketConnection::onDisconnect);
    }

    private static void replied(StompRequest stompRequest, Reply reply) {
        WebSocketConnection webSocketConnection = stompRequest.webSocketConnection();
        String hearsAnswers = webSocketConnection.webSocketSubscriptions().idOf(Destination.Fixed.ANSWERS);
        if (hearsAnswers == null) {
            webSocketConnection.sendReceipt(stompRequest.receipt());
        } else {
            webSocketConnection.send(
                    webSocketConnection.serverFrames().reply(hearsAnswers, stompRequest.receipt(), reply));
        }
    }

    /** Refuses a body that does not suit the destination; the connection stays open. */
    @MessageExceptionHandler(MalformedBodyException.class)
    void malformed(MalformedBodyException malformed, StompRequest stompRequest) {
        refuse(stompRequest, Refusal.malformed(malformed.sentence()));
    }

    private static void refuse(StompRequest stompRequest, Refusal refusal) {
        @Nullable String reference = stompRequest.frame().headers().get(REFERENCE);
        WebSocketConnection webSocketConnection = stompRequest.webSocketConnection();
        webSocketConnection.refuse(webSocketConnection.refused(refusal), stompRequest.receipt(), reference);
    }
}
