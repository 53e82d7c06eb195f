package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the limits of nicknames and messages: valid ones are accepted unchanged, and a refusal loses no input. */
@Tag("waits")
class LimitsIT {

    @TempDir
    private static Path folder;

    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void messageOfMaximumLengthIsDeliveredAndLongerOneIsRefusedAndKept() {
        String whole = "ü".repeat(2_000) + "\uD83D\uDC4B".repeat(2_000);
        try (Browsers browsers = Browsers.launch();
                Netcat reader = Netcat.join(server.terminalPort(), "reader1")) {
            Tab tab = Tab.of(browsers, server.page(), "writer1");
            tab.send(whole);
            reader.receive("<writer1> " + whole);
            tab.send(whole + "x");
            tab.awaitText("4,001");
            assertThat(tab.draft()).isEqualTo(whole + "x");
            reader.sendLine(whole);
            reader.sendLine(whole + "x");
            reader.receiveMatching("\\*\\*\\* .*4001 characters.*4000.*");
            tab.send("shorter");
            reader.receive("<writer1> shorter");
            assertThat(tab.transcript()).endsWith(whole, whole, "shorter");
        }
    }

    @Tag("full")
    @Test
    void takenNicknameIsRefusedWithUsableSuggestionsOnBothTransports() {
        try (Browsers browsers = Browsers.launch();
                Netcat first = Netcat.join(server.terminalPort(), "taken")) {
            Tab tab = Tab.open(browsers, server.page()).requestName("TAKEN");
            tab.awaitText("is taken");
            tab.press("TAKEN2");
            assertThat(tab.box("Message").isEnabled()).isTrue();
            first.receive("--> TAKEN2 joined lobby");
            Netcat second = Netcat.connect(server.terminalPort());
            second.sendLine("Taken");
            second.receiveMatching(".*“Taken” is taken\\. Try .* or .*\\. Your name\\?");
            second.sendLine("Taken_");
            second.receive("*** Type to talk. /help lists the commands, /quit leaves.");
            second.close();
        }
    }

    @Tag("full")
    @Test
    void invalidNicknameIsRefusedWithTheRule() {
        try (Netcat netcat = Netcat.connect(server.terminalPort())) {
            netcat.sendLine("a-name-with-forty-characters-is-too-long");
            netcat.receiveMatching(".*40 characters.*at most 32.*");
            netcat.sendLine("two words");
            netcat.receiveMatching(".*no spaces.*");
            netcat.sendLine("Server");
            netcat.receiveMatching(".*reserved.*");
            netcat.sendLine("sеrver");
            netcat.receiveMatching(".*reserved.*");
            netcat.sendLine("fine");
            netcat.receive("*** Type to talk. /help lists the commands, /quit leaves.");
        }
        try (StompLibraryClient client = StompLibraryClient.connect(server.pagePort())) {
            client.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "Server");
            Frame error = client.receive(StompCommand.ERROR);
            assertThat(error.headers().get("message")).isEqualTo("name-reserved");
            assertThat(StompLibraryClient.json(error).get("sentence").asString())
                    .contains("reserved");
        }
    }

    @Tag("full")
    @Test
    void oneOfTwoConcurrentClaimsOfANicknameSucceeds() throws Exception {
        for (int round = 0; round < 10; round++) {
            String name = "race" + round;
            CyclicBarrier start = new CyclicBarrier(2);
            try (StompLibraryClient client = StompLibraryClient.connect(server.pagePort());
                    Netcat netcat = Netcat.connect(server.terminalPort())) {
                List<CompletableFuture<Boolean>> wins = new ArrayList<>();
                wins.add(CompletableFuture.supplyAsync(() -> {
                    await(start);
                    client.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", name);
                    return client.receive(frame -> true).stompCommand() == StompCommand.CONNECTED;
                }));
                wins.add(CompletableFuture.supplyAsync(() -> {
                    await(start);
                    netcat.sendLine(name);
                    return netcat.receiveMatching(".*(is taken|You are in lobby).*")
                            .contains("You are in lobby");
                }));
                assertThat(wins.get(0).get(30, TimeUnit.SECONDS))
                        .isNotEqualTo(wins.get(1).get(30, TimeUnit.SECONDS));
            }
        }
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void pipedNetcatStoresItsMessageAndReceivesTheAnswer() throws Exception {
        Process nc = nc("printf 'ada\\nhello from a pipe\\n/quit\\n' | nc -q1 localhost " + server.terminalPort());
        String answer = new String(nc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(nc.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(answer).contains("You are in lobby").contains("Goodbye");
        try (Netcat later = Netcat.join(server.terminalPort(), "later")) {
            assertThat(later.transcript()).contains("<ada> hello from a pipe");
        }
    }

    private static Process nc(String command) throws IOException, InterruptedException {
        boolean found = new ProcessBuilder("sh", "-c", "command -v nc").start().waitFor() == 0;
        Assumptions.assumeTrue(found, "no nc on the path");
        return new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    }
}
