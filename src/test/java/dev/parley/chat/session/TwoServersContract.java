package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.Presence;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.PollingSubscriber;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.ServerLimits;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks that two chat servers on one store and one relay behave as one server, with real threads. */
@Timeout(120)
public abstract class TwoServersContract {

    private static final int SENDERS_PER_NODE = 5;
    private static final int UNACKNOWLEDGED = 100;
    private static final ServerLimits LIMITS = new ServerLimits(
            new NicknamePolicy(32), 4_000, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ofMillis(1), 10);

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Scheduler scheduler = (delay, task) -> {
        ScheduledFuture<?> scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    };
    private ServerResources secondResources;
    private ChatServer first;
    private ChatServer second;

    /** Returns the number of messages that are sent in all. */
    protected abstract int messages();

    /** Returns the resources of another node. */
    protected abstract ServerResources resources(String label, Scheduler scheduler, Executor threads);

    @BeforeEach
    void startNodes() {
        first = new ChatServer(LIMITS, resources("first", scheduler, threads));
        secondResources = resources("second", scheduler, threads);
        second = new ChatServer(LIMITS, secondResources);
    }

    @AfterEach
    void shutdownExecutors() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    /** A session in the lobby, and what it receives. */
    private record User(Session session, PollingSubscriber subscriber) {

        CompletionStage<RequestResult> publish(String text) {
            return session.publish(RoomName.LOBBY, text, false, new Reference(text));
        }

        List<String> left() {
            return subscriber.events(RoomEvent.Left.class).stream()
                    .map(RoomEvent.Left::name)
                    .toList();
        }

        List<String> joined() {
            return subscriber.events(RoomEvent.Joined.class).stream()
                    .map(RoomEvent.Joined::name)
                    .toList();
        }
    }

    private User join(ChatServer node, LoginRequest request) {
        PollingSubscriber subscriber = new PollingSubscriber(threads, scheduler);
        LoginResult login = get(node.login(request, subscriber));
        assertThat(login).isInstanceOf(LoginResult.LoggedIn.class);
        Session session = ((LoginResult.LoggedIn) login).session();
        assertThat(get(session.join(RoomName.LOBBY, new ReplayFrom.Last(0)))).isInstanceOf(Membership.class);
        assertThat(get(session.subscribeDirect(new ReplayFrom.Last(0)))).isEmpty();
        return new User(session, subscriber);
    }

    private User join(ChatServer node, String name) {
        return join(node, LoginRequest.resumable(name, client(), null));
    }

    private User joinAgain(ChatServer node, User user) {
        return join(
                node,
                LoginRequest.resumable("", client(), user.session().token().orElseThrow()));
    }

    private static ClientInfo client() {
        return new ClientInfo("browser", "websocket", "192.0.2.1");
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static List<String> members(ChatServer node) {
        return get(node.roomRegistry().find(RoomName.LOBBY).orElseThrow().users()).stream()
                .map(Presence::name)
                .sorted()
                .toList();
    }

    @Test
    void messagesOfBothNodesReachAllMembersOnceAndInOneOrder() {
        List<User> users = new ArrayList<>();
        for (int i = 0; i < SENDERS_PER_NODE; i++) {
            users.add(join(first, "a" + i));
            users.add(join(second, "b" + i));
        }
        int all = messages();
        int each = all / users.size();
        List<CompletableFuture<Long>> senders = users.stream()
                .map(user -> CompletableFuture.supplyAsync(() -> publishAll(user, each)))
                .toList();

        assertThat(senders.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(all);

        await().atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(users)
                        .allSatisfy(
                                user -> assertThat(user.subscriber().count()).isEqualTo(all)));
        List<Message> received = users.get(0).subscriber().messages();
        assertThat(received)
                .extracting(message -> message.position().seq())
                .isEqualTo(LongStream.rangeClosed(1, all).boxed().toList());
        assertThat(users)
                .allSatisfy(user -> assertThat(user.subscriber().messages()).isEqualTo(received));
    }

    /** Publishes messages, and returns the number of distinct positions in their receipts. */
    private static long publishAll(User user, int count) {
        List<CompletionStage<RequestResult>> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(user.publish(user.session().user() + "-" + i));
            if (i >= UNACKNOWLEDGED) {
                get(results.get(i - UNACKNOWLEDGED));
            }
        }
        return results.stream()
                .map(result -> ((Receipt) get(result)).position())
                .distinct()
                .count();
    }

