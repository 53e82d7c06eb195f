package dev.parley.chat.session;

import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageDraft;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.room.StorageHealth;
import dev.parley.text.CommandSyntax;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores direct messages, then wakes the sessions of both users on all nodes, which read them. Thread-safe; nothing
 * blocks.
 */
final class DirectMessages {

    private final ChatServer server;
    private final ServerResources resources;
    private final SessionRegistry sessions;
    private final StorageHealth storageHealth;

    /** Creates the only instance of a server, which receives the signals of other nodes from now on. */
    DirectMessages(ChatServer server, ServerResources resources, SessionRegistry sessions) {
        this.server = server;
        this.resources = resources;
        this.sessions = sessions;
        this.storageHealth = server.roomRegistry().storageHealth();
        resources.relay().subscribe(signal -> {
            if (signal instanceof RelaySignal.DirectMessagesStored stored) {
                wake(stored.userIds(), null);
            } else if (signal instanceof RelaySignal.SignalsLost) {
                wake(
                        sessions.users().stream()
                                .map(online -> online.user().id())
                                .collect(Collectors.toUnmodifiableSet()),
                        null);
            }
        });
    }

    /** Returns a cursor for a session. */
    DirectCursor cursor(Session session) {
        return new DirectCursor(
                resources.directMessageStore(),
                resources.scheduler(),
                session.user().id(),
                session.subscriber());
    }

    /** Sends a message to the user of a nickname. */
    CompletionStage<RequestResult> send(Session from, String name, MessageDraft draft) {
        return server.findUser(name)
                .thenCompose(found -> found.map(
                                to -> send(from, to, draft).thenApply(result -> onResult(from, to, result)))
                        .orElseGet(() -> repeat(from, CommandSyntax.withoutAddress(name), draft)));
    }

    /** Stores the tokens of both users of a message, without a wait, and informs the sender about an absence. */
    private RequestResult onResult(Session from, NicknameRegistry.Claim to, RequestResult result) {
        if (result instanceof Receipt) {
            server.saveToken(from.onlineUser());
            sessions.find(to.userId()).ifPresent(server::saveToken);
            Absences.inform(from, to);
        }
        return result;
    }

    private CompletionStage<RequestResult> send(Session from, NicknameRegistry.Claim to, MessageDraft draft) {
        User sender = from.user();
        Reference reference = draft.reference();
        return refuseFailures(resources
                .directMessageStore()
                .append(new DirectMessageDraft(
                        sender.id(),
                        sender.nickname().text(),
                        to.userId(),
                        to.nickname().text(),
                        draft.text(),
                        resources.clock().instant(),
                        reference))
                .thenApply(result -> {
                    storageHealth.onSuccess();
                    if (!(result instanceof DirectMessageStore.Stored stored)) {
                        return reference == null ? Refusal.storageFailed() : Refusal.referenceConflict(reference);
                    }
                    Set<String> users = Stream.of(sender.id(), to.userId()).collect(Collectors.toUnmodifiableSet());
                    wake(users, from);
                    resources.relay().publish(new RelaySignal.DirectMessagesStored(users));
                    return receipt(stored.message());
                }));
    }

    /**
     * Answers a message to a user who is not online: a receipt if it is the repetition of a stored one, whose receipt may
     * have been lost.
     */
    private CompletionStage<RequestResult> repeat(Session from, String to, MessageDraft draft) {
        Reference reference = draft.reference();
        if (reference == null) {
            return CompletableFuture.completedFuture(Refusal.noSuchUser(to));
        }
        return refuseFailures(resources
                .directMessageStore()
                .find(from.user().id(), reference)
                .thenApply(found -> found.filter(message -> message.text().equals(draft.text()))
                        .filter(message -> message.to().equalsIgnoreCase(to))
                        .<RequestResult>map(DirectMessages::receipt)
                        .orElseGet(() -> Refusal.noSuchUser(to))));
    }

    private static RequestResult receipt(DirectMessage message) {
        return new Receipt(null, message.position(), message.at(), message.reference());
    }

    private CompletionStage<RequestResult> refuseFailures(CompletionStage<RequestResult> result) {
        return result.exceptionally(failure -> {
            Throwable cause = causeOf(failure);
            if (cause instanceof StorageException broken) {
                return storageHealth.onFailure(broken);
            } else if (cause instanceof RejectedExecutionException) {
                return Refusal.busy();
            }
            throw new CompletionException(cause);
        });
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Returns the refusal of a subscription that could not read the kept messages. */
    static Refusal unreadable(Throwable failure) {
        return causeOf(failure) instanceof RejectedExecutionException ? Refusal.busy() : Refusal.historyUnreadable();
    }

    /** Wakes the sessions of users; one that waits for its own message is woken by itself. */
    private void wake(Set<String> userIds, @Nullable Session except) {
        userIds.stream()
                .flatMap(id -> sessions.find(id).stream())
                .flatMap(user -> sessions.connected(user).stream())
                .filter(session -> session != except)
                .forEach(Session::wakeDirect);
    }
}
