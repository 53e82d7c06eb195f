package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualExecutor;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.storage.memory.InMemoryDirectMessageStore;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import dev.parley.storage.memory.InMemoryRoomRelay;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.Position;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that every session of both users receives each direct message once and in order. */
class DirectMessageTest {

    private static final ReplayFrom ALL = new ReplayFrom.Last(DirectMessageStore.MAX_REPLAY);

    private final ManualScheduler time = new ManualScheduler();
    private final SwitchableDirectMessageStore store =
            new SwitchableDirectMessageStore(new InMemoryDirectMessageStore(time.clock()));
    private final TestChatServer server = new TestChatServer(
            TestChatServer.RULES, null, store, new InMemoryNicknameRegistry(), RoomRelay.NONE, "node");
    private final TestSession ada = server.loginBrowser("ada");
    private final TestSession bob = server.loginBrowser("bob");
    private final ResumeToken token = bob.session().token().orElseThrow();

    private static List<String> texts(TestSession session) {
        return session.recordingSubscriber().directMessages().stream()
                .map(DirectMessage::text)
                .toList();
    }

    private static Position last(TestSession session) {
        List<DirectMessage> received = session.recordingSubscriber().directMessages();
        return received.get(received.size() - 1).position();
    }

    /** Logs bob in again, and subscribes. */
    private TestSession resume(ReplayFrom replayFrom) {
        TestSession session = server.loginOnly(request(token));
        assertThat(server.get(session.session().subscribeDirect(replayFrom))).isEmpty();
        return session;
    }

    private static LoginRequest request(ResumeToken token) {
        return LoginRequest.resumable("", new ClientInfo("browser", "websocket", "127.0.0.1"), token);
    }

    @Test
    void messageMissedWhileReconnectingIsReceivedOnce() {
        server.sendDirect(ada, "bob", "one");
        Position position = last(bob);
        bob.session().close(CloseCause.LOST);

        assertThat(server.sendDirect(ada, "bob", "two")).isInstanceOf(Receipt.class);
        TestSession second = resume(new ReplayFrom.After(position));
        server.sendDirect(ada, "bob", "three");

        assertThat(texts(second)).containsExactly("two", "three");
        assertThat(texts(bob)).containsExactly("one");
        assertThat(texts(ada)).containsExactly("one", "two", "three");
    }

    @Test
    void sessionWithoutSubscriptionReceivesNothing() {
        TestSession second = server.loginOnly(request(token));
        server.sendDirect(ada, "bob", "one");
        assertThat(texts(second)).isEmpty();

        server.get(second.session().subscribeDirect(ALL));
        second.session().unsubscribeDirect();
        server.sendDirect(ada, "bob", "two");

        assertThat(texts(second)).containsExactly("one");
    }

    @Test
    void replayBeginsWhereTheClientRequests() {
        IntStream.rangeClosed(1, 5).forEach(i -> server.sendDirect(ada, "bob", "m" + i));
        Position third = bob.recordingSubscriber().directMessages().get(2).position();

        assertThat(texts(resume(ALL))).hasSize(5);
        assertThat(texts(resume(new ReplayFrom.Last(2)))).containsExactly("m4", "m5");
        assertThat(texts(resume(new ReplayFrom.Last(0)))).isEmpty();
        assertThat(texts(resume(new ReplayFrom.After(third)))).containsExactly("m4", "m5");
        assertThat(texts(resume(new ReplayFrom.After(new Position("another", 3)))))
                .hasSize(5);
        assertThat(texts(resume(new ReplayFrom.After(new Position(third.epoch(), 99)))))
                .hasSize(5);
    }

    @Test
    void atMost200MessagesOf24HoursAreReplayed() {
        IntStream.rangeClosed(1, 203).forEach(i -> server.sendDirect(ada, "bob", "m" + i));
        Position first = bob.recordingSubscriber().directMessages().get(0).position();

        assertThat(texts(resume(ALL))).hasSize(200).startsWith("m4").endsWith("m203");
        assertThat(texts(resume(new ReplayFrom.After(first)))).hasSize(200);

        time.advanceTime(Duration.ofHours(23));
        server.scheduler.advanceTime(Duration.ofHours(23));
        server.sendDirect(ada, "bob", "last");
        time.advanceTime(Duration.ofHours(1));

        assertThat(texts(resume(ALL))).containsExactly("last");
    }

    @Test
    void storedMessagesAreDeletedWithinAnHourAfter24Hours() {
        server.sendDirect(ada, "bob", "old");
        time.advanceTime(Duration.ofHours(24));
        server.advanceTime(Duration.ofHours(24));
        time.advanceTime(Duration.ofHours(-1));

        assertThat(texts(resume(ALL))).isEmpty();
    }

    @Test
    void sendingToAUserWhoIsNotOnlineIsRefused() {
        bob.session().close(CloseCause.QUIT);

        assertThat(((Refusal) server.sendDirect(ada, "bob", "there?")).code()).isEqualTo("no-such-person");
        assertThat(((Refusal) server.sendDirect(ada, "bob", "there?", "r")).code())
                .isEqualTo("no-such-person");
    }

