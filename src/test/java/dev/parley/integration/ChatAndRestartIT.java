package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that two tabs, netcat and the operator exchange messages in one room, and that a restart loses nothing. */
@Tag("waits")
class ChatAndRestartIT {

    @TempDir
    private Path folder;

    @Test
    void clientsAndOperatorShareARoomAndARestartLosesNothing() {
        try (Browsers browsers = Browsers.launch()) {
            ServerProcess server = ServerProcess.start(folder);
            Tab ada;
            Tab bob;
            try (server) {
                ada = Tab.of(browsers, server.page(), "ada");
                bob = Tab.of(browsers, server.page(), "bob");
                Netcat cyd = Netcat.join(server.terminalPort(), "cyd");
                ada.awaitText("cyd joined");
                exchangeMessages(server, ada, bob, cyd);

                cyd.sendLine("/quit");
                assertThat(cyd.isClosedCleanly()).isTrue();
                ada.awaitText("cyd left");
                bob.awaitText("cyd left");
                server.awaitLine("cyd");
                assertThat(server.stop()).isZero();
            }
            List<String> before = ada.transcript();
            try (ServerProcess again = server.restart()) {
                ada.send("still here?");
                bob.awaitMessage("still here?").send("so are we");
                ada.awaitMessage("so are we");
                for (Tab tab : List.of(ada, bob)) {
                    tab.awaitMessageCount(before.size() + 2);
                    assertThat(tab.transcript())
                            .startsWith(before.toArray(String[]::new))
                            .endsWith("still here?", "so are we");
                    assertThat(tab.people().innerText()).contains("ada", "bob");
                    assertThat(tab.errors()).isEmpty();
                }
                try (Netcat dee = Netcat.join(again.terminalPort(), "dee")) {
                    assertThat(dee.transcript())
                            .contains(
                                    "<ada> from ada",
                                    "<bob> from bob",
                                    "<cyd> from cyd",
                                    "*** Server: from the operator")
                            .contains("<ada> still here?", "<bob> so are we");
                }
                assertThat(again.stop()).isZero();
            }
        }
    }

    private static void exchangeMessages(ServerProcess server, Tab ada, Tab bob, Netcat cyd) {
        ada.send("from ada");
        bob.awaitMessage("from ada").send("from bob");
        cyd.receive("<ada> from ada");
        cyd.receive("<bob> from bob");
        cyd.sendLine("from cyd");
        ada.awaitMessage("from cyd");
        server.type("from the operator");
        cyd.receive("*** Server: from the operator");
        ada.awaitMessage("from the operator");
        bob.awaitMessage("from the operator");

        List<String> all = List.of("from ada", "from bob", "from cyd", "from the operator");
        assertThat(ada.transcript()).isEqualTo(all);
        assertThat(bob.transcript()).isEqualTo(all);
        cyd.assertNothingReceived();
        assertThat(cyd.transcript()).noneMatch(line -> line.contains("from cyd"));
    }
}
