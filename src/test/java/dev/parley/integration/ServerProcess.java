package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs the whole server in a process of its own, in a folder of its own, on free ports: the jar that the system
 * property {@code parley.jar} names, or else the classes under test. Pipes replace the terminal of its operator. Safe
 * from any thread.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(15);

    private static final Pattern PAGE = Pattern.compile(".*(https?://localhost:(\\d+)).*");
    private static final Pattern TERMINAL = Pattern.compile(".*nc localhost (\\d+).*");
    private static final String LAST_STARTUP_LINE = "stops the server.";

    private final UnaryOperator<List<String>> commandWrapper;
    private final Path folder;
    private final List<String> options;
    private final Process process;
    private final Writer operator;
    private final List<String> out = new ArrayList<>(); // guarded by itself
    private final List<String> err = new ArrayList<>(); // guarded by out
    private boolean ended; // guarded by out

    private ServerProcess(UnaryOperator<List<String>> commandWrapper, Path folder, List<String> options) {
        this.commandWrapper = commandWrapper;
        this.folder = folder;
        this.options = List.copyOf(options);
        try {
            process = new ProcessBuilder(commandWrapper.apply(command(options)))
                    .directory(folder.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        operator = process.outputWriter(UTF_8);
        listen(process.getInputStream(), out, true);
        listen(process.getErrorStream(), err, false);
    }

    /**
     * Starts a server and waits until all its ports are open.
     *
     * @param folder the working directory, where its {@code parley.db} is stored
     * @param options the command-line options; ports that are not set are free ones
     */
    public static ServerProcess start(Path folder, String... options) {
        return start(UnaryOperator.identity(), folder, options);
    }

    /** Starts a server with a modified command. */
    public static ServerProcess start(UnaryOperator<List<String>> commandWrapper, Path folder, String... options) {
        ServerProcess server = launch(commandWrapper, folder, options);
        server.awaitOpen();
        return server;
    }

    /** Starts a server and does not wait, because it may fail to start. */
    public static ServerProcess launch(Path folder, String... options) {
        return launch(UnaryOperator.identity(), folder, options);
    }

    /** Starts a server with a modified command, and does not wait. */
    public static ServerProcess launch(UnaryOperator<List<String>> commandWrapper, Path folder, String... options) {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        for (String port : List.of("--server.port", "--parley.tcp.ports")) {
            if (all.stream().noneMatch(option -> option.startsWith(port + "="))) {
                all.add(port + "=0");
            }
        }
        return new ServerProcess(commandWrapper, folder, all);
    }

    /** Returns the command that starts a server with these options. */
    static List<String> command(List<String> options) {
        List<String> command = new ArrayList<>();
        if (isInterruptIgnored()) {
            // A process started in the background of a shell ignores SIGINT.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        String archive = System.getProperty("test.jar.classes");
        if (archive != null && Files.exists(Path.of(archive))) {
            // A JVM that cannot use the archive starts without it and would log a warning.
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable"));
        }
        command.add("--enable-native-access=ALL-UNNAMED");
        String jar = System.getProperty("parley.jar");
        if (jar != null && Files.exists(Path.of(jar))) {
            command.addAll(List.of("-jar", Path.of(jar).toAbsolutePath().toString()));
        } else {
            command.addAll(List.of("-cp", applicationClassPath(), "dev.parley.ParleyApplication"));
        }
        command.addAll(options);
        return command;
    }

    private static boolean isInterruptIgnored() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
        } catch (IOException ignored) {
            return false;
        }
    }

    /** Returns the class path of the program, without its tests. */
    private static String applicationClassPath() {
        return Arrays.stream(testClassPath().split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Returns a function that replaces the main class of the command with one of the tests, with these arguments before
     * the options.
     */
    public static UnaryOperator<List<String>> withMainClass(Class<?> main, String... words) {
        return command -> {
            int from = Math.max(command.indexOf("-jar"), command.indexOf("-cp"));
            int options = command.get(from).equals("-jar") ? from + 2 : from + 3;
            List<String> other = new ArrayList<>(command.subList(0, from));
            other.addAll(List.of("-cp", testClassPath(), main.getName()));
            other.addAll(Arrays.asList(words));
            other.addAll(command.subList(options, command.size()));
            return other;
        };
    }

    private static String testClassPath() {
        return Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
    }

    private void listen(InputStream stream, List<String> lines, boolean signalsEnd) {
        Thread listener = new Thread(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (out) {
                        lines.add(line);
                        out.notifyAll();
                    }
                }
            } catch (IOException ignored) {
                // The stream was closed because the process was killed.
            }
            if (signalsEnd) {
                synchronized (out) {
                    this.ended = true;
                    out.notifyAll();
                }
            }
        });
        listener.setDaemon(true);
        listener.start();
    }

    private void awaitOpen() {
        try {
            await("how to stop it", line -> line.contains(LAST_STARTUP_LINE));
        } catch (AssertionError e) {
            kill();
            throw e;
        }
    }

    /** Returns the address of the page. */
    public URI page() {
        return URI.create(printed(PAGE).group(1));
    }

    /** Returns the port of the page. */
    public int pagePort() {
        return Integer.parseInt(printed(PAGE).group(2));
    }

    /** Returns the first TCP port. */
    public int terminalPort() {
        return Integer.parseInt(printed(TERMINAL).group(1));
    }

    /** Returns all TCP ports in their order. */
    public List<Integer> terminalPorts() {
        return output().stream()
                .map(TERMINAL::matcher)
                .filter(Matcher::matches)
                .map(port -> Integer.valueOf(port.group(1)))
                .toList();
    }

    private Matcher printed(Pattern pattern) {
        return output().stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the server did not print " + pattern + "\n" + allOutput()));
    }

    /** Returns the default database file. */
    public Path database() {
        return folder.resolve("parley.db");
    }

    /** Returns the process id. */
    public long pid() {
        return process.pid();
    }

    /** Types a line into the operator console. */
    public void type(String line) {
        try {
            operator.write(line + "\n");
            operator.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the input of the operator console. */
    public void endInput() {
        try {
            operator.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all lines printed to standard output. */
    public List<String> output() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    /** Returns all lines printed to standard error. */
    public List<String> errors() {
        synchronized (out) {
            return List.copyOf(err);
        }
    }

    /** Waits for a line with this in it, and returns the first one, also if it was printed before. */
    public String awaitLine(String part) {
        return await("a line with “" + part + "”", line -> line.contains(part));
    }

    private String await(String what, Predicate<String> wanted) {
        long until = System.nanoTime() + TIMEOUT.toNanos();
        synchronized (out) {
            while (true) {
                Optional<String> line = out.stream().filter(wanted).findFirst();
                if (line.isPresent()) {
                    return line.get();
                }
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("the server did not print " + what + "\n" + allOutput());
                }
                try {
                    out.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting for " + what, e);
                }
            }
        }
    }

    private String allOutput() {
        return String.join("\n", output()) + "\n--- on standard error\n" + String.join("\n", errors());
    }

    /** Sends SIGTERM and waits for the end; returns the exit code. */
    public int stop() {
        // Process.destroy would send the same signal, but also close the pipes of the last output.
        signal("TERM");
        return awaitExit();
    }

    /** Sends SIGINT, as Ctrl+C does, and waits for the end; returns the exit code. */
    public int interrupt() {
        signal("INT");
        return awaitExit();
    }

    /** Sends the signal of this name, and does not wait. */
    public void signal(String name) {
        try {
            int sent = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (sent != 0) {
                throw new AssertionError("kill -" + name + " " + pid() + " ended with " + sent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end; returns the exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError("the server did not end in " + ENDS_WITHIN.toSeconds() + " s\n" + allOutput());
            }
            synchronized (out) {
                while (!ended) {
                    out.wait(ENDS_WITHIN.toMillis());
                }
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the server's end", e);
        }
    }

    /** Kills the process ({@code kill -9}) and waits until it has ended. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts the server again with the same files and ports, after it has ended. */
    public ServerProcess restart(String... more) {
        List<String> again = new ArrayList<>(options);
        again.removeIf(option -> option.startsWith("--server.port=") || option.startsWith("--parley.tcp.ports="));
        again.add("--server.port=" + pagePort());
        output().stream()
                .map(TERMINAL::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .ifPresent(port -> again.add("--parley.tcp.ports=" + port.group(1)));
        again.addAll(Arrays.asList(more));
        ServerProcess server = new ServerProcess(commandWrapper, folder, again);
        server.awaitOpen();
        return server;
    }

    /** Kills the process if it is running. */
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
