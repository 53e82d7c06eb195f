package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.integration.DeliveryLedger;
import dev.parley.integration.Netcat;
import dev.parley.integration.ServerProcess;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks the server on a disk that is full, and that has space again later. */
@Tag("full")
@Tag("waits")
@Timeout(120)
class DiskFullIT {

    private static final int MEGABYTES = 2;
    private static final long LEFT = 300_000;
    private static final int REFUSED = 20;
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(1);
    private static final Duration STORED_WITHIN = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final DeliveryLedger deliveryLedger = new DeliveryLedger(TestMessage::isComplete);
    private SmallDisk disk;
    private int next;
    private String lastAccepted = "";

    @BeforeEach
    void makeDisk() {
        Optional<SmallDisk> mounted = SmallDisk.mount(folder, MEGABYTES);
        assumeThat(mounted)
                .as("this machine does not permit mounting a file system")
                .isPresent();
        disk = mounted.orElseThrow();
    }

    @Test
    void serverRefusesMessagesOnAFullDiskUntilSpaceIsFreeWhileReadingContinues() throws Exception {
        try (ServerProcess server =
                        ServerProcess.start(disk.commandWrapper(), folder, "--parley.limits.messages-per-second=0");
                LoadClient ada = LoadClient.logIn(TestTransport.Kind.WEBSOCKET, server, "ada", "");
                Netcat bob = Netcat.join(server.terminalPort(), "bob")) {
            Path filler = disk.pathSeenBy(server.pid()).resolve("filler");
            ada.join("lobby", "replay", "0");
            Position last = recordReceipt(publish(ada));
            SmallDisk.fill(filler, LEFT);
            // Refused without an exception in between: the search index, which cannot be written either, gives space
            // back first.
            List<Long> took = new ArrayList<>();
            while (took.size() < REFUSED) {
                long sent = System.nanoTime();
                Frame answer = publish(ada);
                if (LoadClient.isReceipt(answer)) {
                    last = recordReceipt(answer);
                    took.clear();
                } else {
                    assertRefused(answer);
                    took.add(System.nanoTime() - sent);
                }
            }
            Collections.sort(took);
            server.awaitLine("Messages cannot be stored");
            try (StompLibraryClient cy =
                    StompLibraryClient.connect(server.pagePort()).logIn("cy").join("lobby", "replay", "10")) {
                cy.receiveMessage(lastAccepted);
                bob.receiveMatching("--> cy joined lobby.*");
                bob.sendLine("can anybody hear me?");
                bob.receiveMatching(".*disk is full.*");
                cy.sendFrame(StompCommand.DISCONNECT);
            }
            bob.receiveMatching("<-- cy left.*");

            Files.delete(filler);
            long freed = System.nanoTime();
            server.awaitLine("Messages are stored again.");
            long noticed = System.nanoTime();
            Frame receipt = publish(ada);
            long stored = System.nanoTime();
            assertThat(LoadClient.isReceipt(receipt)).isTrue();
            assertThat(LoadClient.receiptPosition(receipt)).isEqualTo(new Position(last.epoch(), last.seq() + 1));
            recordReceipt(receipt);
            bob.receive("<ada> " + new TestMessage("ada", next - 1).text());

            Measurements.of("disk-full")
                    .add(
                            "D1: real ENOSPC (tmpfs): %d refusals within %d ms each; noticed by itself %d ms after space"
                                    + " returned, first receipt %d ms after; %s",
                            REFUSED,
                            took.get(REFUSED - 1) / 1_000_000,
                            (noticed - freed) / 1_000_000,
                            (stored - freed) / 1_000_000,
                            checkCopy(disk.pathSeenBy(server.pid())));
            // Not all of them, because a busy machine may be slow once.
            assertThat(Duration.ofNanos(took.get(REFUSED * 3 / 4))).isLessThan(REFUSED_WITHIN);
            assertThat(Duration.ofNanos(stored - freed)).isLessThan(STORED_WITHIN);
            assertThat(server.stop()).isZero();
        }
    }

    /** Publishes the next message and returns its receipt or refusal. */
    private Frame publish(LoadClient loadClient) {
        loadClient.publish("lobby", new TestMessage("ada", next++));
        while (true) {
            Frame frame = loadClient.poll(Duration.ofSeconds(30));
            assertThat(frame).as("an answer").isNotNull();
            if (LoadClient.isReceipt(frame) || isRefusal(frame)) {
                return frame;
            }
        }
    }

    private Position recordReceipt(Frame receipt) {
        Position place = LoadClient.receiptPosition(receipt);
        lastAccepted = new TestMessage("ada", next - 1).text();
        deliveryLedger.acknowledge(RoomName.LOBBY, place, lastAccepted);
        return place;
    }

    private static boolean isRefusal(Frame frame) {
        return "/user/queue/refusals".equals(frame.headers().get("destination"));
    }

    private static void assertRefused(Frame frame) {
        assertThat(isRefusal(frame)).isTrue();
        assertThat(StompLibraryClient.json(frame).get("code").asString()).isEqualTo("storage-full");
    }

    private DeliveryLedger.Findings checkCopy(Path from) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (String part : new String[] {"parley.db", "parley.db-wal"}) {
            Files.copy(from.resolve(part), copy.resolve(part));
        }
        try (SqliteHistory history = SqliteHistory.open(
                HistorySettings.standard(copy.resolve("parley.db")), Clock.systemUTC(), Runnable::run, Runnable::run)) {
            DeliveryLedger.Findings findings = deliveryLedger.compare(history);
            assertThat(findings.lost()).isEmpty();
            assertThat(findings.duplicated()).isEmpty();
            assertThat(findings.gaps()).isEmpty();
            assertThat(findings.damaged()).isEmpty();
            assertThat(findings.stored()).isEqualTo(findings.acknowledged());
            return findings;
        }
    }
}
