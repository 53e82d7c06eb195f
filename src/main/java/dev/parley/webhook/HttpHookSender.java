package dev.parley.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.hook.Hook;
import dev.parley.chat.hook.HookSender;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.Scheduler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends the entries by POST. A name is resolved for each request, and the connection is made to an address of the result that
 * was checked, so that a name server cannot have the server connect to another one. Redirects are not followed. Thread-safe; the
 * threads of the executor block.
 */
public final class HttpHookSender implements HookSender {

    private static final int MOST_ADDRESSES = 3;
    private static final int FIRST_SUCCESS = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_ERROR = 400;

    private final boolean toPrivateNetworks;
    private final HostResolver resolver;
    private final Executor executor;
    private final Clock clock;
    private final HookExchange exchange;

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
     * @param tls returns the factory of TLS sockets; called for each connection, because the first call reads all trusted
     *     certificates
     * @param executor runs the requests; its threads bound their number
     */
    public HttpHookSender(
            boolean toPrivateNetworks,
            HostResolver resolver,
            Supplier<SSLSocketFactory> tls,
            Executor executor,
            Scheduler scheduler,
            Clock clock) {
        this.toPrivateNetworks = toPrivateNetworks;
        this.resolver = resolver;
        this.executor = executor;
        this.clock = clock;
        this.exchange = new HookExchange(tls, scheduler);
    }

    @Override
    public CompletionStage<Optional<String>> check(String url) {
        return run(
                () -> {
                    try {
                        resolve(HookAddress.parse(url));
                        return Optional.empty();
                    } catch (HookAddress.UnusableException e) {
                        return Optional.of(String.valueOf(e.getMessage()));
                    }
                },
                Optional.of("The server shuts down."));
    }

    @Override
    public CompletionStage<Attempt> send(Hook hook, LogEntry entry) {
        return run(() -> attempt(hook, entry), new Failed("the server shuts down"));
    }

    private <T> CompletionStage<T> run(Supplier<T> task, T otherwise) {
        try {
            return CompletableFuture.supplyAsync(task, executor);
        } catch (RejectedExecutionException ignored) {
            return CompletableFuture.completedFuture(otherwise); // the executor is shut down
        }
    }

    private Attempt attempt(Hook hook, LogEntry entry) {
        try {
            HookAddress to = HookAddress.parse(hook.url());
            return result(post(to, resolve(to), request(to, hook, entry)));
        } catch (HookAddress.UnusableException e) {
            return new Failed(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            return new Failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
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

    /** Sends to the first address that accepts the connection. */
    private int post(HookAddress to, List<InetAddress> addresses, byte[] request) throws IOException {
        for (InetAddress address : addresses.subList(0, addresses.size() - 1)) {
            try {
                return exchange.send(to, address, request);
            } catch (ConnectException | NoRouteToHostException ignored) {
                // As with an IPv6 address in a network without IPv6.
            }
        }
        return exchange.send(to, addresses.get(addresses.size() - 1), request);
    }

    private byte[] request(HookAddress to, Hook hook, LogEntry entry) {
        Instant now = clock.instant();
        HookBody document = HookBody.of(hook, entry, now);
        byte[] body = document.encode();
        byte[] head = ("POST " + to.target() + " HTTP/1.1\r\n"
                        + "Host: " + to.authority() + "\r\n"
                        + "User-Agent: Parley\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: " + body.length + "\r\n"
                        + "X-Parley-Event: " + document.event() + "\r\n"
                        + "X-Parley-Hook: " + hook.id() + "\r\n"
                        + "X-Parley-Timestamp: " + now.getEpochSecond() + "\r\n"
                        + "X-Parley-Signature: sha256=" + signature(hook.secret(), body) + "\r\n"
                        + "Connection: close\r\n\r\n")
                .getBytes(ISO_8859_1);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
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
}