    @Test
    void repeatedMessageGetsTheSameReceiptEvenIfTheRecipientIsGone() {
        RequestResult receipt = server.sendDirect(ada, "bob", "psst", "r");
        assertThat(server.sendDirect(ada, "bob", "psst", "r")).isEqualTo(receipt);
        assertThat(((Refusal) server.sendDirect(ada, "bob", "other", "r")).code())
                .isEqualTo("reference-conflict");
        bob.session().close(CloseCause.QUIT);

        assertThat(server.sendDirect(ada, "BOB", "psst", "r")).isEqualTo(receipt);
        assertThat(((Refusal) server.sendDirect(ada, "bob", "other", "r")).code())
                .isEqualTo("no-such-person");
        assertThat(((Refusal) server.sendDirect(ada, "eve", "psst", "r")).code())
                .isEqualTo("no-such-person");
        assertThat(texts(bob)).containsExactly("psst");
    }

    @Test
    void messageStoredDuringAReadIsReadAfterIt() {
        ManualExecutor reads = new ManualExecutor();
        store.reads = reads;
        CompletableFuture<RequestResult> first =
                ada.session().sendDirect("bob", "one", null).toCompletableFuture();
        CompletableFuture<RequestResult> second =
                ada.session().sendDirect("bob", "two", null).toCompletableFuture();
        assertThat(first).isNotDone();

        runAll(reads);

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(texts(bob)).containsExactly("one", "two");
        assertThat(texts(ada)).containsExactly("one", "two");
    }

    @Test
    void subscriptionDuringWhichAMessageIsStoredReceivesItOnce() {
        TestSession second = server.loginOnly(request(token));
        ManualExecutor reads = new ManualExecutor();
        store.reads = reads;
        CompletableFuture<?> replayed = second.session().subscribeDirect(ALL).toCompletableFuture();
        CompletableFuture<RequestResult> sent =
                ada.session().sendDirect("bob", "one", null).toCompletableFuture();
        runAll(reads);

        assertThat(sent).isCompleted();
        assertThat(replayed).isCompleted();
        assertThat(texts(second)).containsExactly("one");
    }

    private static void runAll(ManualExecutor executor) {
        boolean more = true;
        while (more) {
            more = executor.runNext();
        }
    }

    @Test
    void failureOfTheStoreIsRefused() {
        store.failure = new StorageException("disk", false, new IllegalStateException());
        assertThat(((Refusal) server.sendDirect(ada, "bob", "psst")).code()).isEqualTo("storage-failed");
        assertThat(server.chatServer.roomRegistry().storageHealth().problem()).isPresent();
        store.failure = new StorageException("disk", true, new IllegalStateException());
        assertThat(((Refusal) server.sendDirect(ada, "bob", "psst")).code()).isEqualTo("storage-full");
        store.failure = new RejectedExecutionException();
        assertThat(((Refusal) server.sendDirect(ada, "bob", "psst")).code()).isEqualTo("busy");

        TestSession second = server.loginOnly(request(token));
        assertThat(server.get(second.session().subscribeDirect(ALL))
                        .orElseThrow()
                        .code())
                .isEqualTo("busy");
        store.failure = null;
        assertThat(server.sendDirect(ada, "bob", "psst")).isInstanceOf(Receipt.class);
        assertThat(server.chatServer.roomRegistry().storageHealth().problem()).isEmpty();
    }

    @Test
    void readThatFailsIsTriedAgain() {
        store.readFailure = new RejectedExecutionException();
        assertThat(server.sendDirect(ada, "bob", "one")).isInstanceOf(Receipt.class);
        CompletableFuture<RequestResult> second =
                ada.session().sendDirect("bob", "two", null).toCompletableFuture();
        server.advanceTime(Duration.ofSeconds(1));
        assertThat(second).isCompletedWithValueMatching(Receipt.class::isInstance);
        assertThat(texts(bob)).isEmpty();

        store.readFailure = null;
        server.advanceTime(Duration.ofSeconds(1));

        assertThat(texts(bob)).containsExactly("one", "two");
        assertThat(texts(ada)).containsExactly("one", "two");
    }

    @Test
    void slowConsumerReceivesItsMessagesWhenItCanBeWritten() {
        List<DirectMessage> received = new ArrayList<>();
        List<Runnable> waiting = new ArrayList<>();
        LoginResult.LoggedIn login = (LoginResult.LoggedIn) server.get(
                server.chatServer.login(request(token), new DirectMessageSubscriber(received::add, waiting::add)));
        server.get(login.session().subscribeDirect(ALL));
        for (int i = 0; i < 500; i++) {
            server.sendDirect(ada, "bob", "m" + i);
        }
        assertThat(received).hasSize(1);

        while (!waiting.isEmpty()) {
            waiting.remove(0).run();
        }

        assertThat(received).extracting(DirectMessage::text).containsExactlyElementsOf(texts(ada));
    }

