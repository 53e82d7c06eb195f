package dev.parley.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Forwards TCP connections to a port of this machine, and can delay, pause or cut them, or refuse new ones. Each connection
 * has two threads of its own. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BYTES = 16_384;

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile long delayNanos;
    private volatile boolean refusing;
    private boolean requestsPaused; // guarded by this
    private boolean answersPaused; // guarded by this

    /** Begins to listen, and forwards to a port. */
    public TcpProxy(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::listen);
    }

    /** Returns the port of the proxy. */
    public int port() {
        return listening.getLocalPort();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (refusing) {
                    client.close();
                } else {
                    start(() -> serve(client));
                }
            } catch (IOException ignored) {
                // The proxy is closed, or the client has given up.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            start(() -> pass(client, server, true));
            pass(server, client, false);
        } catch (IOException ignored) {
            // The target does not accept connections, so the client has none.
        }
        sockets.remove(client);
    }

    private void pass(Socket from, Socket to, boolean requests) {
        byte[] bytes = new byte[BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                LockSupport.parkNanos(delayNanos);
                awaitFlow(requests);
                out.write(bytes, 0, read);
            }
        } catch (IOException ignored) {
            // One side is closed, so the other is closed too.
        }
        sockets.remove(from);
    }

    private synchronized void awaitFlow(boolean requests) {
        while (requests ? requestsPaused : answersPaused) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void pause(boolean requests, boolean answers) {
        requestsPaused = requests;
        answersPaused = answers;
        notifyAll();
    }

    /** Keeps all bytes of both directions until {@link #resume}. */
    public void pause() {
        pause(true, true);
    }

    /** Keeps all bytes from the target until {@link #resume}. */
    public void pauseAnswers() {
        pause(false, true);
    }

    /** Passes the bytes that wait, and all later ones. Accepts connections. */
    public void resume() {
        refusing = false;
        pause(false, false);
    }

    /** Delays each part of a transfer. */
    public void delay(long millis) {
        delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Closes all connections; new ones are accepted. */
    public void cut() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        sockets.clear();
    }

    /** Closes all connections, and refuses new ones until {@link #resume}. */
    public void refuse() {
        refusing = true;
        cut();
    }

    @Override
    public void close() {
        refuse();
        pause(false, false);
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
