package dev.parley.http.api;

import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.KeyHolder;
import dev.parley.command.Command;
import dev.parley.command.OperatorCommands;
import dev.parley.command.OperatorContext;
import dev.parley.command.RefusedCommandException;
import dev.parley.protocol.ApiJson;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Kicks, bans and mutes users, by the commands of operators. */
@Controller
@RequestMapping(ApiFilter.ROOT + "/moderation")
class ApiModerationController {

    private static final Map<String, Command<OperatorContext>> COMMANDS = OperatorCommands.all().stream()
            .collect(Collectors.toUnmodifiableMap(Command::name, Function.identity(), (first, second) -> first));

    private final ApiRequests requests;

    ApiModerationController(ApiRequests requests) {
        this.requests = requests;
    }

    /** An operator, who runs commands outside of rooms. */
    private record ApiOperator(KeyHolder client) implements OperatorContext {

        @Override
        public ChatServer chatServer() {
            return client.chatServer();
        }

        @Override
        public Operator operator() {
            return client.operator();
        }

        /** No command here publishes in rooms. */
        @Override
        public User user() {
            return client.chatServer().operator();
        }

        @Override
        public @Nullable RoomName room() {
            return null;
        }
    }

    /** Disconnects a user. */
    @PostMapping("/kick")
    CompletionStage<ResponseEntity<byte[]>> kick(HttpServletRequest request) {
        return requests.moderate(
                request,
                client -> run(client, "kick", RequestBodies.moderation(request).arguments(false)));
    }

    /** Returns the bans in force. */
    @GetMapping("/bans")
    CompletionStage<ResponseEntity<byte[]>> bans(HttpServletRequest request) {
        return requests.moderate(request, client -> list(client, Sanction.Kind.BAN));
    }

    /** Bans a user or an address. */
    @PostMapping("/bans")
    CompletionStage<ResponseEntity<byte[]>> ban(HttpServletRequest request) {
        return requests.moderate(
                request,
                client -> run(client, "ban", RequestBodies.moderation(request).arguments(true)));
    }

    /** Lifts a ban. */
    @DeleteMapping("/bans/{name}")
    CompletionStage<ResponseEntity<byte[]>> unban(@PathVariable("name") String name, HttpServletRequest request) {
        return requests.moderate(request, client -> run(client, "unban", name));
    }

    /** Returns the mutes in force. */
    @GetMapping("/mutes")
    CompletionStage<ResponseEntity<byte[]>> mutes(HttpServletRequest request) {
        return requests.moderate(request, client -> list(client, Sanction.Kind.MUTE));
    }

    /** Mutes a user. */
    @PostMapping("/mutes")
    CompletionStage<ResponseEntity<byte[]>> mute(HttpServletRequest request) {
        return requests.moderate(
                request,
                client -> run(client, "mute", RequestBodies.moderation(request).arguments(true)));
    }

    /** Lifts a mute. */
    @DeleteMapping("/mutes/{name}")
    CompletionStage<ResponseEntity<byte[]>> unmute(@PathVariable("name") String name, HttpServletRequest request) {
        return requests.moderate(request, client -> run(client, "unmute", name));
    }

    private static CompletionStage<ResponseEntity<byte[]>> list(KeyHolder client, Sanction.Kind kind) {
        return ApiRequests.done(ApiRequests.json(
                ApiJson.sanctions(client.chatServer().moderation().inForce(kind))));
    }

    private static CompletionStage<ResponseEntity<byte[]>> run(KeyHolder client, String name, String arguments) {
        Command<OperatorContext> command = COMMANDS.get(name);
        if (command == null || arguments.isBlank()) {
            throw RefusedRequestException.malformed("Name a user.");
        }
        return command.action()
                .run(new ApiOperator(client), arguments.strip())
                .thenApply(lines -> ApiRequests.json(ApiJson.lines(lines)))
                .exceptionallyCompose(ApiModerationController::refused);
    }

    private static CompletionStage<ResponseEntity<byte[]>> refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RefusedCommandException refused
                ? ApiRequests.done(Problems.of(
                        refused.refusal().orElseGet(() -> Refusal.malformed(String.join(" ", refused.lines())))))
                : CompletableFuture.failedFuture(cause);
    }
}
