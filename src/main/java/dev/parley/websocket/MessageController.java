package dev.parley.websocket;

import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.command.Reply;
import dev.parley.protocol.Destination;
import dev.parley.protocol.MalformedBodyException;
import dev.parley.protocol.SendPayload;
import dev.parley.protocol.StompCommandSender;
import dev.parley.protocol.api.ChatHeaders;
import dev.parley.text.RoomName;
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

    private final CommandRegistry<CommandSender> commands;

    MessageController(CommandRegistry<CommandSender> commands) {
        this.commands = commands;
    }

    /** Publishes a message in a room; the receipt follows when it is stored. */
    @MessageMapping("/rooms/{room}")
    void publish(StompRequest request) throws MalformedBodyException {
        String written = request.frame().headers().get(ChatHeaders.REFERENCE);
        Optional<Reference> reference = written == null ? Optional.empty() : Reference.parse(written);
        if (written != null && reference.isEmpty()) {
            refuse(request, Refusal.referenceInvalid());
        } else if (request.destination() instanceof Destination.Post post) {
            SendPayload body = SendPayload.parse(request.frame().body());
            request.webSocketConnection()
                    .await(
                            request.session()
                                    .publish(post.room(), body.requiredText(), body.action(), reference.orElse(null)),
                            result -> request.webSocketConnection().sendResult(result, request.receipt(), written));
        } else {
            refuse(request, Refusal.roomInvalid());
        }
    }

    /** Publishes that the user is typing. */
    @MessageMapping("/rooms/{room}/typing")
    void typing(StompRequest request) {
        if (request.destination() instanceof Destination.Typing typing) {
            request.session().typing(typing.room());
        }
        request.webSocketConnection().sendReceipt(request.receipt());
    }

    /** Sends a direct message. A nickname may contain any punctuation, slashes included. */
    @MessageMapping("/people/**")
    void direct(StompRequest request) throws MalformedBodyException {
        if (request.destination() instanceof Destination.User person) {
            String text = SendPayload.parse(request.frame().body()).requiredText();
            String reference = request.frame().headers().get(ChatHeaders.REFERENCE);
            request.webSocketConnection()
                    .sendResult(request.session().sendDirect(person.name(), text), request.receipt(), reference);
        }
    }

    /** Runs a slash command; only the sender receives the reply. */
    @MessageMapping("/commands")
    void command(StompRequest request) throws MalformedBodyException {
        SendPayload body = SendPayload.parse(request.frame().body());
        Optional<RoomName> room = body.room() == null ? Optional.of(RoomName.LOBBY) : RoomName.parse(body.room());
        if (room.isEmpty()) {
            refuse(request, Refusal.roomInvalid());
            return;
        } else if (!CommandRegistry.isCommand(body.requiredLine())) {
            refuse(request, Refusal.malformed("A command begins with a slash. /help lists them."));
            return;
        }
        Optional<Refusal> refusal = request.session().tryAcquireCommandPermit();
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
        } else {
            request.webSocketConnection()
                    .await(
                            commands.run(commandSenderIn(room.get(), request), body.requiredLine()),
                            reply -> replied(request, reply));
        }
    }

    private static CommandSender commandSenderIn(RoomName room, StompRequest request) {
        WebSocketConnection connection = request.webSocketConnection();
        return new StompCommandSender(
                request.session(),
                room,
                left -> connection.webSocketSubscriptions().leave(left, connection.outboundQueue()),
                connection::onDisconnect);
    }

    private static void replied(StompRequest request, Reply reply) {
        WebSocketConnection connection = request.webSocketConnection();
        String hearsAnswers = connection.webSocketSubscriptions().idOf(Destination.Fixed.ANSWERS);
        if (hearsAnswers == null) {
            connection.sendReceipt(request.receipt());
        } else {
            connection.send(connection.serverFrames().reply(hearsAnswers, request.receipt(), reply));
        }
    }

    /** Refuses a body that does not suit the destination; the connection stays open. */
    @MessageExceptionHandler(MalformedBodyException.class)
    void malformed(MalformedBodyException malformed, StompRequest request) {
        refuse(request, Refusal.malformed(malformed.sentence()));
    }

    private static void refuse(StompRequest request, Refusal refusal) {
        @Nullable String reference = request.frame().headers().get(ChatHeaders.REFERENCE);
        WebSocketConnection connection = request.webSocketConnection();
        connection.refuse(connection.refused(refusal), request.receipt(), reference);
    }
}
