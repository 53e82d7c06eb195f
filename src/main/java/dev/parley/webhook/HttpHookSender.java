package dev.parley.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.hook.Hook;
import dev.parley.chat.hook.HookSender;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Scheduler;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

/**
 * Sends the entries by POST, on a connection that is kept for the next entry of the hook. A name is resolved for each connection,
 * which is made to an address of the result that was checked, so that a name server cannot have the server connect to another
 * one. Redirects are not followed. Thread-safe; only the threads of the executor block.
 */
public final class HttpHookSender implements HookSender, AutoCloseable {

    private static final int MOST_ADDRESSES = 3;
    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_ERROR = 400;

    private final boolean toPrivateNetworks;
    private final HostResolver resolver;
    private final Supplier<SSLContext> tls;
    private final Executor executor;
    private final Clock clock;
    private final HookConnections connections;

    /** Resolves names; may block. */
    @FunctionalInterface
    public interface HostResolver {

        /** Returns the addresses of a name or of a written address. */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * Creates a sender.
     *
     * @param toPrivateNetworks whether hooks may go to addresses that are not public
     * @param tls decides which certificates are trusted; first called by {@code executor}, as the default of Java reads a file
     * @param executor resolves names, which may block
     */
    public HttpHookSender(
            boolean toPrivateNetworks,
            HostResolver resolver,
            Supplier<SSLContext> tls,
            Executor executor,
            Scheduler scheduler,
            Clock clock) {
        this.toPrivateNetworks = toPrivateNetworks;
        this.resolver = resolver;
        this.tls = tls;
        this.executor = executor;
        this.clock = clock;
        this.connections = new HookConnections(tls, executor, scheduler, clock);
    }

    @Override
    public CompletionStage<Optional<String>> check(String url) {
        return CompletableFuture.completedFuture(url)
                .thenCompose(written -> addresses(parse(written)))
                .thenApply(addresses -> Optional.<String>empty())
                .exceptionally(failure -> Optional.of(sentence(failure)));
    }

    @Override
    public CompletionStage<Attempt> send(Hook hook, LogEntry entry) {
        return CompletableFuture.completedFuture(hook.url())
                .thenCompose(url -> {
                    HookAddress to = parse(url);
                    return connections.post(hook.id(), to, () -> addresses(to), () -> request(to, hook, entry));
                })
                .thenApply(HttpHookSender::result)
                .exceptionally(failure -> new Failed(sentence(failure)));
    }

    private static HookAddress parse(String url) {
        try {
            return HookAddress.parse(url);
        } catch (HookAddress.UnusableException e) {
            throw new CompletionException(e);
        }
    }

    private CompletableFuture<List<InetAddress>> addresses(HookAddress to) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        if (to.isTls()) {
                            var unused = tls.get(); // reads the trusted certificates here, not on the event loop
                        }
                        return resolve(to);
                    } catch (HookAddress.UnusableException e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
    }

    private static String sentence(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RejectedExecutionException) {
            return "The server shuts down.";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static Attempt result(int status) {
        if (status >= FIRST_SUCCESS && status < FIRST_REDIRECT) {
            return new Delivered();
        }
        return new Failed(
                status < FIRST_ERROR && status >= FIRST_REDIRECT
                        ? "the answer was the status " + status + ", and redirects are not followed"
                        : "the answer was the status " + status);
    }

    /** Returns the addresses of a host that may be connected to, at least one. */
    private List<InetAddress> resolve(HookAddress to) throws HookAddress.UnusableException {
        InetAddress[] found;
        try {
            found = resolver.resolve(to.host());
        } catch (UnknownHostException e) {
            throw new HookAddress.UnusableException("The host " + to.host() + " was not found.");
        }
        List<InetAddress> allowed = Arrays.stream(found)
                .filter(address -> toPrivateNetworks || PublicAddresses.contain(address))
                .limit(MOST_ADDRESSES)
                .toList();
        if (allowed.isEmpty()) {
            throw new HookAddress.UnusableException("The host " + to.host()
                    + " is in a private network. The setting parley.http.hooks-to-private-networks allows that.");
        }
        return allowed;
    }

    private FullHttpRequest request(HookAddress to, Hook hook, LogEntry entry) {
        Instant now = clock.instant();
        HookBody document = HookBody.of(hook, entry, now);
        byte[] body = document.encode();
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, to.target(), Unpooled.wrappedBuffer(body));
        request.headers()
                .set("Host", to.authority())
                .set("User-Agent", "Parley")
                .set("Content-Type", "application/json")
                .set("Content-Length", body.length)
                .set(HookHeaders.EVENT, document.event())
                .set(HookHeaders.VIA, document.via())
                .set("X-Parley-Hook", hook.id())
                .set("X-Parley-Timestamp", now.getEpochSecond())
                .set("X-Parley-Signature", "sha256=" + signature(hook.secret(), body));
        return request;
    }

    private static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes all connections; requests that are on their way fail. */
    @Override
    public void close() {
        connections.close();
    }
}
