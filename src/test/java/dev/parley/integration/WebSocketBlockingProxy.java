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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Forwards everything except WebSockets, like the proxies of some networks: refuses the upgrade, or passes the upgrade and
 * none of the frames. Listens on the loopback address until it is
 * closed. Each connection has two threads of its own.
 */
final class WebSocketBlockingProxy implements AutoCloseable {

    private static final int LONGEST_HEAD = 64 * 1024;

    private final ServerSocket listening;
    private final int target;
    private final boolean silent;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "old-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private WebSocketBlockingProxy(int target, boolean silent) {
        this.target = target;
        this.silent = silent;
        try {
            listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::listen);
    }

    /** Forwards to this port of this machine. */
    static WebSocketBlockingProxy before(int port) {
        return new WebSocketBlockingProxy(port, false);
    }

    /** Forwards to this port of this machine, also the upgrade to a WebSocket, but none of its frames. */
    static WebSocketBlockingProxy silentBefore(int port) {
        return new WebSocketBlockingProxy(port, true);
    }

    /** Returns the address of the proxy. */
    URI address() {
        return URI.create("http://localhost:" + listening.getLocalPort());
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
        try (client) {
            byte[] head = head(client.getInputStream());
            String text = new String(head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            boolean upgrade = text.contains("upgrade: websocket");
            if (upgrade && !silent) {
                client.getOutputStream()
                        .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                server.getOutputStream().write(head);
                if (upgrade) {
                    client.getOutputStream().write(head(server.getInputStream()));
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    return;
                }
                threads.execute(() -> pass(client, server));
                pass(server, client);
            }
        } catch (IOException ignored) {
            // One side is closed, so the other is closed too.
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
