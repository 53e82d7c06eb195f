package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.TestChatServer;
import dev.parley.command.TestCommands;
import dev.parley.text.RoomName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks which events of the list of rooms a session receives. */
class RoomListBroadcasterTest {

    private static final ReplayFrom NOTHING = new ReplayFrom.Last(0);

    private final TestChatServer server = new TestChatServer();
    private final StompSessionFactory factory = new StompSessionFactory(
            server.chatServer,
            TestCommands.registry(),
            new LoginThrottle(new ServerPassword(""), server.scheduler, () -> 0));
    private final Connection connection = new Connection();
    private final StompSession session = factory.open(connection);

    /** A connection that takes frames when the test polls it. */
    private final class Connection implements FrameSink {
        private final List<String> frames = new ArrayList<>();
        private @Nullable Supplier<List<byte[]>> latest;

        @Override
        public ClientInfo clientInfo() {
            return new ClientInfo("browser", "websocket", "127.0.0.1");
        }

        @Override
        public CompletionStage<LoginResult> login(LoginRequest request) {
            return server.chatServer.login(request, new RecordingSubscriber());
        }

        @Override
        public void send(byte[] frame) {
            frames.add(new String(frame, StandardCharsets.UTF_8));
        }

        @Override
        public void sendLatest(Supplier<List<byte[]>> latestFrames) {
            latest = latestFrames;
        }

        @Override
        public void whenWritten(Runnable task) {
            task.run();
        }

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public void resumeReads() {}

        @Override
        public void close(CloseCause cause, @Nullable DisconnectReason reason, byte @Nullable [] last) {}

        @Override
        public void refuse(Refusal refusal, byte[] last) {}

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void schedule(Duration delay, Runnable task) {
            server.scheduler.schedule(delay, task);
        }

        private List<String> poll() {
            Supplier<List<byte[]>> waiting = latest;
            latest = null;
            frames.clear();
            if (waiting != null) {
                waiting.get().forEach(this::send);
            }
            return frames.stream()
                    .map(frame -> frame.substring(frame.indexOf("\n\n") + 2, frame.length() - 1))
                    .toList();
        }
    }

    @BeforeEach
    void logIn() {
        for (int i = 0; i < 150; i++) {
            server.chatServer.roomRegistry().open(new RoomName(String.format("room-%03d", i)));
        }
        send("CONNECT\naccept-version:1.2\nhost:h\nlogin:ada\n\n\0");
    }

