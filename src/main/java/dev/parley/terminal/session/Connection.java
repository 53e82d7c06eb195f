package dev.parley.terminal.session;

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
 * One connection to a server, from the attempt to its end. A thread of its own reads; what it finds is handed over to the
 * turns, on which everything else happens. Who takes frames slowly is read for slowly, so that the server notices.
 */
final class Connection {

    /** What goes both ways at least so often. */
    static final HeartbeatHeader BEATS = new HeartbeatHeader(10_000, 10_000);

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final FrameLimits LIMITS = new FrameLimits(1 << 22, 64, 1 << 16);
    private static final int WAITING = 256;
    private static final int CHUNK = 1 << 14;

    private final Server server;
    private final Owner owner;
    private final Turns turns;
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

    /** Whose connection it is; called on the turns, and never after {@link #close}. */
    interface Owner {

        /** The server can be spoken to. */
        void opened(Connection connection);

        /** It said something. */
        void received(Connection connection, Frame frame);

        /** It is over. */
        void closed(Connection connection, Ending ending);
    }

    private Connection(Server server, Turns turns, Owner owner) {
        this.server = server;
        this.turns = turns;
        this.owner = owner;
    }

    /** Begins to connect, and returns at once. */
    static Connection open(Server server, Turns turns, Owner owner) {
        Connection connection = new Connection(server, turns, owner);
        Thread thread = new Thread(connection::run, "server-in");
        thread.setDaemon(true);
        thread.start();
        return connection;
    }

    private void run() {
        Trust trust = server.trust();
        try {
            InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
            if (address.isUnresolved()) {
                over(new Ending.Unreachable("There is no host called “" + server.host() + "”."));
                return;
            }
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) ANSWERS_WITHIN.toMillis());
            if (trust != null) {
                socket.setSoTimeout((int) ANSWERS_WITHIN.toMillis());
                spoken = agree(trust);
                socket.setSoTimeout(0);
            }
        } catch (Unbelievable unbelievable) {
            over(unbelievable.ending);
            return;
        } catch (SocketTimeoutException silent) {
            over(new Ending.Unreachable("Nothing answers at " + server + "."));
            return;
        } catch (IOException refused) {
            over(new Ending.Unreachable("There is no server at " + server + "."));
            return;
        }
        turns.execute(this::opened);
        over(read());
    }

    private Socket agree(Trust trust) throws IOException {
        try {
            return trust.over(socket, server);
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException unbelievable) {
            throw new Unbelievable(Trust.problem(unbelievable, server), unbelievable);
        }
    }

    /** Who is there is not to be believed. */
    private static final class Unbelievable extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Ending ending;

        private Unbelievable(Ending ending, IOException cause) {
            super(cause);
            this.ending = ending;
        }
    }

    private void opened() {
        if (!closed) {
            reached = true;
            stopWaiting = turns.in(
                    ANSWERS_WITHIN,
                    () -> fail(
                            new Ending.Nonsense("What is at " + server + " does not answer as a chat server does.")));
            owner.opened(this);
        }
    }

    private Ending read() {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = spoken.getInputStream()) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                heardAt = System.nanoTime();
                take(ByteBuffer.wrap(chunk, 0, count));
            }
            return new Ending.Lost("The server closed the connection.");
        } catch (IOException broken) {
            return new Ending.Lost("The connection broke.");
        } catch (MalformedFrameException malformed) {
            return new Ending.Nonsense(
                    "What is at " + server + " does not speak as Parley does: " + malformed.sentence());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Ending.Lost("The program ends.");
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
            turns.execute(() -> {
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
            } catch (MalformedFrameException malformed) {
                fail(new Ending.Nonsense(malformed.sentence()));
                return;
            }
        }
        owner.received(this, frame);
    }

    private void beat(HeartbeatHeader agreed) {
        int every = Math.max(agreed.outgoing(), agreed.incoming()) / 2;
        if (every > 0) {
            long patience =
                    agreed.incoming() == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(3L * agreed.incoming());
            stopBeating = turns.every(Duration.ofMillis(every), () -> beat(patience));
        }
    }

    private void beat(long patience) {
        if (System.nanoTime() - heardAt > patience) {
            fail(new Ending.Lost("The server has not been heard for too long."));
        } else {
            write(new byte[] {Heartbeat.BYTE});
        }
    }

    /** Whether the server was there at all. */
    boolean reached() {
        return reached;
    }

    /** Says something. If it cannot be said, {@link Owner#closed} follows. */
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
        } catch (IOException broken) {
            // What was said to us before, a farewell perhaps, is still being read; the reading thread notices the end.
        }
    }

    private void over(Ending ending) {
        turns.execute(() -> fail(ending));
    }

    private void fail(Ending ending) {
        if (!closed) {
            close();
            owner.closed(this, ending);
        }
    }

    /** Lets go of it. Nothing is heard of it any more. */
    void close() {
        closed = true;
        stopBeating.run();
        stopWaiting.run();
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    /** It is not to be trusted any more. */
    void doubt() {
        fail(new Ending.Lost("The server does not answer."));
    }
}
