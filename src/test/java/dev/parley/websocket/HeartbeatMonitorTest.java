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

/** Checks pings, heart-beats and timeouts with a manual clock. */
class HeartbeatMonitorTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TestChatServer testChatServer = new TestChatServer();
    private final HeartbeatMonitor heartbeatMonitor = new HeartbeatMonitor(
            new WebSocketEndpoint(
                    testChatServer.chatServer,
                    new ConnectionLimiter(0, 0),
                    new BlockingSessionWriterFactory(),
                    () -> ""),
            new RoomListBroadcaster(testChatServer.chatServer),
            WebSocketSettings.standard(List.of()));
    private long now;

    /** Counts pings and heart-beats, and takes frames from its queue when the test calls {@link #write()}. */
    private class FakeSession implements SessionWriter {
        private final OutboundQueue outboundQueue = new OutboundQueue(() -> {});
        private final boolean pingable;
        private long sentAt;
        private long stalledSince;
        private int heartBeats;
        private int pings;
        private boolean aborted;

        private FakeSession(boolean pingable) {
            this.pingable = pingable;
        }

        private void write() {
            OutboundQueue.WriteBatch writeBatch = new OutboundQueue.WriteBatch();
            outboundQueue.poll(1 << 16, writeBatch);
            for (byte[] frame : writeBatch.frames()) {
                heartBeats += frame.length == 1 ? 1 : 0;
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
            aborted = true;
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
            return !aborted;
        }

        @Override
        public boolean canPing() {
            return pingable;
        }
    }

    private WebSocketConnection connect(FakeSession fakeSession, String heartBeat) throws Exception {
        WebSocketConnection webSocketConnection = new WebSocketConnection(
                testChatServer.chatServer,
                new ClientInfo("browser", "websocket", "127.0.0.1"),
                fakeSession,
                new ActivityTracker(now));
        String connect = "CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:" + heartBeat + "\n\n\0";
        Frame frame = (Frame)
                new StompDecoder(Peer.CLIENT, FrameLimits.CONNECTED).decode(ByteBuffer.wrap(connect.getBytes(UTF_8)));
        webSocketConnection.onConnect(ConnectRequest.parse(frame));
        LoginRequest loginRequest = LoginRequest.resumable("ada", webSocketConnection.clientInfo(), null);
        assertThat(webSocketConnection.attach(((LoginResult.LoggedIn)
                                testChatServer.get(testChatServer.chatServer.login(loginRequest, webSocketConnection)))
                        .session()))
                .isTrue();
        fakeSession.write();
        return webSocketConnection;
    }

    private void advance(
            WebSocketConnection webSocketConnection, FakeSession fakeSession, int seconds, boolean receiving) {
        for (int i = 0; i < seconds && !fakeSession.aborted; i++) {
            now += SECOND;
            if (receiving) {
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
    void serverSendsAtMostOneHeartBeatInTenSeconds(String requested, int least, int most) throws Exception {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = connect(fakeSession, requested);

        advance(ada, fakeSession, 61, true);

        assertThat(fakeSession.heartBeats).isBetween(least, most);
        assertThat(fakeSession.aborted).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'0,0'", "'1,1'", "'10000,10000'", "'999999999,0'"})
    void silentConnectionIsPingedOnceAndThenAborted(String promised) throws Exception {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = connect(fakeSession, promised);

        advance(ada, fakeSession, 20, false);
        assertThat(fakeSession.pings).isEqualTo(1);
        assertThat(fakeSession.aborted).isFalse();
        advance(ada, fakeSession, 10, false);

        assertThat(fakeSession.aborted).isTrue();
        assertThat(fakeSession.pings).isEqualTo(1);
    }

    @Test
    void answerToEachPingKeepsTheConnectionOpen() throws Exception {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = connect(fakeSession, "0,0");
        for (int i = 0; i < 10; i++) {
            advance(ada, fakeSession, 20, false);
            ada.activityTracker().onReceived(now);
        }

        assertThat(fakeSession.pings).isEqualTo(10);
        assertThat(fakeSession.aborted).isFalse();
    }

    @Test
    void sockJsSessionGetsHeartBeatsAndIsAbortedAfter150SilentSeconds() throws Exception {
        FakeSession fakeSession = new FakeSession(false);
        WebSocketConnection ada = connect(fakeSession, "0,0");

        advance(ada, fakeSession, 149, false);
        assertThat(fakeSession.aborted).isFalse();
        assertThat(fakeSession.heartBeats).isEqualTo(5);
        assertThat(fakeSession.pings).isZero();
        advance(ada, fakeSession, 1, false);

        assertThat(fakeSession.aborted).isTrue();
    }

    @Test
    void connectionStalledFor30SecondsIsAbortedEvenIfItSends() throws Exception {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = connect(fakeSession, "10000,10000");
        now += SECOND;
        fakeSession.stalledSince = now;

        advance(ada, fakeSession, 29, true);
        assertThat(fakeSession.aborted).isFalse();
        advance(ada, fakeSession, 1, true);

        assertThat(fakeSession.aborted).isTrue();
    }

    @Test
    void connectionWithoutConnectIsClosedAfter15Seconds() {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection anonymous = new WebSocketConnection(
                testChatServer.chatServer,
                new ClientInfo("browser", "websocket", "127.0.0.1"),
                fakeSession,
                new ActivityTracker(now));

        advance(anonymous, fakeSession, 14, true);
        assertThat(anonymous.isClosed()).isFalse();
        advance(anonymous, fakeSession, 1, true);

        assertThat(anonymous.isClosed()).isTrue();
    }

    @Test
    void monitorChecksTheOtherConnectionsAfterTheCheckOfOneFails() {
        AtomicInteger checks = new AtomicInteger();
        FakeSession broken = new FakeSession(true) {
            @Override
            public long stalledSince() {
                checks.incrementAndGet();
                throw new IllegalStateException("planted");
            }
        };
        WebSocketEndpoint endpoint = new WebSocketEndpoint(
                testChatServer.chatServer, new ConnectionLimiter(0, 0), session -> broken, () -> "");
        HeartbeatMonitor monitor = new HeartbeatMonitor(
                endpoint, new RoomListBroadcaster(testChatServer.chatServer), WebSocketSettings.standard(List.of()));
        endpoint.open(new StandardWebSocketSession(null, null, null, null));
        endpoint.open(new StandardWebSocketSession(null, null, null, null));

        monitor.run();

        assertThat(checks).hasValue(2);
    }
}
