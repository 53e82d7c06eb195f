package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.MessageDraft;
import dev.parley.integration.DeliveryLedger;
import dev.parley.integration.ServerProcess;
import dev.parley.stomp.Frame;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while everything goes on at once. */
@Tag("full")
@Timeout(120)
class ShutdownLoadIT {

    private static final int GOING_AWAY = 1001;
    private static final int STORED_BEFORE = 20_000;
    private static final int AT_ONCE = 50;
    private static final int RECEIPTS = 100;
    private static final Duration IN_TIME = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final DeliveryLedger deliveryLedger = new DeliveryLedger(TestMessage::isWhole);

    @Test
    void underLoadDuringReplayAndWithAReaderThatNeverReadsItEndsInGoodOrder() throws Exception {
        String epoch = fill();
        List<Sending> sendings = new ArrayList<>();
        long took;
        try (ServerProcess server = start();
                LoadClient replaying = LoadClient.enter(TestTransport.Kind.WEBSOCKET, server, "replaying", "");
                Socket stalled = stalled(server, epoch)) {
            ScriptedLineClient passer = new ScriptedLineClient("line", 200);
            TestTransport.begin("passing", () -> passer.send(server));
            for (TestTransport.Kind kind : TestTransport.Kind.values()) {
                Sending sending = new Sending(kind, server);
                sendings.add(sending);
                TestTransport.begin("sending", sending::run);
            }
            for (Sending sending : sendings) {
                sending.enough.get(60, TimeUnit.SECONDS);
            }
            replaying.joins("lobby", "after", epoch + ":0");
            long began = System.nanoTime();
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            took = System.nanoTime() - began;
            assertThat(Duration.ofNanos(took)).isLessThan(IN_TIME);
            assertThat(replaying.closesWith()).isEqualTo(GOING_AWAY);
            for (Sending sending : sendings) {
                assertThat(sending.end.get(60, TimeUnit.SECONDS))
                        .as("the end of %s", sending.kind)
                        .isIn(sending.ends());
            }
            assertThat(stalled.isClosed()).isFalse();
            assertThat(server.errors()).isEmpty();
        }
        DeliveryLedger.Findings findings = look();
        Measurements.of("ending")
                .add(
                        "G1: SIGTERM under load over WebSocket, SockJS, TCP and lines, during a replay of %,d messages,"
                                + " with a reader that never reads: exit code 0 after %,d ms; %s",
                        STORED_BEFORE, took / 1_000_000, findings);
        assertThat(findings.lost()).isEmpty();
        assertThat(findings.duplicated()).isEmpty();
        assertThat(findings.holes()).isEmpty();
    }

    @Test
    void aSecondCtrlCEndsItAtOnceWhileItWaitsForSomebody() throws Exception {
        String epoch = fill();
        try (ServerProcess server = start();
                Socket stalled = stalled(server, epoch)) {
            server.signal("INT");
            server.awaitLine("Shutting down…");
            server.signal("INT");
            assertThat(server.awaitExit()).isEqualTo(130);
            assertThat(stalled.isClosed()).isFalse();
        }
        assertThat(look().holes()).isEmpty();
    }

    private ServerProcess start() {
        return ServerProcess.start(folder, "--parley.limits.messages-per-second=0", "--parley.history.max-messages=0");
    }

    /** Sends as fast as receipts come, until the end. */
    private final class Sending {
        private final TestTransport.Kind kind;
        private final LoadClient loadClient;
        private final CompletableFuture<Void> enough = new CompletableFuture<>();
        private final CompletableFuture<Integer> end = new CompletableFuture<>();
        private int next;
        private int confirmed;

        Sending(TestTransport.Kind kind, ServerProcess server) {
            this.kind = kind;
            this.loadClient = LoadClient.enter(kind, server, kind.toString(), "");
            loadClient.joins("lobby", "replay", "0");
        }

        /** Who is still sending when a plain connection is closed may find it reset. */
        List<Integer> ends() {
            return kind == TestTransport.Kind.TCP ? List.of(0, -1) : List.of(GOING_AWAY);
        }

        void run() {
            try (loadClient) {
                boolean open = true;
                while (!loadClient.isOver()) {
                    while (open && next < confirmed + AT_ONCE) {
                        open = post();
                    }
                    Frame frame = loadClient.next(Duration.ofSeconds(1));
                    if (frame != null && LoadClient.isReceipt(frame)) {
                        note(frame);
                    }
                }
                end.complete(loadClient.closesWith());
            } catch (Exception | AssertionError e) {
                enough.completeExceptionally(e);
                end.completeExceptionally(e);
            }
        }

        private boolean post() {
            try {
                loadClient.posts("lobby", new TestMessage(kind.toString(), next++));
                return true;
            } catch (java.io.UncheckedIOException ignored) {
                return false;
            }
        }

        private void note(Frame receipt) {
            String reference = String.valueOf(receipt.headers().get("receipt-id"));
            int number = Integer.parseInt(reference.substring(reference.indexOf('-') + 1));
            deliveryLedger.acknowledge(
                    RoomName.LOBBY, LoadClient.place(receipt), new TestMessage(kind.toString(), number).text());
            confirmed++;
            if (confirmed == RECEIPTS) {
                enough.complete(null);
            }
        }
    }

    /** Somebody who asks for everything and takes nothing of it. */
    private static Socket stalled(ServerProcess server, String epoch) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.terminalPort()));
        String frames = "CONNECT\naccept-version:1.2\nheart-beat:0,0\nlogin:stalled\n\n\0"
                + "SUBSCRIBE\nid:s\ndestination:/topic/rooms/lobby\nafter:" + epoch + "\\c0\n\n\0";
        socket.getOutputStream().write(frames.getBytes(UTF_8));
        return socket;
    }

    private String fill() {
        User user = new User(
                "before", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);
        try (SqliteHistory history = open()) {
            List<MessageDraft> messageDrafts = new ArrayList<>();
            for (int i = 0; i < STORED_BEFORE; i++) {
                messageDrafts.add(new MessageDraft(user, new TestMessage("before", i).text(), false, null));
            }
            history.append(RoomName.LOBBY, messageDrafts);
            return history.open(RoomName.LOBBY).epoch();
        }
    }

    private DeliveryLedger.Findings look() {
        try (SqliteHistory history = open()) {
            return deliveryLedger.compare(history);
        }
    }

    private SqliteHistory open() {
        Path file = folder.resolve("parley.db");
        return SqliteHistory.open(new HistorySettings(file, Duration.ofDays(30), 0, false), Clock.systemUTC());
    }
}
