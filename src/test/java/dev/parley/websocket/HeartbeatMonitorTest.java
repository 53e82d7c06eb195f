package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Waker;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.TestChatServer;
import dev.parley.protocol.ConnectRequest;
import dev.parley.protocol.OutboundQueue;
import dev.parley.stomp.Frame;
import dev.parley.stomp.FrameLimits;
import dev.parley.stomp.Peer;
import dev.parley.stomp.StompDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;

/** Who is pinged, who is sent heart-beats and who is cut, second by second of a time that passes by the test's hand. */
class HeartbeatMonitorTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TestChatServer house = new TestChatServer();
    private final HeartbeatMonitor heartbeatMonitor = new HeartbeatMonitor(
            new WebSocketEndpoint(
                    house.chatServer, new ConnectionLimiter(0, 0), new BlockingSessionWriterFactory(), () -> ""),
            new RoomListBroadcaster(house.chatServer),
            WebSocketSettings.standard(List.of(), ""));
    private long now;

    /** The way out, which takes what there is when it is asked to. */
    private class FakeSession implements SessionWriter {
        private final OutboundQueue outboundQueue = new OutboundQueue(() -> {});
        private final boolean pingable;
        private long sentAt;
        private long stalledSince;
        private int beats;
        private int pings;
        private boolean cut;

        private FakeSession(boolean pingable) {
            this.pingable = pingable;
        }

        private void write() {
            OutboundQueue.WriteBatch writeBatch = new OutboundQueue.WriteBatch();
            outboundQueue.poll(1 << 16, writeBatch);
            for (byte[] frame : writeBatch.frames()) {
                beats += frame.length == 1 ? 1 : 0;
                sentAt = now;
            }
        }

        @Override
        public OutboundQueue outboundQueue() {
            return outboundQueue;
        }

        @Override
        public Waker waker(Cursor cursor) {
            return room -> outboundQueue.wake(cursor);
        }

        @Override
        public void onFilled() {}

        @Override
        public void close(CloseStatus status) {}

        @Override
        public void ping() {
            pings++;
        }

        @Override
        public void abort() {
            cut = true;
        }

        @Override
        public long stalledSince() {
            return stalledSince;
        }

        @Override
        public long sentAt() {
            return sentAt;
        }

        @Override
        public boolean isOpen() {
            return !cut;
        }

        @Override
        public boolean canPing() {
            return pingable;
        }
    }

    private WebSocketConnection enters(FakeSession fakeSession, String beats) throws Exception {
        WebSocketConnection webSocketConnection = new WebSocketConnection(
                house.chatServer,
                new ClientInfo("browser", "websocket", "127.0.0.1"),
                fakeSession,
                new ActivityTracker(now));
        String connect = "CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:" + beats + "\n\n\0";
        Frame frame = (Frame)
                new StompDecoder(Peer.CLIENT, FrameLimits.CONNECTED).decode(ByteBuffer.wrap(connect.getBytes(UTF_8)));
        webSocketConnection.onConnect(ConnectRequest.parse(frame));
        LoginRequest loginRequest = LoginRequest.resumable("ada", webSocketConnection.clientInfo(), null);
        assertThat(webSocketConnection.attach(
                        ((LoginResult.LoggedIn) house.get(house.chatServer.login(loginRequest, webSocketConnection)))
                                .session()))
                .isTrue();
        fakeSession.write();
        return webSocketConnection;
    }

    private void pass(WebSocketConnection webSocketConnection, FakeSession fakeSession, int seconds, boolean talking) {
        for (int i = 0; i < seconds && !fakeSession.cut; i++) {
            now += SECOND;
            if (talking) {
                webSocketConnection.activityTracker().onReceived(now);
            }
            heartbeatMonitor.check(webSocketConnection, now);
            fakeSession.write();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'1,1', 6, 7",
        "'0,1', 6, 7",
        "'10000,10000', 6, 7",
        "'1,30000', 2, 3",
        "'0,0', 0, 0",
        "'1,0', 0, 0",
        "'999999999,999999999', 0, 0"
    })
    void howeverOftenHeartBeatsAreAskedForOneComesEveryTenSecondsAtMost(String asked, int least, int most)
            throws Exception {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = enters(fakeSession, asked);

        pass(ada, fakeSession, 61, true);

        assertThat(fakeSession.beats).isBetween(least, most);
        assertThat(fakeSession.cut).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'0,0'", "'1,1'", "'10000,10000'", "'999999999,0'"})
    void whoeverPromisesWhateverIsPingedAndCutWhenNothingComesBack(String promised) throws Exception {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = enters(fakeSession, promised);

        pass(ada, fakeSession, 20, false);
        assertThat(fakeSession.pings).isEqualTo(1);
        assertThat(fakeSession.cut).isFalse();
        pass(ada, fakeSession, 10, false);

        assertThat(fakeSession.cut).isTrue();
        assertThat(fakeSession.pings).isEqualTo(1);
    }

    @Test
    void anAnswerToThePingIsEnoughToStay() throws Exception {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = enters(fakeSession, "0,0");
        for (int i = 0; i < 10; i++) {
            pass(ada, fakeSession, 20, false);
            ada.activityTracker().onReceived(now);
        }

        assertThat(fakeSession.pings).isEqualTo(10);
        assertThat(fakeSession.cut).isFalse();
    }

    @Test
    void aSessionOfSockJsHasAHundredAndFiftySecondsAndABeatNowAndThen() throws Exception {
        FakeSession fakeSession = new FakeSession(false);
        WebSocketConnection ada = enters(fakeSession, "0,0");

        pass(ada, fakeSession, 149, false);
        assertThat(fakeSession.cut).isFalse();
        assertThat(fakeSession.beats).isEqualTo(5);
        assertThat(fakeSession.pings).isZero();
        pass(ada, fakeSession, 1, false);

        assertThat(fakeSession.cut).isTrue();
    }

    @Test
    void whoTakesNothingForThirtySecondsIsCutHoweverMuchItSays() throws Exception {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = enters(fakeSession, "10000,10000");
        now += SECOND;
        fakeSession.stalledSince = now;

        pass(ada, fakeSession, 29, true);
        assertThat(fakeSession.cut).isFalse();
        pass(ada, fakeSession, 1, true);

        assertThat(fakeSession.cut).isTrue();
    }

    @Test
    void whoDoesNotSayWhoItIsHasFifteenSeconds() {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection nobody = new WebSocketConnection(
                house.chatServer,
                new ClientInfo("browser", "websocket", "127.0.0.1"),
                fakeSession,
                new ActivityTracker(now));

        pass(nobody, fakeSession, 14, true);
        assertThat(nobody.isClosed()).isFalse();
        pass(nobody, fakeSession, 1, true);

        assertThat(nobody.isClosed()).isTrue();
    }

    @Test
    void checksTheOtherConnectionsAfterTheCheckOfOneFails() {
        AtomicInteger checks = new AtomicInteger();
        FakeSession broken = new FakeSession(true) {
            @Override
            public long stalledSince() {
                checks.incrementAndGet();
                throw new IllegalStateException("planted");
            }
        };
        WebSocketEndpoint endpoint =
                new WebSocketEndpoint(house.chatServer, new ConnectionLimiter(0, 0), session -> broken, () -> "");
        HeartbeatMonitor monitor = new HeartbeatMonitor(
                endpoint, new RoomListBroadcaster(house.chatServer), WebSocketSettings.standard(List.of(), ""));
        endpoint.open(new StandardWebSocketSession(null, null, null, null));
        endpoint.open(new StandardWebSocketSession(null, null, null, null));

        monitor.run();

        assertThat(checks).hasValue(2);
    }
}
