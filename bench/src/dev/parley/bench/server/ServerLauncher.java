package dev.parley.bench.server;

import dev.parley.bench.floor.NettyFloorServer;
import dev.parley.bench.floor.NioFloorServer;
import dev.parley.bench.load.LoadTarget;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts servers by name, and stops all of them on {@link #close}, which any thread may call. */
public final class ServerLauncher implements AutoCloseable {

    /** Parley, with clients that use STOMP over WebSocket. */
    public static final String PARLEY = "parley";

    /** Parley, with clients that use the dialect {@code line} of the TCP port. */
    public static final String PARLEY_LINE = "parley-line";

    /** Parley, with readers that follow the room by a stream of JSON objects over HTTP. */
    public static final String PARLEY_NDJSON = "parley-ndjson";

    /** Parley, with readers that follow the room by a stream of lines of text over HTTP. */
    public static final String PARLEY_TEXT = "parley-text";

    /** A chat on Spring's simple broker. */
    public static final String SPRING = "spring";

    /** The floor in C, with one write per delivery. */
    public static final String FLOOR = "floor";

    /** The floor in C, with one write per connection every 5 ms. */
    public static final String BATCHING_FLOOR = "floor-5ms";

    /** The floor on Java channels. */
    public static final String JAVA_FLOOR = "floor-java";

    /** The floor on Netty. */
    public static final String NETTY_FLOOR = "floor-netty";

    private final LaunchSettings settings;
    private final AtomicInteger started = new AtomicInteger();
    private final List<ServerProcess> processes = new CopyOnWriteArrayList<>();

    /** Creates a launcher without servers. */
    public ServerLauncher(LaunchSettings settings) {
        this.settings = settings;
    }

    /** Returns the names of all servers. */
    public static List<String> names() {
        return List.of(
                FLOOR,
                PARLEY,
                PARLEY_LINE,
                PARLEY_NDJSON,
                PARLEY_TEXT,
                SPRING,
                BATCHING_FLOOR,
                JAVA_FLOOR,
                NETTY_FLOOR);
    }

    /** Returns whether the server can be started. The floor in C requires a C compiler, which this method calls. */
    public boolean isAvailable(String name) {
        return !List.of(FLOOR, BATCHING_FLOOR).contains(name) || compileFloor();
    }

    /**
     * Starts a server and waits until it accepts connections.
     *
     * @throws IllegalArgumentException if no server has this name
     */
    public Server start(String name) {
        return switch (name) {
            case PARLEY, PARLEY_LINE, PARLEY_NDJSON, PARLEY_TEXT -> startParley(name, List.of());
            case SPRING -> startSpring();
            case FLOOR -> startFloor(name, List.of(floorBinary().toString()), false);
            case BATCHING_FLOOR -> startFloor(name, List.of(floorBinary().toString(), "5"), false);
            case JAVA_FLOOR -> startFloor(name, javaCommand(NioFloorServer.class), true);
            case NETTY_FLOOR -> startFloor(name, javaCommand(NettyFloorServer.class), true);
            default -> throw new IllegalArgumentException("Unknown server " + name + "; the servers are " + names());
        };
    }

    /** Starts Parley under {@code strace}, which counts flushes to disk and makes the server slower. */
    public TracedServer startTraced() {
        Path trace = settings.workFolder().resolve("flushes");
        List<String> strace =
                List.of("strace", "-f", "-y", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o", trace.toString());
        return new TracedServer(startParley(PARLEY, strace), trace);
    }

    private RunningServer startParley(String name, List<String> wrapper) {
        int webPort = ServerProcess.freePort();
        int tcpPort = ServerProcess.freePort();
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(javaCommand("target/parley.jar"));
        command.addAll(List.of(
                "--server.port=" + webPort,
                "--server.address=127.0.0.1",
                "--parley.tcp.ports=" + tcpPort,
                "--parley.tcp.address=127.0.0.1",
                "--parley.limits.messages-per-second=0",
                "--parley.limits.max-connections=0",
                "--parley.history.replay=0",
                "--parley.limits.max-rooms=2000",
                "--parley.http.public-read=true",
                "--parley.http.max-streams=0"));
        ServerProcess process = start(command);
        // The TCP port opens before the HTTP port.
        Duration startupTime = process.awaitPort(webPort);
        LoadTarget target = switch (name) {
            case PARLEY_LINE -> LoadTarget.line(tcpPort);
            case PARLEY_NDJSON -> LoadTarget.stream(webPort, "application/x-ndjson");
            case PARLEY_TEXT -> LoadTarget.stream(webPort, "text/plain");
            default -> LoadTarget.stomp(webPort, "/app/rooms/", true);
        };
        return new RunningServer(
                name, process, wrapper.isEmpty() ? process.pid() : process.childPid(), target, true, startupTime);
    }

    private RunningServer startSpring() {
        int port = ServerProcess.freePort();
        List<String> command = javaCommand("target/spring-broker/spring-broker.jar");
        // With the default of 8,192, further connections would wait to be accepted.
        command.addAll(List.of(
                "--server.port=" + port, "--server.address=127.0.0.1", "--server.tomcat.max-connections=16384"));
        ServerProcess process = start(command);
        Duration startupTime = process.awaitPort(port);
        return new RunningServer(
                SPRING, process, process.pid(), LoadTarget.stomp(port, "/topic/rooms/", false), true, startupTime);
    }

    private RunningServer startFloor(String name, List<String> command, boolean java) {
        ServerProcess process = start(command);
        int port = Integer.parseInt(process.awaitOutput("\n").strip().replace("port ", ""));
        return new RunningServer(
                name, process, process.pid(), LoadTarget.rawWebSocket(port), java, process.awaitPort(port));
    }

    private List<String> javaCommand(String jar) {
        List<String> command = javaCommand();
        command.addAll(List.of(
                "-jar", settings.projectFolder().resolve(jar).toAbsolutePath().toString()));
        return command;
    }

    private List<String> javaCommand(Class<?> mainClass) {
        // Class path entries may be relative to the project folder, but a server has a working folder of its own.
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> settings.projectFolder().resolve(entry).toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = javaCommand();
        command.addAll(List.of("-cp", classPath, mainClass.getName()));
        return command;
    }

    private List<String> javaCommand() {
        List<String> command = new ArrayList<>();
        command.add(settings.javaHome().resolve("bin/java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(settings.javaOptions());
        return command;
    }

    private ServerProcess start(List<String> command) {
        Path folder = settings.workFolder().resolve("server-" + started.incrementAndGet());
        ServerProcess process = ServerProcess.start(folder, command);
        processes.add(process);
        return process;
    }

    private Path floorBinary() {
        return settings.workFolder().resolve("floor");
    }

    /** Compiles the floor, unless that is done, and returns whether the program exists. */
    private boolean compileFloor() {
        if (Files.isExecutable(floorBinary())) {
            return true;
        }
        try {
            Files.createDirectories(settings.workFolder());
            Process cc = new ProcessBuilder(
                            "cc",
                            "-O2",
                            "-o",
                            floorBinary().toString(),
                            settings.projectFolder()
                                    .resolve("bench/floor/floor.c")
                                    .toString())
                    .inheritIO()
                    .start();
            return cc.waitFor(60, TimeUnit.SECONDS) && cc.exitValue() == 0;
        } catch (IOException ignored) {
            return false; // no C compiler is installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** Stops all servers that are still running. */
    @Override
    public void close() {
        processes.forEach(ServerProcess::close);
    }

    /** Returns the heap of a server that runs on Java. */
    public Heap heap(Server server) {
        return new Heap(settings.javaHome(), server.usage().pid());
    }
}
