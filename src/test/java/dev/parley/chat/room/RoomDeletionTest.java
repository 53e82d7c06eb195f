package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestResources;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks the deletion of a stored room without messages while users open it. */
@Timeout(30)
class RoomDeletionTest {

    private static final RoomName UNUSED = new RoomName("unused");

    private final ManualScheduler scheduler = new ManualScheduler();
    private final InMemoryHistory memory = new InMemoryHistory(scheduler.clock());
    private final CountDownLatch deletionBegins = new CountDownLatch(1);
    private final CountDownLatch deletionMayContinue = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private ChatServer chatServer;

    @BeforeEach
    void start() {
        BlockingHistory history = new BlockingHistory(memory, executor, deletionBegins, deletionMayContinue);
        chatServer = new ChatServer(
                TestChatServer.RULES,
                TestResources.of(history, memory, memory, scheduler.clock(), scheduler, executor));
        get(memory.open(UNUSED));
    }

    @AfterEach
    void stop() {
        deletionMayContinue.countDown();
        executor.shutdownNow();
    }

    @Test
    void openDoesNotWaitForTheDatabase() throws Exception {
        var cleaningUp = chatServer.roomRegistry().cleanUp();
        deletionBegins.await();

        var opened = executor.submit(() -> chatServer.roomRegistry().open(UNUSED));

        assertThat(opened.get(10, TimeUnit.SECONDS)).isPresent();
        deletionMayContinue.countDown();
        get(cleaningUp);
    }

    @Test
    void messagePublishedDuringTheDeletionIsStored() throws Exception {
        Session ada = login("ada");
        var cleaningUp = chatServer.roomRegistry().cleanUp();
        deletionBegins.await();

        var joined = ada.join(UNUSED, new ReplayFrom.Last(0)).toCompletableFuture();
        deletionMayContinue.countDown();
        assertThat(joined.get(10, TimeUnit.SECONDS)).isInstanceOf(Membership.class);
        RequestResult published =
                ada.publish(UNUSED, "kept", false, null).toCompletableFuture().get(10, TimeUnit.SECONDS);
        get(cleaningUp);

        assertThat(published).isInstanceOf(Receipt.class);
        assertThat(get(memory.before(UNUSED, Long.MAX_VALUE, 10)).messages())
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.text()).isEqualTo("kept");
                    assertThat(message.position()).isEqualTo(((Receipt) published).position());
                });
    }

    @Test
    void unusedRoomIsDeleted() throws Exception {
        deletionMayContinue.countDown();

        chatServer.roomRegistry().cleanUp();

        deletionBegins.await();
        await().untilAsserted(() -> assertThat(get(memory.rooms()))
                .noneMatch(stored -> stored.room().equals(UNUSED)));
    }

    @Test
    void deletionBeginsBeforeTheRoomCanBeCreatedAgain() {
        List<Boolean> found = new ArrayList<>();
        AtomicReference<ChatServer> server = new AtomicReference<>();
        ForwardingHistory history = new ForwardingHistory(memory) {
            @Override
            public CompletionStage<Boolean> deleteRoom(RoomName room) {
                found.add(server.get().roomRegistry().find(room).isPresent());
                return super.deleteRoom(room);
            }
        };
        server.set(new ChatServer(
                TestChatServer.RULES,
                TestResources.of(history, memory, memory, scheduler.clock(), scheduler, executor)));
        RoomRegistry registry = server.get().roomRegistry();
        assertThat(registry.open(UNUSED)).isPresent();

        assertThat(get(registry.remove(UNUSED))).isTrue();

        assertThat(found).containsExactly(true);
        assertThat(registry.find(UNUSED)).isEmpty();
    }

    private Session login(String name) throws Exception {
        LoginRequest request = LoginRequest.interactive(name, new ClientInfo("terminal", "line", "127.0.0.1"));
        LoginResult result = chatServer
                .login(request, new RecordingSubscriber())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return ((LoginResult.LoggedIn) result).session();
    }
}
