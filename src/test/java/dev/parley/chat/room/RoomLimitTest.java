package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.AdmissionLimits.PerAddress;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks the limit of rooms per address, and which rooms give way when there are too many. */
class RoomLimitTest {

    private static final String ADDRESS = "192.0.2.7";
    private static final String OTHER_ADDRESS = "192.0.2.8";

    /** The lobby and 6 others. */
    private static final int ROOMS = 7;

    private static TestChatServer server(PerAddress roomsPerAddress) {
        return server(roomsPerAddress, null);
    }

    private static TestChatServer restarted(TestChatServer before, PerAddress roomsPerAddress) {
        return server(roomsPerAddress, before.history);
    }

    private static TestChatServer server(PerAddress roomsPerAddress, @Nullable InMemoryHistory stored) {
        ServerLimits limits = new ServerLimits(
                new NicknamePolicy(10), 500, 0, 20, 50, ROOMS, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);
        return new TestChatServer(
                limits.withAdmission(new AdmissionLimits(0, 0, PerAddress.NONE, roomsPerAddress)), stored);
    }

    private static TestSession login(TestChatServer server, String name, String address) {
        return server.login(LoginRequest.resumable(name, new ClientInfo("browser", "websocket", address), null));
    }

    /** Joins a room and publishes a message; returns the code of the refusal. */
    private static Optional<String> use(TestChatServer server, TestSession user, String room) {
        RoomName name = new RoomName(room);
        if (server.get(user.session().join(name, new ReplayFrom.Last(0))) instanceof Refusal refusal) {
            return Optional.of(refusal.code());
        }
        server.get(user.session().publish(name, "hello", false, null));
        return Optional.empty();
    }

    /** Joins a room, publishes a message and leaves the room. */
    private static void useAndLeave(TestChatServer server, TestSession user, String... rooms) {
        for (String room : rooms) {
            assertThat(use(server, user, room)).isEmpty();
            user.session().leave(new RoomName(room));
            server.settle();
        }
    }

    private static List<String> names(TestChatServer server) {
        return server.chatServer.roomRegistry().all().stream()
                .map(room -> room.name().text())
                .toList();
    }

    @Test
    void roomsThatAreInUseReachTheLimitOfTheAddress() {
        TestChatServer server = server(new PerAddress(2, false));
        TestSession eve = login(server, "eve", ADDRESS);
        TestSession mal = login(server, "mal", ADDRESS);
        assertThat(use(server, eve, "a")).isEmpty();
        assertThat(use(server, mal, "b")).isEmpty();

        assertThat(use(server, mal, "c")).contains("rooms-full-for-address");
        assertThat(use(server, mal, "a")).isEmpty();
        assertThat(use(server, login(server, "ada", OTHER_ADDRESS), "c")).isEmpty();
        assertThat(names(server)).containsExactly("a", "b", "c", "lobby");
    }

    @Test
    void leastRecentlyUsedRoomOfTheAddressGivesWayWithItsMessages() {
        TestChatServer server = server(new PerAddress(3, false));
        TestSession eve = login(server, "eve", ADDRESS);
        useAndLeave(server, login(server, "ada", OTHER_ADDRESS), "other");
        useAndLeave(server, eve, "a", "b", "c");
        useAndLeave(server, eve, "a", "d");

        assertThat(names(server)).containsExactly("a", "c", "d", "lobby", "other");
        assertThat(server.get(server.history.rooms()))
                .extracting(room -> room.room().text())
                .containsExactlyInAnyOrder("a", "c", "d", "other");
        useAndLeave(server, eve, "b");
        assertThat(server.get(server.history.before(new RoomName("b"), Long.MAX_VALUE, 10))
                        .messages())
                .hasSize(1);
    }

