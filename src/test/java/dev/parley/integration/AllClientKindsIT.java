package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody comes by, all are in one room: everybody hears everybody once. */
class AllClientKindsIT {

    /** What a telnet program sends of its own, here {@code IAC DO SUPPRESS-GO-AHEAD}. */
    private static final byte[] NEGOTIATION = {(byte) 0xFF, (byte) 0xFD, 3};

    @TempDir
    private Path folder;

    /**
     * Somebody in the room.
     *
     * @param own how often one's own words are shown to oneself
     */
    private record Voice(
            String name, Consumer<String> says, Consumer<String> hears, ToLongFunction<String> times, long own) {

        static Voice of(LegacyClient client) {
            return new Voice(client.name(), client::send, client::receive, client::count, 0);
        }

        static Voice of(String name, Netcat netcat, Consumer<String> says) {
            return new Voice(
                    name,
                    says,
                    words -> netcat.awaitLineCount(1, line -> line.endsWith("> " + words)),
                    words -> netcat.transcript().stream()
                            .filter(line -> line.endsWith(words))
                            .count(),
                    0);
        }

        static Voice of(String name, Tab tab) {
            return new Voice(
                    name,
                    tab::send,
                    tab::awaitMessage,
                    words -> tab.transcript().stream().filter(words::equals).count(),
                    1);
        }

        static Voice of(String name, PipedClient client) {
            return new Voice(name, client::send, client::receive, client::count, 0);
        }

        static Voice of(String name, StompJmsClient stompJmsClient) {
            return new Voice(
                    name,
                    stompJmsClient::send,
                    words -> stompJmsClient.receive("\"" + words + "\""),
                    words -> stompJmsClient.count("\"" + words + "\""),
                    1);
        }
    }

    @Test
    void everybodyHearsEverybodyOnce() {
        try (Browsers browsers = Browsers.launch();
                ServerProcess server = ServerProcess.start(folder, "--parley.tcp.ports=0,0,0")) {
            List<Integer> ports = server.terminalPorts();
            assertThat(ports).doesNotHaveDuplicates().hasSize(3);
            try (Netcat nell = Netcat.join(ports.get(0), "nell");
                    Netcat tess = Netcat.connect(ports.get(1));
                    FramedClient alice = FramedClient.join(ports.get(1), "alice");
                    HandleClient jimmy = HandleClient.join(ports.get(2), "Jimmy");
                    TurnsClient bob = TurnsClient.connect(ports.get(0), "bob");
                    RawTcpClient bot = RawTcpClient.join(ports.get(0), "bot");
                    StompJmsClient stu = StompJmsClient.join(ports.get(0), "stu");
                    PipedClient dee = PipedClient.start(ports.get(1), "dee")) {
                nell.receiveMatching("--> dee joined lobby");
                tess.send(NEGOTIATION);
                typesByKey(tess, "tess");
                tess.receiveMatching("\\*\\*\\* Type to talk.*");
                List<LegacyClient> old = List.of(alice, jimmy, bob, bot);
                old.forEach(client -> client.receive("You are in lobby."));
                Tab tab = Tab.of(browsers, server.page(), "tab");

                List<Voice> voices = new ArrayList<>(old.stream().map(Voice::of).toList());
                voices.add(Voice.of("nell", nell, nell::sendLine));
                voices.add(Voice.of("tess", tess, line -> typesByKey(tess, line)));
                voices.add(Voice.of("stu", stu));
                voices.add(Voice.of("dee", dee));
                voices.add(Voice.of("tab", tab));
                talk(voices);
                tab.assertNoErrors();
                assertThat(server.stop()).isZero();
            }
        }
    }

    private static void talk(List<Voice> voices) {
        for (Voice voice : voices) {
            voice.says().accept("by-" + voice.name());
        }
        for (Voice voice : voices) {
            for (Voice other : voices) {
                if (!voice.equals(other) || voice.own() > 0) {
                    voice.hears().accept("by-" + other.name());
                }
            }
        }
        // Whatever was said twice has come by now, as all that is said comes in one order.
        voices.get(0).says().accept("the-end");
        voices.stream().skip(1).forEach(voice -> voice.hears().accept("the-end"));
        for (Voice voice : voices) {
            for (Voice other : voices) {
                assertThat(voice.times().applyAsLong("by-" + other.name()))
                        .as("how often %s hears %s", voice.name(), other.name())
                        .isEqualTo(voice.equals(other) ? voice.own() : 1);
            }
        }
    }

    /** Sends every key by itself, as telnet does where there is no line mode. */
    private static void typesByKey(Netcat telnet, String line) {
        for (byte key : (line + "\r\n").getBytes(UTF_8)) {
            telnet.send(new byte[] {key});
        }
    }
}
