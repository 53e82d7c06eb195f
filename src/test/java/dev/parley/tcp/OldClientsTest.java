package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.FramedClient;
import dev.parley.integration.HandleClient;
import dev.parley.integration.LegacyClient;
import dev.parley.integration.Netcat;
import dev.parley.integration.RawTcpClient;
import dev.parley.integration.TurnsClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the clients of the simple dialects over sockets, each with its own way to read and write. */
class OldClientsTest {

    private OpenPort port;
    private List<LegacyClient> clients = List.of();

    @BeforeEach
    void open() {
        port = OpenPort.standard();
    }

    @AfterEach
    void close() {
        clients.forEach(LegacyClient::close);
        port.close();
    }

    /** Joins the lobby with all clients; the client of the turns dialect does so with its first message. */
    private List<LegacyClient> connectAll(String framed, String handle, String turns, String bare) {
        FramedClient first = FramedClient.join(port.number(), framed);
        HandleClient second = HandleClient.join(port.number(), handle);
        TurnsClient third = TurnsClient.connect(port.number(), turns);
        RawTcpClient fourth = RawTcpClient.join(port.number(), bare);
        clients = List.of(first, second, third, fourth);
        clients.forEach(client -> client.receive("You are in lobby."));
        return clients;
    }

    @Test
    void everyClientReceivesEachMessageOnceAndNoneOfItsOwn() {
        List<LegacyClient> clients = connectAll("alice", "Jimmy", "bob", "bot");
        try (Netcat nell = Netcat.join(port.number(), "nell")) {
            nell.sendLine("hey guys!");
            for (LegacyClient client : clients) {
                client.send("from-" + client.name());
                nell.receive("<" + client.name() + "> from-" + client.name());
            }
            for (LegacyClient client : clients) {
                client.receive("hey guys!");
                for (LegacyClient other : clients) {
                    if (other != client) {
                        client.receive("from-" + other.name());
                    }
                }
            }
            nell.sendLine("done");
            clients.forEach(client -> client.receive("done"));

            for (LegacyClient client : clients) {
                assertThat(client.count("hey guys!")).isEqualTo(1);
                for (LegacyClient other : clients) {
                    assertThat(client.count("from-" + other.name()))
                            .as("%s hears %s", client.name(), other.name())
                            .isEqualTo(other == client ? 0 : 1);
                }
            }
            for (LegacyClient client : clients) {
                client.leave();
                nell.receiveMatching("<-- " + client.name() + " left.*");
            }
        }
    }

    @Test
    void takenNicknameIsReplacedWithANotice() {
        try (Netcat old = Netcat.join(port.number(), "old")) {
            for (LegacyClient client : connectAll("old", "old", "old", "old")) {
                client.receive("That nickname is taken or not allowed.");
                client.send("hello");
                old.receiveMatching("<old[2-9]> hello");
            }
            List<String> said = old.transcript().stream()
                    .filter(line -> line.endsWith("> hello"))
                    .toList();
            assertThat(said).doesNotHaveDuplicates().hasSize(4);
        }
    }

    @Test
    void overlongMessageIsTruncatedAndTheSessionContinues() {
        List<LegacyClient> clients = connectAll("alice", "Jimmy", "bob", "bot");
        try (Netcat nell = Netcat.join(port.number(), "nell")) {
            for (LegacyClient client : clients) {
                client.send("x".repeat(600));
                nell.receive("<" + client.name() + "> " + "x".repeat(500));
                client.receive("Only the first 500 characters were sent");
                client.send("go-on");
                nell.receive("<" + client.name() + "> go-on");
            }
        }
    }

    @Test
    void clientsDetectDisconnectAndShutdown() {
        List<LegacyClient> clients = connectAll("alice", "Jimmy", "bob", "bot");
        port.chatServer().disconnectAll();
        assertDisconnected(clients);
        clients.forEach(LegacyClient::close);

        List<LegacyClient> again = connectAll("alice", "Jimmy", "bob", "bot");
        port.port().stop();
        assertDisconnected(again);
    }

    private static void assertDisconnected(List<LegacyClient> clients) {
        for (LegacyClient client : clients) {
            if (client instanceof TurnsClient turns) {
                turns.awaitQuit();
            } else {
                client.awaitEnd();
            }
        }
    }
}
