package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that clients of all kinds share one room, and that each receives each message once. */
@Tag("waits")
class AllClientKindsIT {

    /** The telnet command {@code IAC DO SUPPRESS-GO-AHEAD}, which a telnet program sends by itself. */
    private static final byte[] NEGOTIATION = {(byte) 0xFF, (byte) 0xFD, 3};

    @TempDir
    private Path folder;

    /**
     * Represents a user in the room.
     *
     * @param ownCopies how often the client shows the messages of its own user
     */
    private record Participant(
            String name,
            Consumer<String> send,
            Consumer<String> receive,
            ToLongFunction<String> count,
            long ownCopies) {

        static Participant of(LegacyClient client) {
            return new Participant(client.name(), client::send, client::receive, client::count, 0);
        }

        static Participant of(String name, Netcat netcat, Consumer<String> send) {
            return new Participant(
                    name,
                    send,
                    words -> netcat.awaitLineCount(1, line -> line.endsWith("> " + words)),
                    words -> netcat.transcript().stream()
                            .filter(line -> line.endsWith(words))
                            .count(),
                    0);
        }

        static Participant of(String name, Tab tab) {
            return new Participant(
                    name,
                    tab::send,
                    tab::awaitMessage,
                    words -> tab.transcript().stream().filter(words::equals).count(),
                    1);
        }

        static Participant of(String name, PipedClient client) {
            return new Participant(name, client::send, client::receive, client::count, 0);
        }

        static Participant of(String name, StompJmsClient stompJmsClient) {
            return new Participant(
                    name,
                    stompJmsClient::send,
                    words -> stompJmsClient.receive("\"" + words + "\""),
                    words -> stompJmsClient.count("\"" + words + "\""),
                    1);
        }
    }

    @Test
    void clientsOfAllKindsReceiveEachMessageOnce() {
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
                sendByKey(tess, "tess");
                tess.receiveMatching("\\*\\*\\* Type to talk.*");
                List<LegacyClient> old = List.of(alice, jimmy, bob, bot);
                old.forEach(client -> client.receive("You are in lobby."));
                Tab tab = Tab.of(browsers, server.page(), "tab");

                List<Participant> participants =
                        new ArrayList<>(old.stream().map(Participant::of).toList());
                participants.add(Participant.of("nell", nell, nell::sendLine));
                participants.add(Participant.of("tess", tess, line -> sendByKey(tess, line)));
                participants.add(Participant.of("stu", stu));
                participants.add(Participant.of("dee", dee));
                participants.add(Participant.of("tab", tab));
                exchangeMessages(participants);
                tab.assertNoErrors();
                assertThat(server.stop()).isZero();
            }
        }
    }

    private static void exchangeMessages(List<Participant> participants) {
        for (Participant participant : participants) {
            participant.send().accept("by-" + participant.name());
        }
        for (Participant participant : participants) {
            for (Participant other : participants) {
                if (!participant.equals(other) || participant.ownCopies() > 0) {
                    participant.receive().accept("by-" + other.name());
                }
            }
        }
        // Messages arrive in one order, so any duplicate has arrived before this one.
        participants.get(0).send().accept("the-end");
        participants.stream()
                .skip(1)
                .forEach(participant -> participant.receive().accept("the-end"));
        for (Participant participant : participants) {
            for (Participant other : participants) {
                assertThat(participant.count().applyAsLong("by-" + other.name()))
                        .as("how often %s receives from %s", participant.name(), other.name())
                        .isEqualTo(participant.equals(other) ? participant.ownCopies() : 1);
            }
        }
    }

    /** Sends each key in a write of its own, as telnet does without line mode. */
    private static void sendByKey(Netcat telnet, String line) {
        for (byte key : (line + "\r\n").getBytes(UTF_8)) {
            telnet.send(new byte[] {key});
        }
    }
}
