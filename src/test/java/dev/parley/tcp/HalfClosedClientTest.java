package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.integration.Netcat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that clients which close their output and keep the socket open do not keep connections. */
class HalfClosedClientTest {

    private static final int CLIENTS = 50;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ad",
                "ada%d\n",
                "ada%d\n/help\n",
                "0000",
                "CONNECT\nacc",
                "CONNECT\naccept-version:1.2\nlogin:ada%d\nheart-beat:0,0\n\n\0"
            })
    void connectionIsClosedAfterTheInput(String input) {
        try (OpenPort port = OpenPort.standard()) {
            List<Netcat> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Netcat client = Netcat.connect(port.number());
                clients.add(client);
                client.send(input.formatted(i));
                client.closeOutput();
            }

            await().until(() -> port.connectionLimiter().open() == 0);

            assertThat(clients).allMatch(Netcat::isClosedCleanly);
            clients.forEach(Netcat::close);
        }
    }
}
