package dev.parley.chat.session;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.HookKey;
import dev.parley.chat.moderation.Bot;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.text.BotMark;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The incoming webhooks: programs that publish in one room by an address alone. A webhook is a bot with a nickname of its own,
 * and its messages are checked and limited as those of users. Thread-safe; nothing blocks.
 */
public final class IncomingHooks {

    /** The code of the refusal of a wrong secret, which only requests to webhooks receive. */
    public static final String NO_SUCH_HOOK = "no-such-hook";

    private static final String HTTP = "http";

    private final ChatServer server;
    private final AttemptThrottle attempts;
    private volatile Supplier<String> page = () -> "/";

    IncomingHooks(ChatServer server, ServerResources resources) {
        this.server = server;
        this.attempts = new AttemptThrottle(resources.scheduler(), System::nanoTime);
    }

    /** Returns the refusal of a wrong secret. */
    public static Refusal noSuchHook() {
        return new Refusal(
                NO_SUCH_HOOK,
                "There is no webhook at this address. An operator creates one: /hook in ROOM NAME",
                List.of(),
                null);
    }

    /** The result of a check of a secret. */
    public sealed interface Authentication permits Known, Unknown {}

    /** The secret is that of a webhook. */
    public record Known(Bot hook) implements Authentication {}

    /** The secret is none; the refusal is {@code slow-down} if too many wrong ones wait for their answer. */
    public record Unknown(Refusal refusal) implements Authentication {}

    /** Sets what returns the address of the page, with a slash at the end, below which the webhooks are. */
    public void setPageAddress(Supplier<String> address) {
        page = address;
    }

    /** Returns the address of a webhook, which only the operator who creates it receives. */
    public String address(HookKey key) {
        return page.get() + "hook/" + key.secret();
    }

    /** Returns whether a secret is that of a webhook. The answer to a request must not show it sooner than {@link #authenticate}. */
    public boolean isKnown(String secret) {
        return find(secret).isPresent();
    }

    private Optional<Bot> find(String secret) {
        return HookKey.parse(secret).flatMap(server.bots()::findHook);
    }

    /**
     * Checks a secret. A right one is found at once. The answer to a wrong one is delayed, and further wrong ones of the same
     * address are answered one per second. A secret of 128 bits is not guessed, so that right ones need not wait with them: the
     * webhooks of many users come from the addresses of one service.
     *
     * @param address the remote address without port
     * @return never fails
     */
    public CompletionStage<Authentication> authenticate(String secret, String address) {
        Optional<Bot> found = find(secret);
        return found.isPresent()
                ? CompletableFuture.completedFuture(new Known(found.get()))
                : attempts.check(address, () -> CompletableFuture.completedFuture(Optional.of(noSuchHook())))
                        .thenApply(refusal -> new Unknown(refusal.orElseGet(IncomingHooks::noSuchHook)));
    }

    /**
     * Publishes a message in the room of a webhook, which is created if it does not exist.
     *
     * @param address the remote address without port
     * @return the receipt or the refusal; never fails
     */
    public CompletionStage<RequestResult> publish(Bot hook, String text, String address) {
        ClientInfo client = new ClientInfo(BotMark.VIA, HTTP, address);
        return new KeyHolder(server, client, hook.userId(), hook.nickname(), hook)
                .send(requests -> requests.publish(hook.rooms().get(0), text, false, null, null));
    }
}
