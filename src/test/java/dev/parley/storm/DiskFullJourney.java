package dev.parley.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.chat.room.Position;
import dev.parley.chat.room.RoomName;
import dev.parley.journey.Ledger;
import dev.parley.journey.Netcat;
import dev.parley.journey.ServerProcess;
import dev.parley.journey.StompTalker;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full, and then is not. */
@Timeout(120)
class DiskFullJourney {

    private static final int MEGABYTES = 2;
    private static final long LEFT = 300_000;
    private static final int REFUSED = 20;
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(1);
    private static final Duration STORED_WITHIN = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private final Ledger ledger = new Ledger(Saying::isWhole);
    private SmallDisk disk;
    private int next;
    private String lastAccepted = "";

    @BeforeEach
    void makeDisk() {
        Optional<SmallDisk> possible = SmallDisk.at(folder, MEGABYTES);
        assumeThat(possible)
                .as("nobody may mount a file system of his own here")
                .isPresent();
        disk = possible.orElseThrow();
    }

    @Test
    void messagesAreRefusedWhileReadingAndPresenceGoOnAndAreTakenAgainOnceThereIsSpace() throws Exception {
        try (ServerProcess server = ServerProcess.start(disk.way(), folder, "--parley.rules.rate=0");
                Talker ada = Talker.enter(Carrier.Kind.WEBSOCKET, server, "ada", "");
                Netcat bob = Netcat.join(server.terminalPort(), "bob")) {
            Path filler = disk.of(server.pid()).resolve("filler");
            ada.joins("lobby", "replay", "0");
            Position last = accepted(post(ada));
            SmallDisk.fill(filler, LEFT);
            Frame answer = post(ada);
            for (; Talker.isReceipt(answer); answer = post(ada)) {
                last = accepted(answer);
            }
            isRefused(answer);

            List<Long> took = new ArrayList<>();
            for (int i = 0; i < REFUSED; i++) {
                long sent = System.nanoTime();
                isRefused(post(ada));
                took.add(System.nanoTime() - sent);
            }
            Collections.sort(took);
            server.awaitLine("Messages cannot be stored");
            try (StompTalker cy = StompTalker.at(server.pagePort()).enters("cy").joins("lobby", "replay", "10")) {
                cy.hearsSaid(lastAccepted);
                bob.hearsLike("--> cy joined lobby.*");
                bob.says("can anybody hear me?");
                bob.hearsLike(".*disk is full.*");
                cy.says(StompCommand.DISCONNECT);
            }
            bob.hearsLike("<-- cy left.*");

            Files.delete(filler);
            long freed = System.nanoTime();
            server.awaitLine("Messages are stored again.");
            long noticed = System.nanoTime();
            Frame receipt = post(ada);
            long stored = System.nanoTime();
            assertThat(Talker.isReceipt(receipt)).isTrue();
            assertThat(Talker.place(receipt)).isEqualTo(new Position(last.epoch(), last.seq() + 1));
            accepted(receipt);
            bob.hears("<ada> " + new Saying("ada", next - 1).text());

            Figures.of("disk-full")
                    .add(
                            "D1: real ENOSPC (tmpfs): %d refusals within %d ms each; noticed by itself %d ms after space"
                                    + " returned, first receipt %d ms after; %s",
                            REFUSED,
                            took.get(REFUSED - 1) / 1_000_000,
                            (noticed - freed) / 1_000_000,
                            (stored - freed) / 1_000_000,
                            look(disk.of(server.pid())));
            // The most of them: a busy machine may be slow once.
            assertThat(Duration.ofNanos(took.get(REFUSED * 3 / 4))).isLessThan(REFUSED_WITHIN);
            assertThat(Duration.ofNanos(stored - freed)).isLessThan(STORED_WITHIN);
            assertThat(server.stop()).isZero();
        }
    }

    /** Posts the next, and awaits its receipt or refusal. */
    private Frame post(Talker talker) {
        talker.posts("lobby", new Saying("ada", next++));
        while (true) {
            Frame frame = talker.next(Duration.ofSeconds(30));
            assertThat(frame).as("an answer").isNotNull();
            if (Talker.isReceipt(frame) || isRefusal(frame)) {
                return frame;
            }
        }
    }

    private Position accepted(Frame receipt) {
        Position place = Talker.place(receipt);
        lastAccepted = new Saying("ada", next - 1).text();
        ledger.acknowledge(RoomName.LOBBY, place, lastAccepted);
        return place;
    }

    private static boolean isRefusal(Frame frame) {
        return "/user/queue/refusals".equals(frame.headers().get("destination"));
    }

    private static void isRefused(Frame frame) {
        assertThat(isRefusal(frame)).isTrue();
        assertThat(StompTalker.json(frame).get("code").asString()).isEqualTo("storage-full");
    }

    private Ledger.Findings look(Path from) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (String part : new String[] {"parley.db", "parley.db-wal"}) {
            Files.copy(from.resolve(part), copy.resolve(part));
        }
        try (SqliteHistory history =
                SqliteHistory.open(HistorySettings.standard(copy.resolve("parley.db")), Clock.systemUTC())) {
            Ledger.Findings findings = ledger.compare(history);
            assertThat(findings.lost()).isEmpty();
            assertThat(findings.duplicated()).isEmpty();
            assertThat(findings.holes()).isEmpty();
            assertThat(findings.maimed()).isEmpty();
            assertThat(findings.stored()).isEqualTo(findings.acknowledged());
            return findings;
        }
    }
}
