package dev.parley.http.hook;

import dev.parley.chat.moderation.Bot;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.IncomingHooks;
import dev.parley.webhook.HookHeaders;
import dev.parley.webhook.IncomingText;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Publishes what is sent to the addresses of incoming webhooks. */
@Controller
class HookController {

    private final ChatServer server;

    HookController(ChatServer server) {
        this.server = server;
    }

    /** Publishes the text of a request. All methods come here, so that no error page repeats the address. */
    @RequestMapping(HookBodyFilter.ROOT + "**")
    CompletionStage<ResponseEntity<byte[]>> receive(HttpServletRequest request) {
        if (!request.getMethod().equals("POST")) {
            return done(HookResponses.problem(
                    HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "A webhook has the method POST only."));
        }
        String path = HookBodyFilter.pathOf(request);
        if (!path.startsWith(HookBodyFilter.ROOT)) {
            return done(HookResponses.problem(IncomingHooks.noSuchHook())); // as with /hook/%2e%2e, whose path is /
        }
        String secret = HookBodyFilter.secretIn(path);
        String address = request.getRemoteAddr();
        String type = request.getContentType();
        String event = request.getHeader("X-GitHub-Event");
        boolean makesNoMessage =
                HookHeaders.makeNoMessage(request.getHeader(HookHeaders.EVENT), request.getHeader(HookHeaders.VIA));
        byte[] body = body(request);
        return hooks().authenticate(secret, address).thenCompose(found -> {
            if (found instanceof IncomingHooks.Known && makesNoMessage) {
                return done(HookResponses.line(
                        HttpStatus.ACCEPTED,
                        "Deletions, and messages of bots and webhooks of another room, make no message."));
            } else if (found instanceof IncomingHooks.Known known) {
                try {
                    return IncomingText.read(type, event, body, server.limits().messageLength())
                            .map(text -> publish(known.hook(), text, address))
                            .orElseGet(() -> done(HookResponses.line(
                                    HttpStatus.ACCEPTED,
                                    "This event makes no message: only push, release and ping do.")));
                } catch (IncomingText.UnreadableException e) {
                    return done(HookResponses.problem(Refusal.malformed(String.valueOf(e.getMessage()))));
                }
            }
            return done(HookResponses.problem(((IncomingHooks.Unknown) found).refusal()));
        });
    }

    private IncomingHooks hooks() {
        return server.bots().incomingHooks();
    }

    /** The body is in memory, see {@link HookBodyFilter}. */
    private static byte[] body(HttpServletRequest request) {
        try {
            return request.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletionStage<ResponseEntity<byte[]>> publish(Bot hook, String text, String address) {
        return hooks().publish(hook, text, address)
                .thenApply(result -> result instanceof Refusal refusal
                        ? HookResponses.problem(refusal)
                        : HookResponses.line(HttpStatus.OK, "ok"));
    }

    private static CompletionStage<ResponseEntity<byte[]>> done(ResponseEntity<byte[]> response) {
        return CompletableFuture.completedFuture(response);
    }
}
