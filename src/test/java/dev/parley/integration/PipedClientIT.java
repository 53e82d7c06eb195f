package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that {@code parley join} stores piped lines in order, each once, or reports an error. */
@Tag("full")
@Tag("waits")
class PipedClientIT {

    private static final String[] FAST = {
        "--parley.limits.messages-per-second=0", "--parley.history.commit-interval=0ms"
    };
    private static final int MANY = 1_000;
    private static final int SOME_BEFORE_THE_KILL = 100;

    @TempDir
    private Path folder;

    private Process startBot(ServerProcess server, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(more));
        words.addAll(0, List.of("localhost", Integer.toString(server.terminalPort()), "--name", "bot", "--no-replay"));
        ProcessBuilder builder = new ProcessBuilder(JoinCommandLine.command(words.toArray(String[]::new)));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private static void pipe(Process bot, int from, int to) throws IOException {
        String lines = IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
        bot.getOutputStream().write(lines.getBytes(UTF_8));
        bot.getOutputStream().flush();
    }

    private static int exitCode(Process bot) throws InterruptedException {
        assertThat(bot.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        return bot.exitValue();
    }

    private List<String> stored() {
        try (SqliteHistory history = SqliteHistory.open(
                new HistorySettings(folder.resolve("parley.db"), Duration.ofDays(30), 0, false),
                Clock.systemUTC(),
                Runnable::run,
                Runnable::run)) {
            return texts(history);
        }
    }

    private static List<String> texts(MessageHistory messageHistory) {
        return get(messageHistory.after(RoomName.LOBBY, 0, Long.MAX_VALUE, 10 * MANY)).messages().stream()
                .map(Message::text)
                .toList();
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void clientStoresAThousandPipedLinesInOrder() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, FAST)) {
            Process bot = startBot(server);
            pipe(bot, 1, MANY);
            bot.getOutputStream().close();

            assertThat(exitCode(bot)).isZero();
            server.kill();
        }
        assertThat(stored()).containsExactlyElementsOf(numbers(MANY));
    }

    @Test
    void clientReportsAKilledServerByItsExitCode() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, FAST);
                Netcat eve = Netcat.join(server.terminalPort(), "eve")) {
            Process bot = startBot(server);
            pipe(bot, 1, MANY);
            eve.receive("<bot> " + SOME_BEFORE_THE_KILL);
            server.kill();

            assertThat(exitCode(bot)).isEqualTo(8);
        }
        List<String> stored = stored();
        assertThat(stored).containsExactlyElementsOf(numbers(stored.size()));
    }

    @Test
    void reconnectingClientStoresEachLineOnce() throws Exception {
        ServerProcess server = ServerProcess.start(folder, FAST);
        Process bot;
        try (Netcat eve = Netcat.join(server.terminalPort(), "eve")) {
            bot = startBot(server, "--reconnect", "30");
            pipe(bot, 1, MANY);
            bot.getOutputStream().close();
            eve.receive("<bot> " + SOME_BEFORE_THE_KILL);
            server.kill();
        }
        try (ServerProcess again = server.restart()) {
            assertThat(exitCode(bot)).isZero();
            again.kill();
        }
        assertThat(stored()).containsExactlyElementsOf(numbers(MANY));
    }

    @Test
    void rateLimitedClientSlowsDownAndLosesNothing() throws Exception {
        try (ServerProcess server = ServerProcess.start(
                folder, "--parley.limits.messages-per-second=20", "--parley.limits.message-burst=5")) {
            Process bot = startBot(server);
            pipe(bot, 1, 40);
            bot.getOutputStream().close();

            assertThat(exitCode(bot)).isZero();
            assertThat(new String(bot.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
            server.kill();
        }
        assertThat(stored()).containsExactlyElementsOf(numbers(40));
    }

    @Test
    void eachFailureHasItsExitCode() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, FAST);
                Netcat taken = Netcat.join(server.terminalPort(), "bot")) {
            Process bot = startBot(server);
            assertThat(exitCode(bot)).isEqualTo(4);
            assertThat(new String(bot.getErrorStream().readAllBytes(), UTF_8)).contains("bot");
            taken.sendLine("/quit");
            assertThat(exitCode(startBot(server, "--nonsense"))).isEqualTo(2);

            Process kicked = startBot(server);
            server.awaitLine("bot (stomp");
            server.type("/kick bot out");
            assertThat(exitCode(kicked)).isEqualTo(5);

            try (Netcat eve = Netcat.join(server.terminalPort(), "eve")) {
                Process lost = startBot(server);
                eve.receiveMatching(".*--> bot joined lobby");
                server.kill();
                assertThat(exitCode(lost)).isEqualTo(6);
            }
            assertThat(exitCode(startBot(server))).isEqualTo(3);
        }
    }
}
