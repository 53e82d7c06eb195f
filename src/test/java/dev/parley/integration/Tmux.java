package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Controls a shell in a private tmux session. Types keys, and reads the screen until it shows the expected text. */
public final class Tmux implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(40);

    private final String socket = "parley-" + Long.toHexString(System.nanoTime());
    private final Path folder;

    private Tmux(Path folder) {
        this.folder = folder;
    }

    /** Returns whether tmux is installed. Tests are skipped without it. */
    public static boolean isInstalled() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", 0))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "tmux")));
    }

    /**
     * Opens a terminal with a plain shell, whose prompt is {@code $ }.
     *
     * @param folder the working directory and home of the shell
     */
    public static Tmux open(Path folder, int columns, int rows, Map<String, String> environment) {
        Tmux tmux = new Tmux(folder);
        List<String> start = new ArrayList<>(List.of("new-session", "-d"));
        start.addAll(List.of("-x", Integer.toString(columns), "-y", Integer.toString(rows)));
        environment.forEach((name, value) -> start.addAll(List.of("-e", name + "=" + value)));
        start.addAll(List.of("-e", "HOME=" + folder, "-e", "LC_ALL=C.UTF-8", "-c", folder.toString()));
        start.add("exec env 'PS1=$ ' bash --norc --noprofile");
        tmux.run(start.toArray(String[]::new));
        try {
            tmux.awaitScreen("the shell's prompt", screen -> screen.startsWith("$"));
        } catch (AssertionError e) {
            tmux.close();
            throw e;
        }
        return tmux;
    }

    /** Types this text unchanged. */
    public Tmux type(String text) {
        run("send-keys", "-l", "--", text);
        return this;
    }

    /** Presses keys by their tmux names: {@code Enter}, {@code C-c}, {@code Up}, {@code Tab}. */
    public Tmux press(String... keys) {
        for (String key : keys) {
            run("send-keys", key);
        }
        return this;
    }

    /** Types a line and presses Enter. */
    public Tmux enterLine(String line) {
        return type(line).press("Enter");
    }

    /** Pastes this text, as a terminal with bracketed paste does. */
    public Tmux paste(String text) {
        run("set-buffer", "--", text);
        run("paste-buffer", "-p", "-r");
        return this;
    }

    /** Resizes the window. */
    public Tmux resize(int columns, int rows) {
        run("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
        return this;
    }

    /** Returns the screen, without trailing blanks. */
    public String screen() {
        return run("capture-pane", "-p").stripTrailing();
    }

    /** Returns the screen with colors, as escape sequences. */
    public String coloredScreen() {
        return run("capture-pane", "-p", "-e").stripTrailing();
    }

    /** Returns the screen and its scrollback, with wrapped lines joined. */
    public String scrollback() {
        return run("capture-pane", "-p", "-J", "-S", "-").stripTrailing();
    }

    /** Returns the position of the cursor: its column and row, from 0. */
    public String cursor() {
        return run("display-message", "-p", "#{cursor_x},#{cursor_y}").strip();
    }

    /** Waits until the screen contains this. */
    public String awaitScreen(String part) {
        return awaitScreen("“" + part + "”", screen -> screen.contains(part));
    }

    /** Waits until the screen ends with this, without trailing blanks. */
    public String awaitScreenEnd(String end) {
        return awaitScreen("at its end “" + end + "”", screen -> screen.endsWith(end.stripTrailing()));
    }

    /** Waits until the screen matches, and returns it. */
    public String awaitScreen(String what, Predicate<String> wanted) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        String screen = screen();
        while (!wanted.test(screen)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The screen did not show " + what + ", but:\n" + screen);
            }
            pause();
            screen = screen();
        }
        return screen;
    }

    /** Waits for a child process of the shell, and returns its process id. */
    public long awaitChild() {
        long shell = shell();
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < end) {
            List<ProcessHandle> children = ProcessHandle.of(shell).stream()
                    .flatMap(ProcessHandle::children)
                    .toList();
            if (!children.isEmpty()) {
                return children.get(0).pid();
            }
            pause();
        }
        throw new AssertionError("The shell runs nothing.");
    }

    private long shell() {
        return Long.parseLong(run("display-message", "-p", "#{pane_pid}").strip());
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL_INTERVAL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String run(String... words) {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-L", socket, "-f", "/dev/null"));
        command.addAll(Arrays.asList(words));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().remove("TMUX");
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("tmux " + List.of(words) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Closes the terminal, and waits until its processes have ended and released their files. */
    @Override
    public void close() {
        List<ProcessHandle> running = ProcessHandle.of(shell())
                .map(shell ->
                        Stream.concat(Stream.of(shell), shell.descendants()).toList())
                .orElseGet(List::of);
        run("kill-server");
        for (ProcessHandle program : running) {
            program.onExit().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
        }
    }
}
