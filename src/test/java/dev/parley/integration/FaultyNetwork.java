package dev.parley.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Forwards connections between a browser and the server, and can fail: it closes connections, or drops all their bytes
 * silently, as happens to a machine that is suspended. New connections always succeed. Each connection has two threads
 * of its own.
 */
final class FaultyNetwork implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        return thread;
    });

    /** Represents one forwarded connection. */
    private static final class Line {
        private final Socket client;
        private final Socket server;
        private volatile boolean dropped;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pass(Socket from, Socket to) {
            byte[] bytes = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    if (!dropped) {
                        to.getOutputStream().write(bytes, 0, read);
                    }
                }
            } catch (IOException ignored) {
                // One side is closed, so the other is closed too.
            }
            if (!dropped) {
                closeSockets();
            }
        }

        void closeSockets() {
            for (Socket socket : List.of(client, server)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private FaultyNetwork(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::listen);
    }

    /** Forwards to this port of this machine. */
    static FaultyNetwork to(int port) {
        return new FaultyNetwork(port);
    }

    /** Returns the address that clients connect to. */
    URI address() {
        return URI.create("http://localhost:" + listening.getLocalPort());
    }

    /** Closes all connections, on both sides. */
    void closeConnections() {
        lines.forEach(Line::closeSockets);
        lines.clear();
    }

    /** Drops the bytes of all current connections, without closing them. */
    void dropSilently() {
        lines.forEach(line -> line.dropped = true);
    }

    private void listen() {
        try {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Line line = new Line(client, new Socket(InetAddress.getLoopbackAddress(), target));
                lines.add(line);
                threads.execute(() -> line.pass(line.client, line.server));
                threads.execute(() -> line.pass(line.server, line.client));
            }
        } catch (IOException ignored) {
            // The socket was closed at the end of the test.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeConnections();
        threads.shutdownNow();
    }
}
