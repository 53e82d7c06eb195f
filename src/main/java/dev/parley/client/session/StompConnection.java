package dev.parley.client.session;

import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.Headers;
import dev.parley.stomp.Heartbeat;
import dev.parley.stomp.HeartbeatHeader;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.Peer;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompDecoder;
import dev.parley.stomp.StompEncoder;
import dev.parley.stomp.StompInput;
import dev.parley.stomp.StompVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a server. A thread reads frames and passes them to the event loop, on which everything else runs.
 * Reads only as fast as the event loop handles frames, so that the server notices a slow client.
 */
final class StompConnection {

    /** The heart-beat interval in both directions. */
    static final HeartbeatHeader HEARTBEATS = new HeartbeatHeader(10_000, 10_000);

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final FrameLimits LIMITS = new FrameLimits(1 << 20, 64, 1 << 16);
    private static final int MAX_QUEUED_FRAMES = 64;
    private static final int CHUNK = 1 << 14;

    private final ServerAddress serverAddress;
    private final Listener listener;
    private final ClientEventLoop loop;
    private final Socket socket = new Socket();
    private volatile Socket activeSocket = socket;
    private final Semaphore queueSlots = new Semaphore(MAX_QUEUED_FRAMES);
    private final StompDecoder reader = new StompDecoder(Peer.SERVER, LIMITS); // confined to the reading thread
    private StompEncoder writer = new StompEncoder(StompVersion.V1_0);
    private Runnable cancelHeartbeats = () -> {};
    private Runnable cancelTimeout = () -> {};
    private volatile long lastReceivedAt = System.nanoTime();
    private boolean closed;

    /** Receives the events of a connection, on the event loop, and never after {@link #close}. */
    interface Listener {

        /** Called when the connection is open. */
        void opened(StompConnection connection);

        /** Called for each frame. */
        void received(StompConnection connection, Frame frame);

        /** Called when the connection has ended. */
        void closed(StompConnection connection, ClientDisconnect disconnect);
    }

    private StompConnection(ServerAddress address, ClientEventLoop loop, Listener listener) {
        this.serverAddress = address;
        this.loop = loop;
        this.listener = listener;
    }

    /** Starts to connect, and returns at once. */
    static StompConnection open(ServerAddress address, ClientEventLoop loop, Listener listener) {
        StompConnection connection = new StompConnection(address, loop, listener);
        Thread thread = new Thread(connection::run, "parley-client-receiver");
        thread.setDaemon(true);
        thread.start();
        return connection;
    }

