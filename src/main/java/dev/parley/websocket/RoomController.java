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

/** What people send: to a room, to one person, or as a command. Nothing here waits; answers come when they come. */
@Controller
final class RoomController {

    /** The header by which sending twice posts once. */
    private static final String REFERENCE = "reference";

    private final CommandRegistry<CommandSender> commandRegistry;

    RoomController(CommandRegistry<CommandSender> commandRegistry) {
        this.commandRegistry = commandRegistry;
    }

    /** Says something in a room: the receipt follows when it is stored. */
    @MessageMapping("/rooms/{room}")
    void post(Request request) throws MalformedBodyException {
        String written = request.frame().headers().get(REFERENCE);
        Optional<Reference> reference = written == null ? Optional.empty() : Reference.parse(written);
        if (written != null && reference.isEmpty()) {
            refuse(request, Refusal.referenceInvalid());
        } else if (request.destination() instanceof Destination.Post post) {
            SendPayload body = SendPayload.parse(request.frame().body());
            request.session()
                    .publish(post.room(), body.text(), body.action(), reference.orElse(null))
                    .thenAccept(
                            requestResult -> request.connection().answer(requestResult, request.receipt(), written));
        } else {
            refuse(request, Refusal.roomInvalid());
        }
    }

    /** Tells the others in a room that one is writing. */
    @MessageMapping("/rooms/{room}/typing")
    void typing(Request request) {
        if (request.destination() instanceof Destination.Typing typing) {
            request.session().typing(typing.room());
        }
        request.connection().done(request.receipt());
    }

    /** Has a word with one person. A name may have any punctuation, slashes among it. */
    @MessageMapping("/people/**")
    void direct(Request request) throws MalformedBodyException {
        if (request.destination() instanceof Destination.Person person) {
            String text = SendPayload.parse(request.frame().body()).text();
            String reference = request.frame().headers().get(REFERENCE);
            request.connection()
                    .answer(request.session().sendDirect(person.name(), text), request.receipt(), reference);
        }
    }

    /** Runs a slash command; what it says goes to its sender alone. */
    @MessageMapping("/commands")
    void command(Request request) throws MalformedBodyException {
        SendPayload body = SendPayload.parse(request.frame().body());
        Optional<RoomName> room = body.room() == null ? Optional.of(RoomName.LOBBY) : RoomName.parse(body.room());
        if (room.isEmpty()) {
            refuse(request, Refusal.roomInvalid());
            return;
        } else if (!CommandRegistry.isCommand(body.line())) {
            refuse(request, Refusal.malformed("A command begins with a slash. /help lists them."));
            return;
        }
        Optional<Refusal> refusal = request.session().tryAcquireCommandPermit();
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
        } else {
            commandRegistry
                    .run(commandSenderIn(room.get(), request), body.line())
                    .thenAccept(reply -> replied(request, reply));
        }
    }

    private static CommandSender commandSenderIn(RoomName room, Request request) {
        Connection connection = request.connection();
        return new StompCommandSender(
                request.session(),
                room,
                left -> connection.subscriptions().leave(left, connection.outboundQueue()),
                connection::goodbye);
    }

    private static void replied(Request request, Reply reply) {
        Connection connection = request.connection();
        String hearsAnswers = connection.subscriptions().idOf(Destination.Fixed.ANSWERS);
        if (hearsAnswers == null) {
            connection.done(request.receipt());
        } else {
            connection.say(connection.serverFrames().reply(hearsAnswers, request.receipt(), reply));
        }
    }

    /** The body is not what the destination takes: the connection lives on. */
    @MessageExceptionHandler(MalformedBodyException.class)
    void malformed(MalformedBodyException malformed, Request request) {
        refuse(request, Refusal.malformed(malformed.sentence()));
    }

    private static void refuse(Request request, Refusal refusal) {
        @Nullable String reference = request.frame().headers().get(REFERENCE);
        Connection connection = request.connection();
        connection.refuse(connection.refused(refusal), request.receipt(), reference);
    }
}
