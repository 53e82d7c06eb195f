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
    static final HeartbeatHeader BEATS = new HeartbeatHeader(10_000, 10_000);

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final FrameLimits LIMITS = new FrameLimits(1 << 22, 64, 1 << 16);
    private static final int WAITING = 256;
    private static final int CHUNK = 1 << 14;

    private final ServerAddress serverAddress;
    private final Listener listener;
    private final ClientEventLoop loop;
    private final Socket socket = new Socket();
    private volatile Socket spoken = socket;
    private final Semaphore room = new Semaphore(WAITING);
    private final StompDecoder reader = new StompDecoder(Peer.SERVER, LIMITS); // confined to the reading thread
    private StompEncoder writer = new StompEncoder(StompVersion.V1_0);
    private Runnable stopBeating = () -> {};
    private Runnable stopWaiting = () -> {};
    private volatile long heardAt = System.nanoTime();
    private boolean reached;
    private boolean closed;

    /** Receives the events of a connection, on the event loop, and never after {@link #close}. */
    interface Listener {

        /** The connection is open. */
        void opened(StompConnection connection);

        /** A frame was received. */
        void received(StompConnection connection, Frame frame);

        /** The connection has ended. */
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
        Thread thread = new Thread(connection::run, "client-receiver");
        thread.setDaemon(true);
        thread.start();
        return connection;
    }

    private void run() {
        TlsTrust tlsTrust = serverAddress.tlsTrust();
        try {
            InetSocketAddress address = new InetSocketAddress(serverAddress.host(), serverAddress.port());
            if (address.isUnresolved()) {
                over(new ClientDisconnect.Unreachable("There is no host called “" + serverAddress.host() + "”."));
                return;
            }
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) ANSWERS_WITHIN.toMillis());
            if (tlsTrust != null) {
                socket.setSoTimeout((int) ANSWERS_WITHIN.toMillis());
                spoken = agree(tlsTrust);
                socket.setSoTimeout(0);
            }
        } catch (ProtocolViolationException e) {
            over(e.disconnect);
            return;
        } catch (SocketTimeoutException ignored) {
            over(new ClientDisconnect.Unreachable("Nothing answers at " + serverAddress + "."));
            return;
        } catch (IOException ignored) {
            over(new ClientDisconnect.Unreachable("There is no server at " + serverAddress + "."));
            return;
        }
        loop.execute(this::opened);
        over(read());
    }

    private Socket agree(TlsTrust tlsTrust) throws IOException {
        try {
            return tlsTrust.over(socket, serverAddress);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new ProtocolViolationException(TlsTrust.problem(e, serverAddress), e);
        }
    }

    /** The server is not trusted. */
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
            reached = true;
            stopWaiting = loop.schedule(
                    ANSWERS_WITHIN,
                    () -> fail(new ClientDisconnect.ProtocolError(
                            "The server at " + serverAddress + " does not answer like a chat server.")));
            listener.opened(this);
        }
    }

    private ClientDisconnect read() {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = spoken.getInputStream()) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                heardAt = System.nanoTime();
                take(ByteBuffer.wrap(chunk, 0, count));
            }
            return new ClientDisconnect.Lost("The server closed the connection.");
        } catch (IOException ignored) {
            return new ClientDisconnect.Lost("The connection broke.");
        } catch (MalformedFrameException e) {
            return new ClientDisconnect.ProtocolError(
                    "The server at " + serverAddress + " does not speak Parley's protocol: " + e.sentence());
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return new ClientDisconnect.Lost("The program ends.");
        }
    }

    private void take(ByteBuffer bytes) throws MalformedFrameException, InterruptedException {
        for (StompInput next = reader.decode(bytes); next != null; next = reader.decode(bytes)) {
            if (next instanceof Heartbeat || !(next instanceof Frame frame)) {
                continue;
            }
            if (frame.stompCommand() == StompCommand.CONNECTED) {
                reader.setVersion(version(frame), LIMITS);
            }
            room.acquire();
            loop.execute(() -> {
                room.release();
                received(frame);
            });
        }
    }

    private static StompVersion version(Frame connected) throws MalformedFrameException {
        return StompVersion.chosen(connected.headers().get(Headers.VERSION))
                .orElseThrow(() -> new MalformedFrameException("It speaks another version of STOMP."));
    }

    private void received(Frame frame) {
        if (closed) {
            return;
        }
        stopWaiting.run();
        if (frame.stompCommand() == StompCommand.CONNECTED) {
            try {
                writer = new StompEncoder(version(frame));
                beat(BEATS.negotiate(HeartbeatHeader.parse(frame.headers().get(Headers.HEART_BEAT))));
            } catch (MalformedFrameException e) {
                fail(new ClientDisconnect.ProtocolError(e.sentence()));
                return;
            }
        }
        listener.received(this, frame);
    }

    private void beat(HeartbeatHeader agreed) {
        int every = Math.max(agreed.outgoing(), agreed.incoming()) / 2;
        if (every > 0) {
            long patience =
                    agreed.incoming() == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(3L * agreed.incoming());
            stopBeating = loop.every(Duration.ofMillis(every), () -> beat(patience));
        }
    }

    private void beat(long patience) {
        if (System.nanoTime() - heardAt > patience) {
            fail(new ClientDisconnect.Lost("The server has not been heard for too long."));
        } else {
            write(new byte[] {Heartbeat.BYTE});
        }
    }

    /** Returns whether the server was reached. */
    boolean reached() {
        return reached;
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
            OutputStream out = spoken.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException ignored) {
            // Frames that arrived before are still read; the reading thread detects the end.
        }
    }

    private void over(ClientDisconnect disconnect) {
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
        stopBeating.run();
        stopWaiting.run();
        try {
            socket.close();
        } catch (IOException ignored) {
            // Closing is intended.
        }
    }

    /** Checks a connection that is not reliable any more. */
    void probe() {
        fail(new ClientDisconnect.Lost("The server does not answer."));
    }
}
