package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.User;
import dev.parley.chat.session.TestChatServer;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Checks that the last messages of a room are read in pages, one after the other. */
class LastMessagesTest {

    private static final User ADA =
            new User("ada", Nickname.of("ada"), new ClientInfo("browser", "websocket", "127.0.0.1"), Instant.EPOCH);

    private final TestChatServer server = new TestChatServer(TestChatServer.LONG, null);
    private final List<List<Message>> pages = new ArrayList<>();
    private final List<CompletableFuture<Boolean>> received = new ArrayList<>();

    private Room roomWith(int messages, int characters) {
        List<MessageDraft> drafts = IntStream.range(0, messages)
                .mapToObj(i -> new MessageDraft(ADA, i + "x".repeat(characters), false, null))
                .toList();
        server.get(server.history.append(RoomName.LOBBY, drafts));
        return server.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
    }

    private CompletableFuture<List<Message>> read(Room room, int count) {
        CompletableFuture<List<Message>> last = room.lastInPages(count)
                .forEachPage(page -> {
                    pages.add(page);
                    received.add(new CompletableFuture<>());
                    return received.get(received.size() - 1);
                })
                .toCompletableFuture();
        server.settle();
        return last;
    }

    private void receive(boolean goesOn) {
        received.get(received.size() - 1).complete(goesOn);
        server.settle();
    }

    @Test
    void fewMessagesAreOnePage() {
        assertThat(read(roomWith(30, 10), 20).join())
                .extracting(message -> message.position().seq())
                .containsExactlyElementsOf(numbers(11, 30));
        assertThat(pages).isEmpty();
    }

    @Test
    void nextPageIsReadWhenTheFirstIsReceived() {
        CompletableFuture<List<Message>> last = read(roomWith(100, 1_000), 100);
        assertThat(pages).hasSize(1);
        assertThat(last).isNotDone();

        receive(true);

        List<Long> all = new ArrayList<>();
        pages.add(last.join());
        pages.forEach(page -> page.forEach(message -> all.add(message.position().seq())));
        assertThat(all).containsExactlyElementsOf(numbers(1, 100));
        assertThat(pages)
                .allSatisfy(page -> assertThat(page.stream()
                                .mapToInt(message -> message.text().length())
                                .sum())
                        .isLessThanOrEqualTo(LastMessages.PAGE_CHARACTERS));
    }

    @Test
    void receiverThatIsGoneGetsNoFurtherPage() {
        CompletableFuture<List<Message>> last = read(roomWith(200, 1_000), 200);

        receive(false);

        assertThat(last.join()).isEmpty();
        assertThat(pages).hasSize(1);
    }

    @Test
    void messagesOfOnePageAreReadOnce() {
        Room room = roomWith(200, 80);
        int before = server.history.entriesRead();

        assertThat(read(room, 200).join()).hasSize(200);

        assertThat(server.history.entriesRead() - before).isEqualTo(200);
    }

    @Test
    void messagesOfSeveralPagesAreReadAtMost3Times() {
        Room room = roomWith(200, 1_500);
        int before = server.history.entriesRead();

        CompletableFuture<List<Message>> last = read(room, 200);
        while (!last.isDone()) {
            receive(true);
        }

        assertThat(pages).hasSize(4);
        assertThat(last.join()).hasSizeBetween(1, 50);
        assertThat(server.history.entriesRead() - before).isLessThan(600);
    }

    @Test
    void emptyRoomHasNoPage() {
        assertThat(read(roomWith(0, 0), 20).join()).isEmpty();
        assertThat(pages).isEmpty();
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
