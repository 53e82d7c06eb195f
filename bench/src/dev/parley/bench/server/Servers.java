package dev.parley.bench.server;

import dev.parley.bench.floor.ChannelFloor;
import dev.parley.bench.floor.NettyFloor;
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

/** Starts those that are compared. */
public final class Servers implements AutoCloseable {

    /** Parley's page and its library's connections. */
    public static final String PARLEY = "parley";

    /** Parley's terminal port, spoken to in lines. */
    public static final String LINE = "parley-line";

    /** Spring's simple broker. */
    public static final String SPRING = "spring";

    /** One write a delivery. */
    public static final String FLOOR = "floor";

    /** The floor, but one write every five milliseconds. */
    public static final String GATHERED_FLOOR = "floor-5ms";

    /** The floor on Java, by its own channels. */
    public static final String JAVA_FLOOR = "floor-java";

    /** The floor on Java, by Netty. */
    public static final String NETTY_FLOOR = "floor-netty";

    private final Setup setup;
    private final AtomicInteger started = new AtomicInteger();
    private final List<Program> programs = new CopyOnWriteArrayList<>();

    /** With these means. */
    public Servers(Setup setup) {
        this.setup = setup;
    }

    /** All there are. */
    public static List<String> names() {
        return List.of(FLOOR, PARLEY, LINE, SPRING, GATHERED_FLOOR, JAVA_FLOOR, NETTY_FLOOR);
    }

    /** Whether this one can be started: the floor needs a C compiler. */
    public boolean has(String name) {
        return !List.of(FLOOR, GATHERED_FLOOR).contains(name) || compiled();
    }

    /** Starts the one of this name and waits until it is open. */
    public Server start(String name) {
        return switch (name) {
            case PARLEY -> parley(name, List.of());
            case LINE -> parley(name, List.of());
            case SPRING -> spring();
            case FLOOR -> floor(name, List.of(floor().toString()), false);
            case GATHERED_FLOOR -> floor(name, List.of(floor().toString(), "5"), false);
            case JAVA_FLOOR -> floor(name, java(ChannelFloor.class), true);
            case NETTY_FLOOR -> floor(name, java(NettyFloor.class), true);
            default -> throw new IllegalArgumentException("There is no server " + name + "; there are " + names());
        };
    }

    /** Starts Parley so that its flushes to disk can be counted, which makes it slower. */
    public Traced traced() {
        Path trace = setup.work().resolve("flushes");
        List<String> strace =
                List.of("strace", "-f", "-y", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o", trace.toString());
        return new Traced(parley(PARLEY, strace), trace);
    }

    private Running parley(String name, List<String> under) {
        int page = Program.freePort();
        int terminal = Program.freePort();
        List<String> command = new ArrayList<>(under);
        command.addAll(java("target/parley.jar"));
        command.addAll(List.of(
                "--server.port=" + page,
                "--server.address=127.0.0.1",
                "--parley.tcp.ports=" + terminal,
                "--parley.tcp.address=127.0.0.1",
                "--parley.limits.messages-per-second=0",
                "--parley.limits.max-connections=0",
                "--parley.history.replay=0",
                "--parley.limits.max-rooms=2000"));
        Program program = start(command);
        // The terminal port opens before the page's.
        Duration startedIn = program.awaitOpen(page);
        LoadTarget dialect =
                name.equals(LINE) ? LoadTarget.line(terminal) : LoadTarget.stomp(page, "/app/rooms/", true);
        return new Running(
                name, program, under.isEmpty() ? program.pid() : program.childPid(), dialect, true, startedIn);
    }

    private Running spring() {
        int port = Program.freePort();
        List<String> command = java("target/spring-broker/spring-broker.jar");
        // Its default would let in 8,192, and leave the others waiting.
        command.addAll(List.of(
                "--server.port=" + port, "--server.address=127.0.0.1", "--server.tomcat.max-connections=16384"));
        Program program = start(command);
        Duration startedIn = program.awaitOpen(port);
        return new Running(
                SPRING, program, program.pid(), LoadTarget.stomp(port, "/topic/rooms/", false), true, startedIn);
    }

    private Running floor(String name, List<String> command, boolean java) {
        Program program = start(command);
        int port = Integer.parseInt(program.awaitOutput("\n").strip().replace("port ", ""));
        return new Running(name, program, program.pid(), LoadTarget.rawWebSocket(port), java, program.awaitOpen(port));
    }

    private List<String> java(String jar) {
        List<String> command = java();
        command.addAll(
                List.of("-jar", setup.project().resolve(jar).toAbsolutePath().toString()));
        return command;
    }

    private List<String> java(Class<?> program) {
        // Each server runs in a folder of its own, and the path of classes is that of the project's.
        String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> setup.project().resolve(entry).toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = java();
        command.addAll(List.of("-cp", classes, program.getName()));
        return command;
    }

    private List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(setup.javaHome().resolve("bin/java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(setup.javaOptions());
        return command;
    }

    private Program start(List<String> command) {
        Program program = Program.start(setup.work().resolve("server-" + started.incrementAndGet()), command);
        programs.add(program);
        return program;
    }

    private Path floor() {
        return setup.work().resolve("floor");
    }

    private boolean compiled() {
        if (Files.isExecutable(floor())) {
            return true;
        }
        try {
            Files.createDirectories(setup.work());
            Process cc = new ProcessBuilder(
                            "cc",
                            "-O2",
                            "-o",
                            floor().toString(),
                            setup.project().resolve("bench/floor/floor.c").toString())
                    .inheritIO()
                    .start();
            return cc.waitFor(60, TimeUnit.SECONDS) && cc.exitValue() == 0;
        } catch (IOException ignored) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** Ends all that still run. */
    @Override
    public void close() {
        programs.forEach(Program::close);
    }

    /** The heap of a server that runs on Java. */
    public Heap heap(Server server) {
        return new Heap(setup.javaHome(), server.usage().pid());
    }
}