    @Test
    void joinsAndLeavesCountUsersOverBothNodes() {
        User ada = join(first, "ada");
        User bob = join(second, "bob");
        await().untilAsserted(() -> assertThat(members(first)).containsExactly("ada", "bob"));
        await().untilAsserted(() -> assertThat(members(second)).containsExactly("ada", "bob"));
        await().untilAsserted(() -> assertThat(ada.joined()).contains("bob"));

        User bobHere = joinAgain(first, bob);
        bob.session().close(CloseCause.QUIT);
        await().untilAsserted(() -> assertThat(
                        get(secondResources.forRooms().presence().members(RoomName.LOBBY)))
                .doesNotContainKey(secondResources.forRooms().node()));
        User cy = join(second, "cy");
        await().untilAsserted(() -> assertThat(ada.joined()).contains("cy"));
        await().untilAsserted(() -> assertThat(members(second)).containsExactly("ada", "bob", "cy"));

        bobHere.session().close(CloseCause.QUIT);
        await().untilAsserted(() -> assertThat(cy.left()).containsExactly("bob"));
        await().untilAsserted(() -> assertThat(ada.left()).containsExactly("bob"));
        assertThat(ada.joined()).filteredOn("bob"::equals).hasSize(1);
    }

    @Test
    void renameIsPublishedOnceOnBothNodes() {
        User ada = join(first, "ada");
        User bob = join(second, "bob");
        User bobHere = joinAgain(first, bob);

        assertThat(get(bob.session().rename("robert"))).isEmpty();

        await().untilAsserted(() ->
                assertThat(bobHere.session().user().nickname().text()).isEqualTo("robert"));
        await().untilAsserted(() -> assertThat(members(first)).containsExactly("ada", "robert"));
        await().untilAsserted(() -> assertThat(members(second)).containsExactly("ada", "robert"));
        join(first, "cy");
        await().untilAsserted(() -> assertThat(bob.joined()).contains("cy"));
        assertThat(List.of(ada, bob, bobHere))
                .allSatisfy(user -> assertThat(user.subscriber().events(RoomEvent.Renamed.class))
                        .hasSize(1));
    }

    @Test
    void absenceIsThatOfTheUserOnBothNodesAndInformsSendersOfDirectMessages() {
        User ada = join(first, "ada");
        User bob = join(second, "bob");
        User bobHere = joinAgain(first, bob);
        User cy = join(second, "cy");
        await().untilAsserted(() -> assertThat(members(first)).containsExactly("ada", "bob", "cy"));
        await().untilAsserted(() -> assertThat(members(second)).containsExactly("ada", "bob", "cy"));

        assertThat(get(first.absences().set(ada.session(), "lunch"))).isEmpty();
        assertThat(get(second.absences().set(bob.session(), "tea"))).isEmpty();

        await().untilAsserted(
                        () -> assertThat(bobHere.session().user().absence()).isEqualTo("tea"));
        await().untilAsserted(() -> assertThat(absences(first)).containsExactly("lunch", "tea"));
        await().untilAsserted(() -> assertThat(absences(second)).containsExactly("lunch", "tea"));
        await().untilAsserted(() -> assertThat(List.of(ada, bob, bobHere, cy))
                .allSatisfy(user -> assertThat(user.subscriber().events(RoomEvent.Away.class))
                        .extracting(RoomEvent.Away::name)
                        .containsExactlyInAnyOrder("ada", "bob")));
        assertThat(get(cy.session().sendDirect("ada", "hello", null))).isInstanceOf(Receipt.class);
        assertThat(get(cy.session().sendDirect("ada", "again", null))).isInstanceOf(Receipt.class);
        assertThat(cy.subscriber().notices()).containsExactly("ada is away: lunch");
        assertThat(joinAgain(second, ada).session().user().absence()).isEqualTo("lunch");

        assertThat(get(first.absences().set(bobHere.session(), ""))).isEmpty();
        await().untilAsserted(() -> assertThat(bob.session().user().absence()).isEmpty());
        await().untilAsserted(() -> assertThat(absences(second)).containsExactly("lunch"));
    }