    private void send(String frame) {
        session.read(ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)), StompRequest::handle);
        server.settle();
    }

    private void subscribe(String headers) {
        send("SUBSCRIBE\nid:l\ndestination:/topic/rooms\n" + headers + "\n\0");
    }

    private List<String> afterASecond() {
        server.advanceTime(Duration.ofSeconds(1));
        return connection.poll();
    }

    private void join(String user, String... rooms) {
        TestChatServer.TestSession joining = server.loginBrowser(user);
        for (String room : rooms) {
            server.join(joining, new RoomName(room), NOTHING);
        }
    }

    private static String entry(String room, int people) {
        return "{\"name\":\"" + room + "\",\"topic\":\"\",\"people\":" + people + "}";
    }

    @Test
    void snapshotHasTheFirst100RoomsAndTheTotal() {
        subscribe("changes:true\n");

        List<String> events = connection.poll();
        assertThat(events).hasSize(1);
        assertThat(events.get(0))
                .startsWith("{\"type\":\"rooms\",\"total\":151,\"rooms\":[" + entry("lobby", 0))
                .contains(entry("room-098", 0))
                .doesNotContain("room-099");
    }

    @Test
    void roomThatEntersTheFirst100EvictsAnother() {
        subscribe("changes:true\n");
        connection.poll();
        join("bob", "room-140");

        assertThat(afterASecond())
                .containsExactly("{\"type\":\"changed\",\"total\":151,\"rooms\":[" + entry("room-140", 1)
                        + "],\"removed\":[\"room-098\"]}");
    }

    @Test
    void changeOutsideOfTheFirst100SendsNothing() {
        for (int i = 0; i < 100; i++) {
            join("u" + i, String.format("room-%03d", i));
            join("v" + i, String.format("room-%03d", i));
        }
        subscribe("changes:true\n");
        connection.poll();
        join("bob", "room-140");
        server.chatServer.roomRegistry().open(new RoomName("zzz"));

        assertThat(afterASecond()).isEmpty();
    }

    @Test
    void roomsOfTheSessionFollowOutsideOfTheFirst100() {
        for (int i = 0; i < 100; i++) {
            join("u" + i, String.format("room-%03d", i));
            join("v" + i, String.format("room-%03d", i));
            join("w" + i, String.format("room-%03d", i));
        }
        send("SUBSCRIBE\nid:r\ndestination:/topic/rooms/room-140\n\n\0");
        subscribe("changes:true\n");
        String own = "{\"type\":\"changed\",\"total\":151,\"rooms\":[" + entry("room-140", 1) + "],\"removed\":[]}";
        assertThat(connection.poll()).hasSize(2).last().isEqualTo(own);
        join("bob", "room-140");
        assertThat(afterASecond()).containsExactly(own.replace("\"people\":1", "\"people\":2"));
        join("cy", "room-140");
        join("dan", "room-140");
        assertThat(afterASecond())
                .containsExactly(
                        "{\"type\":\"changed\",\"total\":151,\"rooms\":[" + entry("room-140", 4)
                                + "],\"removed\":[\"room-099\"]}",
                        "{\"type\":\"changed\",\"total\":151,\"rooms\":[" + entry("room-099", 3) + "],\"removed\":[]}");
        send("UNSUBSCRIBE\nid:r\n\n\0");
        assertThat(afterASecond())
                .containsExactly("{\"type\":\"changed\",\"total\":151,\"rooms\":[" + entry("room-099", 3)
                        + "],\"removed\":[\"room-140\"]}");
    }

    @Test
    void sessionInFirstRoomsReceives100Others() {
        send("SUBSCRIBE\nid:a\ndestination:/topic/rooms/room-000\n\n\0");
        send("SUBSCRIBE\nid:b\ndestination:/topic/rooms/room-140\n\n\0");
        subscribe("changes:true\n");
        String others = "{\"type\":\"changed\",\"total\":151,\"rooms\":[" + entry("room-098", 0) + ","
                + entry("room-099", 0) + "],\"removed\":[]}";
        assertThat(connection.poll()).hasSize(2).last().isEqualTo(others);
        join("bob", "zoo");

        assertThat(afterASecond())
                .containsExactly(
                        "{\"type\":\"changed\",\"total\":152,\"rooms\":[" + entry("zoo", 1)
                                + "],\"removed\":[\"room-097\"]}",
                        "{\"type\":\"changed\",\"total\":152,\"rooms\":[" + entry("room-097", 0)
                                + "],\"removed\":[\"room-099\"]}");
    }

    @Test
    void roomOutsideOfTheFirst100EndsWhenTheSessionLeavesIt() {
        for (int i = 0; i < 100; i++) {
            join("u" + i, String.format("room-%03d", i));
            join("v" + i, String.format("room-%03d", i));
        }
        send("SUBSCRIBE\nid:r\ndestination:/topic/rooms/room-140\n\n\0");
        join("bob", "room-140");
        join("cy", "room-145", "room-146");
        subscribe("changes:true\n");
        connection.poll();
        afterASecond();
        send("UNSUBSCRIBE\nid:r\n\n\0");

        assertThat(afterASecond()).last().asString().contains("\"removed\":[\"room-140\"]");
    }

    @Test
    void clientThatMissesAViewReceivesASnapshot() {
        subscribe("changes:true\n");
        connection.poll();
        join("bob", "room-140");
        server.advanceTime(Duration.ofSeconds(1));
        join("cy", "room-141");

        assertThat(afterASecond()).singleElement().asString().startsWith("{\"type\":\"rooms\"");
    }

    @Test
    void clientThatKnowsNoChangesReceivesAListAfterEach() {
        subscribe("");
        assertThat(connection.poll()).singleElement().asString().startsWith("[" + entry("lobby", 0));
        join("bob", "room-140");

        assertThat(afterASecond()).singleElement().asString().startsWith("[" + entry("room-140", 1));
    }
}
