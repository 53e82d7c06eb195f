package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.FramedClient;
import dev.parley.integration.HandleClient;
import dev.parley.integration.Netcat;
import dev.parley.integration.OldClient;
import dev.parley.integration.RawTcpClient;
import dev.parley.integration.TurnsClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the clients of the simple dialects over sockets, each with its own way to read and write. */
class OldClientsTest {

    private OpenPort port;
    private List<OldClient> clients = List.of();

    @BeforeEach
    void open() {
        port = OpenPort.standard();
    }

    @AfterEach
    void close() {
        clients.forEach(OldClient::close);
        port.close();
    }

    /** Joins the lobby with all clients; the client of the turns dialect does so with its first message. */
    private List<OldClient> connectAll(String framed, String handle, String turns, String bare) {
        FramedClient first = FramedClient.join(port.number(), framed);
        HandleClient second = HandleClient.join(port.number(), handle);
        TurnsClient third = TurnsClient.connect(port.number(), turns);
        RawTcpClient fourth = RawTcpClient.join(port.number(), bare);
        clients = List.of(first, second, third, fourth);
        clients.forEach(client -> client.hears("You are in lobby."));
        return clients;
    }

    @Test
    void everyClientReceivesEachMessageOnceAndNoneOfItsOwn() {
        List<OldClient> clients = connectAll("alice", "Jimmy", "bob", "bot");
        try (Netcat nell = Netcat.join(port.number(), "nell")) {
            nell.says("hey guys!");
            for (OldClient client : clients) {
                client.says("from-" + client.name());
                nell.hears("<" + client.name() + "> from-" + client.name());
            }
            for (OldClient client : clients) {
                client.hears("hey guys!");
                for (OldClient other : clients) {
                    if (other != client) {
                        client.hears("from-" + other.name());
                    }
                }
            }
            nell.says("done");
            clients.forEach(client -> client.hears("done"));

            for (OldClient client : clients) {
                assertThat(client.times("hey guys!")).isEqualTo(1);
                for (OldClient other : clients) {
                    assertThat(client.times("from-" + other.name()))
                            .as("%s hears %s", client.name(), other.name())
                            .isEqualTo(other == client ? 0 : 1);
                }
            }
            for (OldClient client : clients) {
                client.leaves();
                nell.hearsLike("<-- " + client.name() + " left.*");
            }
        }
    }

    @Test
    void takenNicknameIsReplacedWithANotice() {
        try (Netcat old = Netcat.join(port.number(), "old")) {
            for (OldClient client : connectAll("old", "old", "old", "old")) {
                client.hears("That nickname is taken or not allowed.");
                client.says("hello");
                old.hearsLike("<old[2-9]> hello");
            }
            List<String> said = old.transcript().stream()
                    .filter(line -> line.endsWith("> hello"))
                    .toList();
            assertThat(said).doesNotHaveDuplicates().hasSize(4);
        }
    }

    @Test
    void overlongMessageIsTruncatedAndTheSessionContinues() {
        List<OldClient> clients = connectAll("alice", "Jimmy", "bob", "bot");
        try (Netcat nell = Netcat.join(port.number(), "nell")) {
            for (OldClient client : clients) {
                client.says("x".repeat(600));
                nell.hears("<" + client.name() + "> " + "x".repeat(500));
                client.hears("Only the first 500 characters were sent");
                client.says("go-on");
                nell.hears("<" + client.name() + "> go-on");
            }
        }
    }

    @Test
    void clientsDetectDisconnectAndShutdown() {
        List<OldClient> clients = connectAll("alice", "Jimmy", "bob", "bot");
        port.chatServer().disconnectAll();
        assertDisconnected(clients);
        clients.forEach(OldClient::close);

        List<OldClient> again = connectAll("alice", "Jimmy", "bob", "bot");
        port.port().stop();
        assertDisconnected(again);
    }

    private static void assertDisconnected(List<OldClient> clients) {
        for (OldClient client : clients) {
            if (client instanceof TurnsClient turns) {
                turns.findsItselfSentOff();
            } else {
                client.isSentOff();
            }
        }
    }
}
