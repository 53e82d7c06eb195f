package dev.parley.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.room.RelaySignal;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks the relay between two nodes on one database. */
@NeedsPostgres
class PostgresRelayTest {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private final List<RelaySignal> received = new CopyOnWriteArrayList<>();
    private final List<RelaySignal> own = new CopyOnWriteArrayList<>();
    private PostgresHistory first;
    private PostgresHistory second;

    @BeforeEach
    void open() {
        first = DATABASE.open();
        second = DATABASE.open();
        first.roomRelay().subscribe(own::add);
        second.roomRelay().subscribe(received::add);
    }

    @AfterEach
    void close() {
        second.close();
        first.close();
    }

    @Test
    void signalsOfEachKindReachTheOtherNode() {
        List<RelaySignal> signals = List.of(
                new RelaySignal.MessagesAppended(RoomName.LOBBY, "epoch", 7),
                new RelaySignal.TopicChanged(RoomName.LOBBY, "ada lovelace\n%+é"),
                new RelaySignal.Typing(RoomName.LOBBY, "id", "ada"),
                new RelaySignal.PresenceChanged(new RoomName("other")),
                new RelaySignal.ClaimChanged("id"),
                new RelaySignal.DirectMessagesStored(Set.of("id", "other")),
                new RelaySignal.UserKicked("id", "too loud:\n\u0001 \"'"),
                new RelaySignal.UserKicked("id", ""),
                new RelaySignal.SanctionsChanged());

        signals.forEach(first.roomRelay()::publish);

        await().untilAsserted(() -> assertThat(received).containsExactlyInAnyOrderElementsOf(signals));
        assertThat(own).isEmpty();
    }

    @Test
    void manySignalsAreMergedAndTheLastOfEachRoomArrives() {
        for (int i = 1; i <= 2_000; i++) {
            first.roomRelay().publish(new RelaySignal.MessagesAppended(new RoomName("room" + i % 400), "epoch", i));
        }

        await().untilAsserted(() -> assertThat(received)
                .containsAll(IntStream.rangeClosed(1_601, 2_000)
                        .<RelaySignal>mapToObj(
                                i -> new RelaySignal.MessagesAppended(new RoomName("room" + i % 400), "epoch", i))
                        .toList()));
    }

    @Test
    void nodeReportsLostSignalsAfterItsConnectionsFailedAndListensAgain() {
        DATABASE.endConnections();
        await().untilAsserted(() -> assertThat(received).contains(new RelaySignal.SignalsLost()));

        RelaySignal kick = new RelaySignal.UserKicked("id", "spam");
        RelaySignal typing = new RelaySignal.Typing(RoomName.LOBBY, "id", "ada");
        first.roomRelay().publish(kick);
        first.roomRelay().publish(typing);

        await().untilAsserted(() -> assertThat(received).contains(kick, typing));
    }

    @Test
    void kickArrivesWithoutANotice() {
        DATABASE.execute("INSERT INTO parley.node_message (node, body) VALUES ("
                + second.nodeLease().nodeId() + ", 'kicked id spam'), ("
                + second.nodeLease().nodeId() + ", 'of-a-later-version 7')");

        await().untilAsserted(() -> assertThat(received).containsExactly(new RelaySignal.UserKicked("id", "spam")));
        assertThat(DATABASE.query("SELECT id FROM parley.node_message")).isEmpty();
    }

    @Test
    void payloadsAreShorterThanPostgresAllows() {
        List<String> lines =
                IntStream.range(0, 1_000).mapToObj(i -> "presence room" + i).toList();

        List<String> payloads = NoticeSender.payloads("12", lines);

        assertThat(payloads)
                .allSatisfy(payload -> assertThat(payload).startsWith("12\n").hasSizeLessThan(8_000));
        assertThat(payloads.stream().flatMap(String::lines).filter(line -> !line.equals("12")))
                .isEqualTo(lines);
        assertThat(NoticeSender.payloads("12", List.of("x".repeat(9_000)))).isEmpty();
    }
}
