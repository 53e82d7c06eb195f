package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs {@code parley join} with a pipe at both ends. */
final class PipedClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final Writer input;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private PipedClient(Process process) {
        this.process = process;
        this.input = process.outputWriter(UTF_8);
    }

    /** Starts the client, and does not wait until it is logged in. */
    static PipedClient start(int port, String name, String... more) {
        try {
            List<String> text =
                    new ArrayList<>(List.of("localhost", Integer.toString(port), "--name", name, "--no-replay"));
            text.addAll(List.of(more));
            Process process = new ProcessBuilder(JoinCommandLine.command(text.toArray(String[]::new)))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            PipedClient client = new PipedClient(process);
            Thread listening = new Thread(client::listen, "piped client");
            listening.setDaemon(true);
            listening.start();
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException ignored) {
            // The stream was closed with the process.
        }
    }

    void send(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void receive(String text) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(lines).anyMatch(line -> line.endsWith(text)));
    }

    long count(String text) {
        return lines.stream().filter(line -> line.endsWith(text)).count();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