    private void run() {
        TlsTrust tlsTrust = serverAddress.tlsTrust();
        try {
            InetSocketAddress address = new InetSocketAddress(serverAddress.host(), serverAddress.port());
            if (address.isUnresolved()) {
                closeLater(new ClientDisconnect.Unreachable("The host “" + serverAddress.host() + "” was not found."));
                return;
            }
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) ANSWER_TIMEOUT.toMillis());
            if (tlsTrust != null) {
                socket.setSoTimeout((int) ANSWER_TIMEOUT.toMillis());
                activeSocket = handshake(tlsTrust);
                socket.setSoTimeout(0);
            }
        } catch (ProtocolViolationException e) {
            closeLater(e.disconnect);
            return;
        } catch (SocketTimeoutException ignored) {
            closeLater(new ClientDisconnect.Unreachable("The server at " + serverAddress + " does not answer."));
            return;
        } catch (IOException ignored) {
            closeLater(new ClientDisconnect.Unreachable("There is no server at " + serverAddress + "."));
            return;
        }
        loop.execute(this::opened);
        closeLater(read());
    }

    private Socket handshake(TlsTrust tlsTrust) throws IOException {
        try {
            return tlsTrust.handshake(socket, serverAddress);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new ProtocolViolationException(TlsTrust.problem(e, serverAddress), e);
        }
    }

    /** Thrown if the server is not trusted or does not use TLS. */
    private static final class ProtocolViolationException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient ClientDisconnect disconnect;

        private ProtocolViolationException(ClientDisconnect disconnect, IOException cause) {
            super(cause);
            this.disconnect = disconnect;
        }
    }

    private void opened() {
        if (!closed) {
            cancelTimeout = loop.schedule(
                    ANSWER_TIMEOUT,
                    () -> fail(new ClientDisconnect.ProtocolError(
                            "The server at " + serverAddress + " did not answer as a Parley server.")));
            listener.opened(this);
        }
    }

    private ClientDisconnect read() {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = activeSocket.getInputStream()) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                lastReceivedAt = System.nanoTime();
                decode(ByteBuffer.wrap(chunk, 0, count));
            }
            return new ClientDisconnect.Lost("The server closed the connection.");
        } catch (IOException ignored) {
            return new ClientDisconnect.Lost("The connection was lost.");
        } catch (MalformedFrameException e) {
            return new ClientDisconnect.ProtocolError(
                    "The server at " + serverAddress + " is not a Parley server: " + e.sentence());
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return new ClientDisconnect.Lost("The client is exiting.");
        }
    }

    private void decode(ByteBuffer bytes) throws MalformedFrameException, InterruptedException {
        for (StompInput next = reader.decode(bytes); next != null; next = reader.decode(bytes)) {
            if (next instanceof Heartbeat || !(next instanceof Frame frame)) {
                continue;
            }
            if (frame.stompCommand() == StompCommand.CONNECTED) {
                reader.setVersion(version(frame), LIMITS);
            }
            queueSlots.acquire();
            loop.execute(() -> {
                queueSlots.release();
                received(frame);
            });
        }
    }

    private static StompVersion version(Frame connected) throws MalformedFrameException {
        return StompVersion.chosen(connected.headers().get(Headers.VERSION))
                .orElseThrow(() -> new MalformedFrameException("It uses another version of STOMP."));
    }

    private void received(Frame frame) {
        if (closed) {
            return;
        }
        cancelTimeout.run();
        if (frame.stompCommand() == StompCommand.CONNECTED) {
            try {
                writer = new StompEncoder(version(frame));
                startHeartbeats(HEARTBEATS.negotiate(
                        HeartbeatHeader.parse(frame.headers().get(Headers.HEART_BEAT))));
            } catch (MalformedFrameException e) {
                fail(new ClientDisconnect.ProtocolError(e.sentence()));
                return;
            }
        }
        listener.received(this, frame);
    }

    private void startHeartbeats(HeartbeatHeader agreed) {
        int interval = Math.max(agreed.outgoing(), agreed.incoming()) / 2;
        if (interval > 0) {
            long silenceLimit =
                    agreed.incoming() == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(3L * agreed.incoming());
            cancelHeartbeats = loop.every(Duration.ofMillis(interval), () -> sendHeartbeat(silenceLimit));
        }
    }

    private void sendHeartbeat(long silenceLimit) {
        if (System.nanoTime() - lastReceivedAt > silenceLimit) {
            fail(new ClientDisconnect.Lost("The server has sent nothing for too long."));
        } else {
            write(new byte[] {Heartbeat.BYTE});
        }
    }

    /** Sends a frame. After a failure {@link Listener#closed} follows. */
    void send(Frame frame) {
        write(writer.bytes(frame));
    }

    private void write(byte[] bytes) {
        if (closed) {
            return;
        }
        try {
            OutputStream out = activeSocket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException ignored) {
            // Frames that arrived before are still read; the reading thread detects the end.
        }
    }

    private void closeLater(ClientDisconnect disconnect) {
        loop.execute(() -> fail(disconnect));
    }

    private void fail(ClientDisconnect disconnect) {
        if (!closed) {
            close();
            listener.closed(this, disconnect);
        }
    }

    /** Closes the connection; its listener receives nothing more. */
    void close() {
        closed = true;
        cancelHeartbeats.run();
        cancelTimeout.run();
        try {
            socket.close();
        } catch (IOException ignored) {
            // Closing is intended.
        }
    }

    /** Ends a connection whose server does not answer. */
    void abortUnanswered() {
        fail(new ClientDisconnect.Lost("The server does not answer."));
    }
}