    private static List<String> absences(ChatServer node) {
        return get(node.roomRegistry().find(RoomName.LOBBY).orElseThrow().users()).stream()
                .map(Presence::absence)
                .filter(absence -> !absence.isEmpty())
                .sorted()
                .toList();
    }

    @Test
    void eventsOfBothNodesHaveTheIdOfTheUserThroughRenamesAndLogins() {
        User ada = join(first, "ada");
        User bob = join(second, "bob");
        await().untilAsserted(() -> assertThat(ada.joined()).contains("bob"));
        get(bob.session().rename("robert"));
        get(bob.publish("hi"));
        await().untilAsserted(() ->
                assertThat(ada.subscriber().events(RoomEvent.Renamed.class)).hasSize(1));
        bob.session().close(CloseCause.QUIT);
        await().untilAsserted(() -> assertThat(ada.left()).containsExactly("robert"));
        User eve = join(
                second,
                LoginRequest.resumable("eve", client(), bob.session().token().orElseThrow()));
        get(eve.publish("again"));
        await().untilAsserted(() -> assertThat(ada.subscriber().messages())
                .extracting(Message::name)
                .containsExactly("robert", "eve"));

        String id = bob.session().user().id();
        assertThat(ada.subscriber().messages()).extracting(Message::person).containsOnly(id);
        assertThat(ada.subscriber().events(RoomEvent.Joined.class))
                .extracting(RoomEvent.Joined::userId)
                .contains(id);
        assertThat(ada.subscriber().events(RoomEvent.Renamed.class))
                .extracting(RoomEvent.Renamed::userId)
                .containsExactly(id);
        assertThat(ada.subscriber().events(RoomEvent.Left.class))
                .extracting(RoomEvent.Left::userId)
                .containsExactly(id);
    }

    @Test
    void directMessageReachesAllSessionsOfBothUsersOnBothNodes() {
        User ada = join(first, "ada");
        User adaThere = joinAgain(second, ada);
        User bob = join(second, "bob");

        for (int i = 0; i < 20; i++) {
            User sender = i % 2 == 0 ? ada : bob;
            assertThat(get(sender.session().sendDirect(i % 2 == 0 ? "bob" : "ada", "m" + i, null)))
                    .isInstanceOf(Receipt.class);
        }

        await().untilAsserted(() -> assertThat(List.of(ada, adaThere, bob))
                .allSatisfy(user -> assertThat(user.subscriber().directMessages())
                        .extracting(DirectMessage::text)
                        .containsExactlyElementsOf(
                                LongStream.range(0, 20).mapToObj(i -> "m" + i).toList())));
    }

    @Test
    void kickDisconnectsTheSessionsOnBothNodesAndFreesTheNickname() {
        User ada = join(first, "ada");
        User bob = join(second, "bob");
        // A node that does not yet know the session of another one publishes the leave of its own, and both again
        // later.
        await().untilAsserted(() -> assertThat(ada.joined()).containsExactly("bob"));
        User bobHere = joinAgain(first, bob);

        assertThat(get(first.kick("bob", "spam"))).isPresent();

        await().untilAsserted(() -> assertThat(List.of(bob, bobHere))
                .allSatisfy(
                        user -> assertThat(user.subscriber().disconnectReason()).isNotNull()));
        await().untilAsserted(() -> assertThat(members(second)).containsExactly("ada"));
        await().untilAsserted(() -> assertThat(ada.left()).containsExactly("bob"));
        await().untilAsserted(() -> assertThat(get(first.findUser("bob"))).isEmpty());
        assertThat(join(second, "bob").session().user().id())
                .isNotEqualTo(bob.session().user().id());
    }
}