    @Test
    void roomWithATopicDoesNotGiveWay() {
        TestChatServer server = server(new PerAddress(1, false));
        TestSession eve = login(server, "eve", ADDRESS);
        useAndLeave(server, eve, "a");
        server.get(server.chatServer
                .roomRegistry()
                .find(new RoomName("a"))
                .orElseThrow()
                .setTopic("kept", server.chatServer.operator()));

        assertThat(use(server, eve, "b")).contains("rooms-full-for-address");
        assertThat(names(server)).containsExactly("a", "lobby");
    }

    @Test
    void attackerWhoFillsTheServerMakesRoomForOthers() {
        TestChatServer server = server(PerAddress.NONE);
        TestSession eve = login(server, "eve", ADDRESS);
        TestSession ada = login(server, "ada", OTHER_ADDRESS);
        useAndLeave(server, ada, "first");
        useAndLeave(server, eve, "a", "b", "c", "d", "e");

        useAndLeave(server, ada, "second");
        useAndLeave(server, eve, "f");

        assertThat(names(server)).containsExactly("c", "d", "e", "f", "first", "lobby", "second");
        assertThat(names(server)).hasSize(ROOMS);
    }

    @Test
    void attackerWhoFilledTheServerBeforeARestartMakesRoomForOthers() {
        TestChatServer before = server(PerAddress.NONE);
        TestSession ada = login(before, "ada", OTHER_ADDRESS);
        useAndLeave(before, ada, "first");
        assertThat(use(before, ada, "lobby")).isEmpty();
        for (String room : List.of("a", "b", "c", "d", "e")) {
            useAndLeave(before, login(before, "eve" + room, ADDRESS), room);
            before.advanceTime(Duration.ofSeconds(1));
        }

        TestChatServer after = restarted(before, PerAddress.NONE);
        TestSession bob = login(after, "bob", OTHER_ADDRESS);
        useAndLeave(after, bob, "second");

        assertThat(names(after)).containsExactly("b", "c", "d", "e", "first", "lobby", "second");
    }

    @Test
    void limitOfTheAddressIncludesRoomsFromBeforeARestart() {
        PerAddress limit = new PerAddress(2, false);
        TestChatServer before = server(limit);
        useAndLeave(before, login(before, "eve", ADDRESS), "a", "b");

        TestChatServer after = restarted(before, limit);
        TestSession mal = login(after, "mal", ADDRESS);
        assertThat(use(after, mal, "a")).isEmpty();
        assertThat(use(after, mal, "c")).isEmpty();

        assertThat(names(after)).containsExactly("a", "c", "lobby");
        assertThat(use(after, mal, "d")).contains("rooms-full-for-address");
    }

    @Test
    void roomsOfUsersWithFewRoomsDoNotGiveWay() {
        TestChatServer server = server(PerAddress.NONE);
        for (int i = 1; i < ROOMS; i++) {
            useAndLeave(server, login(server, "user" + i, "192.0.2.1" + i), "room" + i);
        }

        assertThat(use(server, login(server, "eve", ADDRESS), "mine")).contains("rooms-full");
        assertThat(names(server)).hasSize(ROOMS).doesNotContain("mine");
    }

    @Test
    void loopbackIsLimitedOnlyIfTheLimitIncludesIt() {
        TestChatServer exempt = server(new PerAddress(1, false));
        TestSession ada = login(exempt, "ada", "127.0.0.1");
        useAndLeave(exempt, ada, "a", "b");
        assertThat(names(exempt)).containsExactly("a", "b", "lobby");

        TestChatServer included = server(new PerAddress(1, true));
        TestSession bob = login(included, "bob", "127.0.0.1");
        useAndLeave(included, bob, "a", "b");
        assertThat(names(included)).containsExactly("b", "lobby");
    }

    @Test
    void roomThatEndsDoesNotCount() {
        TestChatServer server = server(new PerAddress(1, false));
        TestSession eve = login(server, "eve", ADDRESS);
        for (String room : List.of("a", "b", "c")) {
            server.join(eve, new RoomName(room), new ReplayFrom.Last(0));
            eve.session().leave(new RoomName(room));
            server.settle();
        }
        assertThat(names(server)).containsExactly("lobby");
    }
}
