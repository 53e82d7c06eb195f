package dev.parley.load;

import dev.parley.integration.FramedClient;
import dev.parley.integration.HandleClient;
import dev.parley.integration.LegacyClient;
import dev.parley.integration.Netcat;
import dev.parley.integration.RawTcpClient;
import dev.parley.integration.ServerProcess;
import dev.parley.integration.TurnsClient;

/** One visitor of each old dialect after the other. Confined to one thread. */
final class DialectClients {

    private final ServerProcess server;

    DialectClients(ServerProcess server) {
        this.server = server;
    }

    /** Comes, says a word and leaves. */
    void oneAfterTheOther(int number) {
        int port = server.terminalPort();
        switch (number % 5) {
            case 0 -> line(port, "l" + number, number);
            case 1 -> talk(FramedClient.join(port, "f" + number));
            case 2 -> talk(HandleClient.join(port, "h" + number));
            case 3 -> talk(TurnsClient.connect(port, "t" + number));
            default -> talk(RawTcpClient.join(port, "b" + number));
        }
    }

    private static void line(int port, String name, int number) {
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

    private static void talk(LegacyClient client) {
        try (client) {
            client.send("hello");
            client.leave();
        } catch (java.io.UncheckedIOException ignored) {
            // Some leave by closing, and cannot be closed once more.
        }
    }
}
