package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestResources;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks a room while the outcome of an append is unknown, because the connection to the database has failed. */
@Timeout(30)
class StuckAppendTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final InMemoryHistory memory = new InMemoryHistory(scheduler.clock());
    private final StuckHistory history = new StuckHistory(memory);
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private Session ada;

    /** Does not answer, from a moment on. */
    private static final class StuckHistory extends ForwardingHistory {
        private final CountDownLatch appending = new CountDownLatch(1);
        private final CompletableFuture<List<AppendedDraft>> outcome = new CompletableFuture<>();
        private final CompletableFuture<Page> page = new CompletableFuture<>();
        private volatile boolean stuck;
        private volatile boolean checked = true; // whether a check finds that
        private volatile boolean reading; // whether messages of another node cannot be read

        private StuckHistory(MessageHistory history) {
            super(history);
        }

        @Override
        public CompletionStage<List<AppendedDraft>> append(RoomName room, List<? extends EntryDraft> drafts) {
            if (stuck) {
                appending.countDown();
                return outcome;
            }
            return super.append(room, drafts);
        }

        @Override
        public CompletionStage<Page> after(RoomName room, long after, long until, int rows) {
            if (reading) {
                appending.countDown();
                return page;
            }
            return super.after(room, after, until, rows);
        }

        @Override
        public CompletionStage<?> checkAvailable() {
            return stuck && checked ? failed() : super.checkAvailable();
        }

        @Override
        public CompletionStage<?> checkWritable() {
            return stuck ? failed() : super.checkWritable();
        }

        private static CompletionStage<?> failed() {
            return CompletableFuture.failedFuture(
                    new StorageException("The database does not answer.", false, new IllegalStateException()));
        }
    }

    @BeforeEach
    void start() {
        ChatServer chatServer = new ChatServer(
                TestChatServer.RULES,
                TestResources.of(history, memory, memory, scheduler.clock(), scheduler, executor));
        LoginRequest request = LoginRequest.interactive("ada", new ClientInfo("terminal", "line", "127.0.0.1"));
        LoginResult result = get(chatServer.login(request, new RecordingSubscriber()));
        ada = ((LoginResult.LoggedIn) result).session();
        get(ada.join(RoomName.LOBBY, new ReplayFrom.Last(0)));
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void furtherMessagesAreRefusedAtOnceAndTheFirstIsAnsweredWhenItsOutcomeIsKnown() throws Exception {
        history.stuck = true;
        CompletionStage<RequestResult> first = publish("one");
        history.appending.await();
        scheduler.advanceTime(Duration.ofSeconds(1));

        assertThat(get(publish("two"))).isEqualTo(Refusal.storageFailed());
        assertThat(first.toCompletableFuture()).isNotDone();

        history.stuck = false;
        MessageDraft draft = new MessageDraft(ada.user(), "one", false, null);
        history.outcome.complete(get(memory.append(RoomName.LOBBY, List.of(draft))));

        assertThat(get(first)).isInstanceOf(Receipt.class);
        assertThat(get(publish("three"))).isInstanceOf(Receipt.class);
    }

    @Test
    void messagesBehindAnAppendWithoutAnAnswerAreRefusedWithin2sBeforeAnyCheckHasFailed() throws Exception {
        history.checked = false;
        history.stuck = true;
        CompletionStage<RequestResult> first = publish("one");
        history.appending.await();
        CompletionStage<RequestResult> second = publish("two");

        scheduler.advanceTime(Duration.ofMillis(1_400));
        assertThat(second.toCompletableFuture()).isNotDone();
        CompletionStage<RequestResult> third = publish("three");
        scheduler.advanceTime(Duration.ofMillis(600));

        assertThat(second.toCompletableFuture()).isCompletedWithValue(Refusal.storageFailed());
        assertThat(first.toCompletableFuture()).isNotDone();
        assertThat(third.toCompletableFuture()).isNotDone();

        history.stuck = false;
        MessageDraft draft = new MessageDraft(ada.user(), "one", false, null);
        history.outcome.complete(get(memory.append(RoomName.LOBBY, List.of(draft))));

        assertThat(get(first)).isInstanceOf(Receipt.class);
        assertThat(get(third)).isInstanceOf(Receipt.class);
        assertThat(texts()).containsExactly("one", "three");
    }

    @Test
    void messageBehindAReadWithoutAnAnswerIsRefusedWithin2sAndNotStoredLater() throws Exception {
        assertThat(get(publish("one"))).isInstanceOf(Receipt.class);
        get(memory.append(RoomName.LOBBY, List.of(new MessageDraft(ada.user(), "of another node", false, null))));
        history.reading = true;
        CompletionStage<RequestResult> second = publish("two");
        history.appending.await();

        CompletionStage<RequestResult> third = publish("three");
        scheduler.advanceTime(Duration.ofSeconds(2));
        assertThat(third.toCompletableFuture()).isCompletedWithValue(Refusal.storageFailed());

        history.reading = false;
        history.page.complete(new MessageHistory.Page(List.of(), 1));
        assertThat(get(second)).isInstanceOf(Receipt.class);
        assertThat(get(publish("four"))).isInstanceOf(Receipt.class);
        assertThat(texts()).containsExactly("one", "of another node", "two", "four");
    }

    private List<String> texts() {
        return get(memory.after(RoomName.LOBBY, 0, Integer.MAX_VALUE, 100)).messages().stream()
                .map(Message::text)
                .toList();
    }

    private CompletionStage<RequestResult> publish(String text) {
        return ada.publish(RoomName.LOBBY, text, false, null);
    }
}
