package dev.parley.chat.session;

import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps of a login around its admission: identity, token, failures and events. Thread-safe; never blocks. */
final class LoginPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(LoginPipeline.class);

    private final TokenAuthenticator authenticator;
    private final TokenWriter tokenWriter;
    private final ChatEvents events;

    LoginPipeline(TokenAuthenticator authenticator, TokenWriter tokenWriter, ChatEvents events) {
        this.authenticator = authenticator;
        this.tokenWriter = tokenWriter;
        this.events = events;
    }

    /** Resolves the identity of the user and passes it to {@code admit}; the result never fails. */
    CompletionStage<LoginResult> run(
            LoginRequest request, Function<TokenAuthenticator.Identity, CompletionStage<LoginResult>> admit) {
        return authenticator
                .authenticate(request)
                .thenCompose(admit)
                .thenCompose(this::saveToken)
                .exceptionally(LoginPipeline::onFailure)
                .thenApply(result -> publishRefusal(request, result));
    }

    /** Stores the token before the client receives it, so that it is valid even if the server stops right after. */
    private CompletionStage<LoginResult> saveToken(LoginResult result) {
        return result instanceof LoginResult.LoggedIn in && in.session().token().isPresent()
                ? tokenWriter.save(in.session().user()).thenApply(user -> result)
                : CompletableFuture.completedFuture(result);
    }

    private static LoginResult onFailure(Throwable failure) {
        // Each step of the future may wrap the failure.
        Throwable reason = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (reason instanceof RejectedExecutionException) {
            return new LoginResult.Refused(Refusal.busy());
        }
        LOG.error("A login failed.", reason);
        return new LoginResult.Refused(Refusal.storageFailed());
    }

    private LoginResult publishRefusal(LoginRequest request, LoginResult result) {
        if (result instanceof LoginResult.Refused refused) {
            events.refused(request.clientInfo(), null, null, refused.refusal());
        }
        return result;
    }
}