    @Test
    void sessionsOnAnotherNodeReceiveTheSameMessages() {
        InMemoryRoomRelay relay = new InMemoryRoomRelay(Runnable::run);
        InMemoryHistory history = new InMemoryHistory(time.clock());
        NicknameRegistry nicknames = new InMemoryNicknameRegistry();
        TestChatServer first =
                new TestChatServer(TestChatServer.RULES, history, store, nicknames, relay.connect(), "first");
        TestChatServer second =
                new TestChatServer(TestChatServer.RULES, history, store, nicknames, relay.connect(), "second");
        TestSession adaHere = first.loginBrowser("ada");
        TestSession bobHere = first.loginBrowser("bob");
        ResumeToken bobToken = bobHere.session().token().orElseThrow();
        TestSession bobThere = second.login(request(bobToken));

        first.sendDirect(adaHere, "bob", "one");
        second.sendDirect(bobThere, "bob", "two");
        first.sendDirect(bobHere, "ada", "three");

        assertThat(texts(bobHere)).containsExactly("one", "two", "three");
        assertThat(texts(bobThere)).containsExactly("one", "two", "three");
        assertThat(texts(adaHere)).containsExactly("one", "three");
    }

    @Test
    void usersWhoSendAtTheSameTimeReceiveTheSameOrderOnAllSessions() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        InMemoryHistory history = new InMemoryHistory(Clock.systemUTC());
        SwitchableDirectMessageStore shared =
                new SwitchableDirectMessageStore(new InMemoryDirectMessageStore(Clock.systemUTC()));
        shared.reads = threads;
        ChatServer chatServer = new ChatServer(
                TestChatServer.RULES,
                TestResources.of(history, shared, history, history, Clock.systemUTC(), time, threads));
        List<ConcurrentLinkedQueue<DirectMessage>> received = new ArrayList<>();
        List<Session> senders = new ArrayList<>();
        for (String name : List.of("ada", "bob")) {
            Session first = login(chatServer, LoginRequest.resumable(name, CLIENT, null), received);
            login(chatServer, LoginRequest.resumable("", CLIENT, first.token().orElseThrow()), received);
            senders.add(first);
        }

        List<CompletableFuture<Void>> sending = List.of(
                CompletableFuture.runAsync(() -> sendMany(senders.get(0), "bob"), threads),
                CompletableFuture.runAsync(() -> sendMany(senders.get(1), "ada"), threads));
        for (CompletableFuture<Void> one : sending) {
            one.get();
        }
        await().untilAsserted(() ->
                assertThat(received).allSatisfy(session -> assertThat(session).hasSize(2_000)));
        threads.shutdown();

        List<Long> numbers =
                IntStream.rangeClosed(1, 2_000).mapToObj(Long::valueOf).toList();
        assertThat(received)
                .allSatisfy(session -> assertThat(session)
                        .extracting(message -> message.position().seq())
                        .containsExactlyElementsOf(numbers));
    }

    private static final ClientInfo CLIENT = new ClientInfo("browser", "websocket", "127.0.0.1");

    private static Session login(
            ChatServer chatServer, LoginRequest request, List<ConcurrentLinkedQueue<DirectMessage>> received)
            throws Exception {
        ConcurrentLinkedQueue<DirectMessage> messages = new ConcurrentLinkedQueue<>();
        received.add(messages);
        LoginResult result = chatServer
                .login(request, new DirectMessageSubscriber(messages::add, Runnable::run))
                .toCompletableFuture()
                .get();
        Session session = ((LoginResult.LoggedIn) result).session();
        assertThat(session.subscribeDirect(ALL).toCompletableFuture().get()).isEmpty();
        return session;
    }

    private static void sendMany(Session session, String to) {
        for (int i = 0; i < 1_000; i++) {
            assertThat(session.sendDirect(to, "m" + i, null)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Receipt.class);
        }
    }

    @Test
    void missedMessageIsReceivedAfterARestart(@TempDir Path folder) {
        Position position;
        InMemoryHistory history = new InMemoryHistory(time.clock());
        TestSession oldBob;
        try (SqliteHistory sqlite = open(folder)) {
            TestChatServer before = onSqlite(history, sqlite);
            TestSession oldAda = before.loginBrowser("ada");
            oldBob = before.loginBrowser("bob");
            before.sendDirect(oldAda, "bob", "one");
            position = last(oldBob);
            oldBob.session().close(CloseCause.LOST);
            before.sendDirect(oldAda, "bob", "two");
        }
        try (SqliteHistory sqlite = open(folder)) {
            TestChatServer after = onSqlite(history, sqlite);
            TestSession newBob =
                    after.loginOnly(request(oldBob.session().token().orElseThrow()));
            after.get(newBob.session().subscribeDirect(new ReplayFrom.After(position)));
            after.sendDirect(after.loginBrowser("ada"), "bob", "three");

            assertThat(texts(newBob)).containsExactly("two", "three");
        }
    }

    private SqliteHistory open(Path folder) {
        return SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")), time.clock(), Runnable::run, Runnable::run);
    }

    private static TestChatServer onSqlite(InMemoryHistory history, SqliteHistory sqlite) {
        return new TestChatServer(
                TestChatServer.RULES,
                history,
                sqlite.directMessageStore(),
                new InMemoryNicknameRegistry(),
                RoomRelay.NONE,
                "node");
    }
}
