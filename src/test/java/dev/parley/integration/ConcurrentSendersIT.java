package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.stomp.Frame;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Checks that all readers receive the same messages in the same order while ten clients send at once, over both
 * transports.
 */
@Tag("waits")
@Tag("full")
class ConcurrentSendersIT {

    private static final int SENDERS = 5;
    private static final int EACH = 100;
    private static final int ALL = 2 * SENDERS * EACH;

    /** The maximum number of rows of the page. Some of them are joins, and the page removes several at a time. */
    private static final int SHOWN = 500;

    @TempDir
    private Path folder;

    @Test
    void everyReaderReceivesAThousandMessagesAsStored() {
        List<String> receivedByStomp;
        List<String> receivedByNetcat;
        List<String> shownOnThePage;
        try (Browsers browsers = Browsers.launch();
                ServerProcess server = ServerProcess.start(folder, "--parley.limits.messages-per-second=0");
                StompLibraryClient reader = StompLibraryClient.connect(server.pagePort())
                        .logIn("reader")
                        .join("lobby");
                Netcat listener = Netcat.join(server.terminalPort(), "listener")) {
            Tab tab = Tab.of(browsers, server.page(), "tab");
            List<CompletableFuture<Void>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                String name = "web" + i;
                senders.add(CompletableFuture.runAsync(() -> sendByStomp(server, name)));
                String other = "nc" + i;
                senders.add(CompletableFuture.runAsync(() -> sendByNetcat(server, other)));
            }
            senders.forEach(CompletableFuture::join);
            receivedByStomp = receiveAll(reader);
            listener.awaitLineCount(ALL, ConcurrentSendersIT::isMessage);
            receivedByNetcat = listener.transcript().stream()
                    .filter(ConcurrentSendersIT::isMessage)
                    .toList();
            tab.awaitMessage(receivedByStomp.get(ALL - 1).replaceFirst(".*> ", ""));
            shownOnThePage = tab.transcript();
            assertThat(server.stop()).isZero();
        }
        List<String> stored = stored();
        assertThat(stored).hasSize(ALL);
        assertThat(receivedByStomp).isEqualTo(stored);
        assertThat(receivedByNetcat)
                .isEqualTo(stored.stream()
                        .map(line -> line.replaceFirst("\\d+ ", ""))
                        .toList());
        assertThat(shownOnThePage)
                .hasSizeBetween(SHOWN - 100, SHOWN)
                .isEqualTo(stored.subList(ALL - shownOnThePage.size(), ALL).stream()
                        .map(line -> line.replaceFirst(".*> ", ""))
                        .toList());
        for (int i = 0; i < SENDERS; i++) {
            for (String name : List.of("web" + i, "nc" + i)) {
                assertThat(stored.stream()
                                .filter(line -> line.contains("<" + name + ">"))
                                .map(line -> line.replaceFirst(".*> ", "")))
                        .isEqualTo(IntStream.range(0, EACH)
                                .mapToObj(n -> name + " says " + n)
                                .toList());
            }
        }
    }

    private static boolean isMessage(String line) {
        return line.matches("<\\w+> .*");
    }

    private static void sendByStomp(ServerProcess server, String name) {
        try (StompLibraryClient sender =
                StompLibraryClient.connect(server.pagePort()).logIn(name).join("lobby", "replay", "0")) {
            for (int i = 0; i < EACH; i++) {
                sender.publish("lobby", name + " says " + i, name + "-" + i);
            }
            for (int i = 0; i < EACH; i++) {
                sender.receiveReceipt(name + "-" + i);
            }
        }
    }

    private static void sendByNetcat(ServerProcess server, String name) {
        try (Netcat netcat = Netcat.join(server.terminalPort(), name)) {
            for (int i = 0; i < EACH; i++) {
                netcat.sendLine(name + " says " + i);
            }
            netcat.sendLine("/quit");
            assertThat(netcat.isClosedCleanly()).isTrue();
        }
    }

    private static List<String> receiveAll(StompLibraryClient reader) {
        List<String> received = new ArrayList<>();
        while (received.size() < ALL) {
            Frame frame = reader.receive(next -> StompLibraryClient.isEvent(next, "said"));
            JsonNode event = StompLibraryClient.json(frame);
            received.add(event.get("seq").asLong() + " <" + event.get("from").asString() + "> "
                    + event.get("text").asString());
        }
        return received;
    }

    private List<String> stored() {
        try (SqliteHistory history = SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")),
                Clock.systemUTC(),
                Runnable::run,
                Runnable::run)) {
            List<Message> all = new ArrayList<>();
            while (all.size() < ALL) {
                List<Message> page = get(history.after(RoomName.LOBBY, all.size(), Long.MAX_VALUE, ALL))
                        .messages();
                assertThat(page).isNotEmpty();
                all.addAll(page);
            }
            return all.stream()
                    .map(message -> message.position().seq() + " <" + message.name() + "> " + message.text())
                    .toList();
        }
    }
}
