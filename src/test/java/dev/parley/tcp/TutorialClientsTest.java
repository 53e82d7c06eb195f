package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.integration.FixedBufferClient;
import dev.parley.integration.LegacyClient;
import dev.parley.integration.LockStepClient;
import dev.parley.integration.LongHeaderClient;
import dev.parley.integration.NamedClient;
import dev.parley.integration.Netcat;
import dev.parley.integration.NickClient;
import dev.parley.integration.Utf16Client;
import dev.parley.integration.WriteUtfClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests one client of each family of tutorials over sockets, each with its own way to read and write. */
class TutorialClientsTest {

    private OpenPort port;
    private final List<LegacyClient> clients = new ArrayList<>();

    @BeforeEach
    void open() {
        port = new OpenPort(
                TcpSettings.on(List.of(0), "").withNickPorts(List.of(0)),
                ServerLimits.defaults(),
                new ConnectionLimiter(0, 0));
    }

    @AfterEach
    void close() {
        clients.forEach(LegacyClient::close);
        port.close();
    }

    private void connectAll() {
        int number = port.number();
        clients.add(NamedClient.connect(number, "ann", "NAME: TEXT"));
        clients.add(NamedClient.connect(number, "ben", "NAME: TEXT\n"));
        clients.add(NamedClient.connect(number, "cat", "NAME: TEXT\0"));
        clients.add(NamedClient.connect(number, "dan", "[NAME] TEXT"));
        clients.add(NickClient.join(port.port().nickPorts().get(0), "eli"));
        clients.add(NamedClient.connect(port.port().nickPorts().get(0), "fay", "NAME: TEXT\r\n"));
        clients.add(FixedBufferClient.join(number, "gil"));
        clients.add(WriteUtfClient.join(number, "hal"));
        clients.add(LongHeaderClient.join(number, "ida"));
        clients.add(Utf16Client.join(number, "jan"));
        clients.forEach(client -> client.receive("in lobby"));
    }

    @Test
    void everyClientReceivesEachMessageOnceAndNoneOfItsOwn() {
        connectAll();
        try (Netcat nell = Netcat.join(port.number(), "nell")) {
            for (LegacyClient client : clients) {
                client.send("from-" + client.name() + "-ä");
                nell.receive("<" + client.name() + "> from-" + client.name() + "-ä");
            }
            nell.sendLine("done");
            for (LegacyClient client : clients) {
                client.receive("done");
                for (LegacyClient other : clients) {
                    assertThat(client.count("from-" + other.name() + "-ä"))
                            .as("%s receives %s", client.name(), other.name())
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
    void clientsDetectDisconnect() {
        connectAll();
        port.chatServer().disconnectAll();
        for (LegacyClient client : clients) {
            client.receive("The operator disconnected all users.");
            client.awaitEnd();
        }
    }

    @Test
    void lockStepClientIsAnsweredAtEachTurn() {
        try (LockStepClient client = LockStepClient.join(port.number(), "bot");
                Netcat nell = Netcat.join(port.number(), "nell")) {
            for (int turn = 0; turn < 4; turn++) {
                client.send("turn " + turn);
                nell.receive("<bot> turn " + turn);
            }
            nell.sendLine("hello bot");
            client.receive("nell: hello bot");
        }
    }
}
