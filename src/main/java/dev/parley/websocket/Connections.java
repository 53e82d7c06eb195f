package dev.parley.websocket;

import dev.parley.people.Attendance;
import dev.parley.people.Door;
import dev.parley.people.Origin;
import dev.parley.people.Turnstile;
import dev.parley.room.Farewell;
import dev.parley.room.House;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.sockjs.transport.SockJsSession;

/**
 * The web's door: every session of the endpoint, named or not. Ends with the program before the web server does, because
 * the server's graceful stop would wait for SockJS's streams. Safe from any thread.
 */
final class Connections implements Door, SmartLifecycle {

    private static final Farewell SHUTTING_DOWN = Farewell.shuttingDown();

    private static final Duration TOLD_WITHIN = Duration.ofMillis(1_500);
    private static final Duration READ_WITHIN = Duration.ofSeconds(1);
    private static final Duration NOW_AND_THEN = Duration.ofMillis(10);

    private final House house;
    private final Turnstile turnstile;
    private final Lines lines;
    private final Supplier<String> address;
    private final Attendance<Connection> all = new Attendance<>(
            connection -> connection.origin().dialect(),
            connection -> connection.outbox().delivered());

    /** Sessions that are closed, of which the other end may not have read so; forgotten by {@link #forgetParted}. */
    private final Set<Line> parting = ConcurrentHashMap.newKeySet();

    private volatile boolean shut;
    private volatile boolean running;

    /**
     * No connections yet.
     *
     * @param house whose warden turns some away
     * @param turnstile counts them together with those of other doors
     * @param lines how sessions are written to
     * @param address the page's address, once it is known
     */
    Connections(House house, Turnstile turnstile, Lines lines, Supplier<String> address) {
        this.house = house;
        this.turnstile = turnstile;
        this.lines = lines;
        this.address = address;
    }

    /** A session has been opened. It is ours to close if there is no place for it. */
    Connection open(WebSocketSession session) {
        Line line = lines.to(session);
        String dialect = session instanceof SockJsSession ? "sockjs" : "websocket";
        InetAddress from = addressOf(session);
        String written = from == null ? "unknown" : from.getHostAddress();
        Origin origin = new Origin("browser", dialect, written);
        Connection connection = new Connection(house, origin, line, new Liveness(System.nanoTime()));
        Optional<Farewell> banned = house.warden().turnsAway(written);
        if (banned.isPresent()) {
            turnAway(connection, banned.get());
            return connection;
        }
        Turnstile.Verdict verdict = turnstile.enter(written, from != null && from.isLoopbackAddress());
        if (verdict == Turnstile.Verdict.ENTERED) {
            all.enter(connection);
            if (shut) {
                connection.farewell(SHUTTING_DOWN);
            }
        } else {
            turnAway(connection, verdict == Turnstile.Verdict.FULL ? Farewell.full() : Farewell.fullForAddress());
        }
        return connection;
    }

    private void turnAway(Connection connection, Farewell farewell) {
        connection.turnAway(farewell);
        house.chronicle().turnedAway(connection.origin().address(), farewell);
    }

    private static @Nullable InetAddress addressOf(WebSocketSession session) {
        InetSocketAddress remote = session.getRemoteAddress();
        return remote == null ? null : remote.getAddress();
    }

    /** A session has been closed, by whomever. */
    void closed(Connection connection, CloseStatus status) {
        connection.end(Goodbye.endingOf(status));
        if (all.leave(connection)) {
            turnstile.exit(connection.origin().address());
            parting.add(connection.line());
        }
    }

    /** All that are open. */
    Iterable<Connection> all() {
        return all.present();
    }

    @Override
    public List<String> directions() {
        return List.of(address.get());
    }

    @Override
    public int open() {
        return all.present().size();
    }

    @Override
    public Map<String, Integer> dialects() {
        return all.dialects();
    }

    @Override
    public long delivered() {
        return all.delivered();
    }

    @Override
    public void shut() {
        shut = true;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything else. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /**
     * Says goodbye to all who have not been told yet, and is done when all have read it: who closes a socket that has
     * something unread in it takes back what was written last.
     */
    @Override
    public void stop(Runnable done) {
        shut = true;
        all.present().forEach(connection -> connection.farewell(SHUTTING_DOWN));
        Thread ending = new Thread(
                () -> {
                    part();
                    running = false;
                    done.run();
                },
                "websocket-ending");
        ending.setDaemon(true);
        ending.start();
    }

    private void part() {
        if (await(() -> open() == 0, TOLD_WITHIN)) {
            await(this::forgetParted, READ_WITHIN);
        }
        all.present().forEach(Connection::cut);
    }

    /** Forgets sessions whose sockets are closed by now; says whether that is all. */
    boolean forgetParted() {
        parting.removeIf(line -> !line.isOpen());
        return parting.isEmpty();
    }

    /** Nobody tells when a socket has been closed, so it is looked at now and then. */
    private static boolean await(BooleanSupplier condition, Duration within) {
        long until = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(NOW_AND_THEN.toNanos());
        }
        return true;
    }
}
