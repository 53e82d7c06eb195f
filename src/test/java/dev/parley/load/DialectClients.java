package dev.parley.load;

import dev.parley.integration.FramedClient;
import dev.parley.integration.HandleClient;
import dev.parley.integration.LegacyClient;
import dev.parley.integration.Netcat;
import dev.parley.integration.RawTcpClient;
import dev.parley.integration.ServerProcess;
import dev.parley.integration.TurnsClient;

/** Connects one client of each dialect of the TCP port after the other. Confined to one thread. */
final class DialectClients {

    private final ServerProcess server;

    DialectClients(ServerProcess server) {
        this.server = server;
    }

    /** Connects, sends a message and leaves. */
    void connectNext(int number) {
        int port = server.terminalPort();
        switch (number % 5) {
            case 0 -> runLineClient(port, "l" + number, number);
            case 1 -> runLegacyClient(FramedClient.join(port, "f" + number));
            case 2 -> runLegacyClient(HandleClient.join(port, "h" + number));
            case 3 -> runLegacyClient(TurnsClient.connect(port, "t" + number));
            default -> runLegacyClient(RawTcpClient.join(port, "b" + number));
        }
    }

    private static void runLineClient(int port, String name, int number) {
        try (Netcat netcat = Netcat.join(port, name)) {
            netcat.sendLine("hello from " + name);
            netcat.sendLine("/join side");
            netcat.sendLine("/last 5");
            netcat.sendLine("/who");
            netcat.sendLine("/nick x" + name);
            if (number % 2 == 0) {
                netcat.sendLine("/quit");
                netcat.isClosedCleanly();
            } else {
                netcat.reset();
            }
        }
    }

    private static void runLegacyClient(LegacyClient client) {
        try (client) {
            client.send("hello");
            client.leave();
        } catch (java.io.UncheckedIOException ignored) {
            // Some clients leave by closing the socket, which then cannot be closed again.
        }
    }
}
