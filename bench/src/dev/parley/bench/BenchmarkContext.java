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
 * The state that all workloads share: running servers, the scale, the log. Confined to the thread that measures, except
 * {@link #close}, which any thread may call.
 */
final class BenchmarkContext implements AutoCloseable {

    /** The duration of each of the two W2 loads of the warm-up. */
    private static final double W2_WARMUP_SECONDS = 15;

    /** The duration of the W1 load between them, because 1,000 readers make the compiler discard optimized code. */
    private static final double W1_WARMUP_SECONDS = 5;

    private final ServerLauncher launcher;
    private final List<String> servers;
    private final Scale scale;
    private final ResultLog log;
    private final Duration timeLimit;
    private final int threads;
    private final ProcessUsage loadUsage =
            new ProcessUsage(ProcessHandle.current().pid());
    private final Map<String, Server> running = new LinkedHashMap<>(); // guarded by itself
    private boolean closed; // guarded by running

    /**
     * @param servers the names of the servers to measure; those that are not available are skipped
     * @param timeLimit the time after which no further measurement starts
     * @param threads the number of event loops of the load generator
     */
    BenchmarkContext(
            ServerLauncher launcher,
            List<String> servers,
            Scale scale,
            ResultLog log,
            Duration timeLimit,
            int threads) {
        this.launcher = launcher;
        this.servers = servers.stream().filter(launcher::isAvailable).toList();
        this.scale = scale;
        this.log = log;
        this.timeLimit = timeLimit;
        this.threads = threads;
        servers.stream()
                .filter(name -> !this.servers.contains(name))
                .forEach(name -> log.print("%s is skipped: no C compiler (cc) is installed.", name));
    }

    ResultLog log() {
        return log;
    }

    Scale scale() {
        return scale;
    }

    ServerLauncher launcher() {
        return launcher;
    }

    /** Returns the names of the servers to measure. */
    List<String> servers() {
        return servers;
    }

    /** Returns the running server of this name; starts it and warms it up if it is not running. */
    Server warmServer(String name) {
        Server server;
        synchronized (running) {
            server = running.get(name);
        }
        return server == null ? warmUp(startServer(name)) : server;
    }

    /** Starts a server without warming it up. */
    Server startServer(String name) {
        synchronized (running) {
            if (closed) {
                throw new IllegalStateException("The benchmark is stopping; it starts no further server.");
            }
            Server server = launcher.start(name);
            running.put(name, server);
            return server;
        }
    }

    /** Stops the server of this name if it is running. */
    void stopServer(String name) {
        synchronized (running) {
            Server server = running.remove(name);
            if (server != null) {
                server.close();
            }
        }
    }

    /**
     * Applies load until the code of the server is compiled. The first warm-up also compiles the load generator.
     *
     * @return the server
     */
    Server warmUp(Server server) {
        log.print("%s: warming up for %.0f seconds", server.name(), 2 * W2_WARMUP_SECONDS + W1_WARMUP_SECONDS);
        LoadProfile w1 = new LoadProfile(scale.rate(20), 0, W1_WARMUP_SECONDS);
        LoadProfile w2 = new LoadProfile(scale.rate(1_000), 0, W2_WARMUP_SECONDS);
        measure(server, ClientLayout.oneRoom(scale.readers(100)), w2);
        measure(server, ClientLayout.oneRoom(scale.readers(1_000)), w1);
        measure(server, ClientLayout.oneRoom(scale.readers(100)), w2);
        return server;
    }

    /** Connects clients, applies the load, and disconnects them. Returns null, and prints why, if that fails. */
    @Nullable
    LoadResult measure(Server server, ClientLayout layout, LoadProfile profile) {
        return measure(server, layout, profile, () -> {});
    }

    /** Does the same, and runs an action after the load, while the clients are still connected. */
    @Nullable
    LoadResult measure(Server server, ClientLayout layout, LoadProfile profile, Runnable afterLoad) {
        try (ClientPool pool = newPool(server, layout)) {
            pool.connect();
            pool.verifyDelivery();
            LoadResult result = new LoadGenerator(pool, cpuMeter(server)).openLoop(profile, false);
            afterLoad.run();
            return result;
        } catch (LoadFailedException e) {
            log.print("%s: %s", server.name(), e.reason());
            return null;
        }
    }

    /** Creates a pool for the server, without connections. */
    ClientPool newPool(Server server, ClientLayout layout) {
        return new ClientPool(layout, server.target(), threads);
    }

    /** Returns a meter for the server and this process. */
    CpuMeter cpuMeter(Server server) {
        return new CpuMeter() {
            @Override
            public long serverCpuMicros() {
                return server.usage().cpuMicros();
            }

            @Override
            public long loadCpuMicros() {
                return loadUsage.cpuMicros();
            }
        };
    }

    /** Returns whether the time limit has expired, and prints a line if so. */
    boolean isTimeUp() {
        boolean timeUp = log.elapsed().compareTo(timeLimit) > 0;
        if (timeUp) {
            log.print("The time limit (--at-most) has expired; further measurements are skipped.");
        }
        return timeUp;
    }

    /** Stops all servers, and prevents that further servers are started. */
    @Override
    public void close() {
        synchronized (running) {
            closed = true;
            running.values().forEach(Server::close);
            running.clear();
            launcher.close();
        }
    }
}
