package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TransportEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks the addresses in the startup banner. */
class StartupBannerTest {

    private static final ParleyProperties.History HISTORY = new ParleyProperties.History(
            Path.of("parley.db"), Duration.ofDays(30), 100_000, 50, false, false, Duration.ofMillis(5));

    @Test
    void bannerListsTheAddressesOfTheLocalNetworkBesideLocalhost() {
        assertThat(lines("Page: http://localhost:8080", "TCP: nc localhost 8000"))
                .containsSubsequence(
                        "Page: http://localhost:8080",
                        "Page: http://192.168.1.7:8080 (local network)",
                        "TCP: nc localhost 8000",
                        "TCP: nc 192.168.1.7 8000 (local network)");
    }

    @Test
    void bannerListsNoOtherAddressIfTheServerListensOnOneOnly() {
        assertThat(lines("TCP: nc 127.0.0.1 8000"))
                .contains("TCP: nc 127.0.0.1 8000")
                .noneMatch(line -> line.contains("local network"));
    }

    @Test
    void localNetworkAddressesContainNoLoopbackAddress() {
        assertThat(LanAddresses.find()).hasSizeLessThanOrEqualTo(3).noneMatch(address -> address.startsWith("127."));
    }

    @Test
    void bannerNamesTheControlSocketInsteadOfThePromptOfATerminal() {
        Path socket = Path.of("/var/lib/parley/parley.sock");
        StartupBanner banner =
                new StartupBanner(List.of(), "Parley", "parley.db", HISTORY, List.of(), List.of(), socket);

        assertThat(banner.lines())
                .contains("Operators: run “parley ctl --socket /var/lib/parley/parley.sock”. /help lists commands,"
                        + " /shutdown stops the server.")
                .noneMatch(line -> line.contains("Type a line"));
        assertThat(lines("Page: http://localhost:8080")).anyMatch(line -> line.startsWith("Type a line"));
    }

    private static List<String> lines(String... instructions) {
        return new StartupBanner(
                        List.of(endpoint(instructions)),
                        "Parley",
                        "parley.db",
                        HISTORY,
                        List.of("192.168.1.7"),
                        List.of(),
                        null)
                .lines();
    }

    private static TransportEndpoint endpoint(String... instructions) {
        return new TransportEndpoint() {
            @Override
            public List<String> connectInstructions() {
                return List.of(instructions);
            }

            @Override
            public int openConnections() {
                return 0;
            }

            @Override
            public Map<String, Integer> dialects() {
                return Map.of();
            }

            @Override
            public long delivered() {
                return 0;
            }

            @Override
            public void close() {}
        };
    }
}
