package dev.parley.load;

import static dev.parley.chat.room.Stages.get;
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

/** Checks that the server shuts down gracefully under load. */
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

    private final DeliveryLedger deliveryLedger = new DeliveryLedger(TestMessage::isComplete);

    @Test
    void sigtermUnderLoadShutsTheServerDownWithoutLoss() throws Exception {
        String epoch = storeMessages();
        List<Sender> senders = new ArrayList<>();
        long took;
        try (ServerProcess server = start();
                LoadClient replaying = LoadClient.logIn(TestTransport.Kind.WEBSOCKET, server, "replaying", "");
                Socket stalled = connectStalledReader(server, epoch)) {
            ScriptedLineClient lineClient = new ScriptedLineClient("line", 200);
            TestTransport.startThread("passing", () -> lineClient.send(server));
            for (TestTransport.Kind kind : TestTransport.Kind.values()) {
                Sender sender = new Sender(kind, server);
                senders.add(sender);
                TestTransport.startThread("sending", sender::run);
            }
            for (Sender sender : senders) {
                sender.enough.get(60, TimeUnit.SECONDS);
            }
            replaying.join("lobby", "after", epoch + ":0");
            long began = System.nanoTime();
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            took = System.nanoTime() - began;
            assertThat(Duration.ofNanos(took)).isLessThan(IN_TIME);
            assertThat(replaying.awaitCloseCode()).isEqualTo(GOING_AWAY);
            for (Sender sender : senders) {
                assertThat(sender.end.get(60, TimeUnit.SECONDS))
                        .as("the end of %s", sender.kind)
                        .isIn(sender.expectedCloseCodes());
            }
            assertThat(stalled.isClosed()).isFalse();
            assertThat(server.errors()).isEmpty();
        }
        DeliveryLedger.Findings findings = checkStored();
        Measurements.of("ending")
                .add(
                        "G1: SIGTERM under load over WebSocket, SockJS, TCP and lines, during a replay of %,d messages,"
                                + " with a reader that never reads: exit code 0 after %,d ms; %s",
                        STORED_BEFORE, took / 1_000_000, findings);
        assertThat(findings.lost()).isEmpty();
        assertThat(findings.duplicated()).isEmpty();
        assertThat(findings.gaps()).isEmpty();
    }

    @Test
    void secondCtrlCEndsTheServerAtOnce() throws Exception {
        String epoch = storeMessages();
        try (ServerProcess server = start();
                Socket stalled = connectStalledReader(server, epoch)) {
            server.signal("INT");
            server.awaitLine("Shutting down…");
            server.signal("INT");
            assertThat(server.awaitExit()).isEqualTo(130);
            assertThat(stalled.isClosed()).isFalse();
        }
        assertThat(checkStored().gaps()).isEmpty();
    }

    private ServerProcess start() {
        return ServerProcess.start(folder, "--parley.limits.messages-per-second=0", "--parley.history.max-messages=0");
    }

    /** Sends as fast as receipts arrive, until the connection is closed. */
    private final class Sender {
        private final TestTransport.Kind kind;
        private final LoadClient loadClient;
        private final CompletableFuture<Void> enough = new CompletableFuture<>();
        private final CompletableFuture<Integer> end = new CompletableFuture<>();
        private int next;
        private int confirmed;

        Sender(TestTransport.Kind kind, ServerProcess server) {
            this.kind = kind;
            this.loadClient = LoadClient.logIn(kind, server, kind.toString(), "");
            loadClient.join("lobby", "replay", "0");
        }

        /**
         * Returns the close codes it may receive. A plain connection may be reset if it is closed while the client
         * sends.
         */
        List<Integer> expectedCloseCodes() {
            return kind == TestTransport.Kind.TCP ? List.of(0, -1) : List.of(GOING_AWAY);
        }

        void run() {
            try (loadClient) {
                boolean open = true;
                while (!loadClient.isClosedAndDrained()) {
                    while (open && next < confirmed + AT_ONCE) {
                        open = publish();
                    }
                    Frame frame = loadClient.poll(Duration.ofSeconds(1));
                    if (frame != null && LoadClient.isReceipt(frame)) {
                        recordReceipt(frame);
                    }
                }
                end.complete(loadClient.awaitCloseCode());
            } catch (Exception | AssertionError e) {
                enough.completeExceptionally(e);
                end.completeExceptionally(e);
            }
        }

        private boolean publish() {
            try {
                loadClient.publish("lobby", new TestMessage(kind.toString(), next++));
                return true;
            } catch (java.io.UncheckedIOException ignored) {
                return false;
            }
        }

        private void recordReceipt(Frame receipt) {
            String reference = String.valueOf(receipt.headers().get("receipt-id"));
            int number = Integer.parseInt(reference.substring(reference.indexOf('-') + 1));
            deliveryLedger.acknowledge(
                    RoomName.LOBBY,
                    LoadClient.receiptPosition(receipt),
                    new TestMessage(kind.toString(), number).text());
            confirmed++;
            if (confirmed == RECEIPTS) {
                enough.complete(null);
            }
        }
    }

    /** Connects a client that requests the whole history and reads nothing. */
    private static Socket connectStalledReader(ServerProcess server, String epoch) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.terminalPort()));
        String frames = "CONNECT\naccept-version:1.2\nheart-beat:0,0\nlogin:stalled\n\n\0"
                + "SUBSCRIBE\nid:s\ndestination:/topic/rooms/lobby\nafter:" + epoch + "\\c0\n\n\0";
        socket.getOutputStream().write(frames.getBytes(UTF_8));
        return socket;
    }

    private String storeMessages() {
        User user = new User(
                "before", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);
        try (SqliteHistory history = openHistory()) {
            List<MessageDraft> messageDrafts = new ArrayList<>();
            for (int i = 0; i < STORED_BEFORE; i++) {
                messageDrafts.add(new MessageDraft(user, new TestMessage("before", i).text(), false, null));
            }
            get(history.append(RoomName.LOBBY, messageDrafts));
            return get(history.open(RoomName.LOBBY)).epoch();
        }
    }

    private DeliveryLedger.Findings checkStored() {
        try (SqliteHistory history = openHistory()) {
            return deliveryLedger.compare(history);
        }
    }

    private SqliteHistory openHistory() {
        Path file = folder.resolve("parley.db");
        return SqliteHistory.open(
                new HistorySettings(file, Duration.ofDays(30), 0, false),
                Clock.systemUTC(),
                Runnable::run,
                Runnable::run);
    }
}
