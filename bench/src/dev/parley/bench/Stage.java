package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.ClientPool;
import dev.parley.bench.load.CpuMeter;
import dev.parley.bench.load.LoadFailedException;
import dev.parley.bench.load.LoadGenerator;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.server.ProcessUsage;
import dev.parley.bench.server.Server;
import dev.parley.bench.server.ServerLauncher;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all workloads share: the servers that run, how large everything is, and how one turn goes. Confined to the thread
 * that measures; {@link #close} may be called by any, to end the servers when the program is ended.
 */
final class Stage implements AutoCloseable {

    /** So long a server is under W2 before it counts as warm, twice. */
    private static final double WARM_SECONDS = 15;

    /** And so long under W1 in between: what comes and goes with a thousand readers throws compiled code away. */
    private static final double CROWDED_SECONDS = 5;

    private final ServerLauncher servers;
    private final List<String> wanted;
    private final Scale scale;
    private final Journal journal;
    private final Duration atMost;
    private final int threads;
    private final ProcessUsage own = new ProcessUsage(ProcessHandle.current().pid());
    private final Map<String, Server> running = new LinkedHashMap<>(); // guarded by itself
    private boolean closed; // guarded by running

    Stage(ServerLauncher servers, List<String> wanted, Scale scale, Journal journal, Duration atMost, int threads) {
        this.servers = servers;
        this.wanted = wanted.stream().filter(servers::isAvailable).toList();
        this.scale = scale;
        this.journal = journal;
        this.atMost = atMost;
        this.threads = threads;
        wanted.stream()
                .filter(name -> !this.wanted.contains(name))
                .forEach(name -> journal.say("%s is left out: there is no C compiler (cc) here.", name));
    }

    Journal journal() {
        return journal;
    }

    Scale scale() {
        return scale;
    }

    ServerLauncher servers() {
        return servers;
    }

    /** Those that take part. */
    List<String> wanted() {
        return wanted;
    }

    /** The server of this name: started and warm. */
    Server warm(String name) {
        Server known;
        synchronized (running) {
            known = running.get(name);
        }
        return known == null ? warmed(start(name)) : known;
    }

    /** Starts a server that is not warm. To be {@link #end}ed. */
    Server start(String name) {
        synchronized (running) {
            if (closed) {
                throw new IllegalStateException("The benchmark ends; no further server is started.");
            }
            Server server = servers.start(name);
            running.put(name, server);
            return server;
        }
    }

    /** Ends the server of this name if it runs. */
    void end(String name) {
        synchronized (running) {
            Server server = running.remove(name);
            if (server != null) {
                server.close();
            }
        }
    }

    /** Puts a server under load until it is compiled; the first one, whatever it is, warms the load itself as well. */
    Server warmed(Server server) {
        journal.say("%s: warming up for %.0f seconds", server.name(), 2 * WARM_SECONDS + CROWDED_SECONDS);
        LoadProfile fast = new LoadProfile(scale.rate(1_000), 0, WARM_SECONDS);
        turn(server, ClientLayout.oneRoom(scale.readers(100)), fast);
        turn(server, ClientLayout.oneRoom(scale.readers(1_000)), new LoadProfile(scale.rate(20), 0, CROWDED_SECONDS));
        turn(server, ClientLayout.oneRoom(scale.readers(100)), fast);
        return server;
    }

    /** One turn of one server: everybody comes, talks, goes. Null if it could not be put under this load. */
    @Nullable
    LoadResult turn(Server server, ClientLayout gathering, LoadProfile pace) {
        return turn(server, gathering, pace, () -> {});
    }

    /** The same, and something done while everybody is still there. */
    @Nullable
    LoadResult turn(Server server, ClientLayout gathering, LoadProfile pace, Runnable atItsEnd) {
        try (ClientPool crowd = crowd(server, gathering)) {
            crowd.connect();
            crowd.verifyDelivery();
            LoadResult outcome = new LoadGenerator(crowd, meter(server)).openLoop(pace, false);
            atItsEnd.run();
            return outcome;
        } catch (LoadFailedException e) {
            journal.say("%s: %s", server.name(), e.reason());
            return null;
        }
    }

    /** Nobody yet, for this server. */
    ClientPool crowd(Server server, ClientLayout gathering) {
        return new ClientPool(gathering, server.target(), threads);
    }

    CpuMeter meter(Server server) {
        return new CpuMeter() {
            @Override
            public long serverCpuMicros() {
                return server.usage().cpuMicros();
            }

            @Override
            public long loadCpuMicros() {
                return own.cpuMicros();
            }
        };
    }

    /** Whether the time for everything is over; says so. */
    boolean isOver() {
        boolean over = journal.elapsed().compareTo(atMost) > 0;
        if (over) {
            journal.say("The time for everything is over (--at-most); what follows is left out.");
        }
        return over;
    }

    @Override
    public void close() {
        synchronized (running) {
            closed = true;
            running.values().forEach(Server::close);
            running.clear();
            servers.close();
        }
    }
}
