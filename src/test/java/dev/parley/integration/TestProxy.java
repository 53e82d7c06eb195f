package dev.parley.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Forwards HTTP like the proxies of some networks: refuses the upgrade to a WebSocket, passes the upgrade and none of the
 * frames, removes the first part of each path, or breaks connections. Listens on the loopback address until it is closed. Each connection has
 * two threads of its own.
 */
final class TestProxy implements AutoCloseable {

    private static final int LONGEST_HEAD = 64 * 1024;

    private final ServerSocket listening;
    private final int target;
    private final boolean isSilent;
    private final UnaryOperator<String> rewriter;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "test-proxy");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Creates a proxy and begins to listen.
     *
     * @param target the port of this machine that requests are forwarded to
     * @param isSilent whether no frame of a WebSocket is forwarded
     * @param rewriter returns the head of a request to forward; empty if the request is refused
     */
    private TestProxy(int target, boolean isSilent, UnaryOperator<String> rewriter) {
        this.target = target;
        this.isSilent = isSilent;
        this.rewriter = rewriter;
        try {
            listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::listen);
    }

    /** Forwards all to this port of this machine. */
    static TestProxy forwarding(int port) {
        return new TestProxy(port, false, head -> head);
    }

    /** Forwards to this port of this machine, except for upgrades to a WebSocket. */
    static TestProxy refusingUpgrades(int port) {
        return new TestProxy(port, false, head -> isUpgrade(head) ? "" : head);
    }

    /** Forwards to this port of this machine, also the upgrade to a WebSocket, but none of its frames. */
    static TestProxy swallowingFrames(int port) {
        return new TestProxy(port, true, head -> head);
    }

    /** Forwards requests below a path such as {@code /chat}, without that path, and names it in a header. */
    static TestProxy removingPrefix(String prefix, int port) {
        return new TestProxy(port, false, head -> {
            if (!head.contains(" " + prefix + "/")) {
                return "";
            }
            String removed = head.replaceFirst(" " + prefix + "/", " /")
                    .replaceFirst("\r\n", "\r\nX-Forwarded-Prefix: " + prefix + "\r\n");
            // Only the head of the first request on a connection is rewritten.
            return isUpgrade(head) ? removed : removed.replaceFirst("(?i)connection: keep-alive", "Connection: close");
        });
    }

    private static boolean isUpgrade(String head) {
        return head.toLowerCase(Locale.ROOT).contains("upgrade: websocket");
    }

    /** Returns the address of the proxy. */
    URI address() {
        return URI.create("http://localhost:" + listening.getLocalPort());
    }

    /** Breaks all connections of clients. */
    void cut() throws IOException {
        for (Socket client : open) {
            client.close();
        }
    }

    private void listen() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException ignored) {
            // The socket was closed at the end of the test.
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client) {
            String head = new String(head(client.getInputStream()), StandardCharsets.ISO_8859_1);
            byte[] forwarded = rewriter.apply(head).getBytes(StandardCharsets.ISO_8859_1);
            if (forwarded.length == 0) {
                client.getOutputStream()
                        .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                server.getOutputStream().write(forwarded);
                if (isSilent && isUpgrade(head)) {
                    client.getOutputStream().write(head(server.getInputStream()));
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    return;
                }
                threads.execute(() -> pass(client, server));
                pass(server, client);
            }
        } catch (IOException ignored) {
            // One side is closed, so the other is closed too.
        } finally {
            open.remove(client);
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4 && head.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
        return head.toByteArray();
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ignored) {
            // One side is closed, so the other is closed too.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
