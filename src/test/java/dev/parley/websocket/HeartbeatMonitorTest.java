package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.chat.session.TestChatServer;
import dev.parley.command.TestCommands;
import dev.parley.protocol.OutboundQueue;
import dev.parley.protocol.StompRequest;
import dev.parley.protocol.StompSessionFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;

/** Checks pings, heart-beats and timeouts with a manual clock. */
class HeartbeatMonitorTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TestChatServer testChatServer = new TestChatServer();
    private final StompSessionFactory sessions = new StompSessionFactory(
            testChatServer.chatServer,
            TestCommands.registry(),
            new LoginThrottle(ServerPassword.NONE, testChatServer.scheduler, System::nanoTime));
    private final HeartbeatMonitor heartbeatMonitor = new HeartbeatMonitor(
            endpoint(new BlockingSessionWriterFactory(new ReplyBudget(0))), WebSocketSettings.standard(List.of()));
    private long now;

    private WebSocketEndpoint endpoint(SessionWriterFactory factory) {
        return new WebSocketEndpoint(
                testChatServer.chatServer,
                new ConnectionLimiter(0, 0),
                sessions,
                factory,
                SimpleAsyncTaskScheduler::new,
                () -> "");
    }

    private WebSocketConnection webSocketConnection(FakeSession fakeSession) {
        return new WebSocketConnection(
                testChatServer.chatServer,
                sessions,
                new ClientInfo("browser", "websocket", "127.0.0.1"),
                fakeSession,
                new ActivityTracker(now),
                new SimpleAsyncTaskScheduler(),
                StompRequest::handle);
    }

    /** Counts pings and heart-beats, and takes frames from its queue when the test calls {@link #write()}. */
    private class FakeSession extends FakeSessionWriter {
        private final boolean pingable;
        private long sentAt;
        private long stalledSince;
        private int heartBeats;
        private int pings;

        private FakeSession(boolean pingable) {
            this.pingable = pingable;
        }

        private void write() {
            OutboundQueue.WriteBatch writeBatch = new OutboundQueue.WriteBatch();
            outboundQueue().poll(1 << 16, writeBatch);
            for (byte[] frame : writeBatch.frames()) {
                heartBeats += frame.length == 1 ? 1 : 0;
                sentAt = now;
            }
        }

        @Override
        public void ping() {
            pings++;
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
        public boolean canPing() {
            return pingable;
        }
    }

    private WebSocketConnection connect(FakeSession fakeSession, String heartBeat) {
        WebSocketConnection webSocketConnection = webSocketConnection(fakeSession);
        String connect = "CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:" + heartBeat + "\n\n\0";
        webSocketConnection.receive(ByteBuffer.wrap(connect.getBytes(UTF_8)));
        testChatServer.settle();
        webSocketConnection.activityTracker().onReceived(now);
        assertThat(webSocketConnection.stompSession().session()).isNotNull();
        fakeSession.write();
        return webSocketConnection;
    }

    private void advance(
            WebSocketConnection webSocketConnection, FakeSession fakeSession, int seconds, boolean receiving) {
        for (int i = 0; i < seconds && !fakeSession.isAborted(); i++) {
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
    void serverSendsAtMostOneHeartBeatInTenSeconds(String requested, int least, int most) {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = connect(fakeSession, requested);

        advance(ada, fakeSession, 61, true);

        assertThat(fakeSession.heartBeats).isBetween(least, most);
        assertThat(fakeSession.isAborted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'0,0'", "'1,1'", "'10000,10000'", "'999999999,0'"})
    void silentConnectionIsPingedOnceAndThenAborted(String promised) {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = connect(fakeSession, promised);

        advance(ada, fakeSession, 20, false);
        assertThat(fakeSession.pings).isEqualTo(1);
        assertThat(fakeSession.isAborted()).isFalse();
        advance(ada, fakeSession, 10, false);

        assertThat(fakeSession.isAborted()).isTrue();
        assertThat(fakeSession.pings).isEqualTo(1);
    }

    @Test
    void answerToEachPingKeepsTheConnectionOpen() {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = connect(fakeSession, "0,0");
        for (int i = 0; i < 10; i++) {
            advance(ada, fakeSession, 20, false);
            ada.activityTracker().onReceived(now);
        }

        assertThat(fakeSession.pings).isEqualTo(10);
        assertThat(fakeSession.isAborted()).isFalse();
    }

    @Test
    void sockJsSessionGetsHeartBeatsAndIsAbortedAfter150SilentSeconds() {
        FakeSession fakeSession = new FakeSession(false);
        WebSocketConnection ada = connect(fakeSession, "0,0");

        advance(ada, fakeSession, 149, false);
        assertThat(fakeSession.isAborted()).isFalse();
        assertThat(fakeSession.heartBeats).isEqualTo(5);
        assertThat(fakeSession.pings).isZero();
        advance(ada, fakeSession, 1, false);

        assertThat(fakeSession.isAborted()).isTrue();
    }

    @Test
    void connectionStalledFor30SecondsIsAbortedEvenIfItSends() {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection ada = connect(fakeSession, "10000,10000");
        now += SECOND;
        fakeSession.stalledSince = now;

        advance(ada, fakeSession, 29, true);
        assertThat(fakeSession.isAborted()).isFalse();
        advance(ada, fakeSession, 1, true);

        assertThat(fakeSession.isAborted()).isTrue();
    }

    @Test
    void connectionWithoutConnectIsClosedAfter15Seconds() {
        FakeSession fakeSession = new FakeSession(true);
        WebSocketConnection anonymous = webSocketConnection(fakeSession);

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
        WebSocketEndpoint endpoint = endpoint(session -> broken);
        HeartbeatMonitor monitor = new HeartbeatMonitor(endpoint, WebSocketSettings.standard(List.of()));
        endpoint.open(new StandardWebSocketSession(null, null, null, null), StompRequest::handle);
        endpoint.open(new StandardWebSocketSession(null, null, null, null), StompRequest::handle);

        monitor.run();

        assertThat(checks).hasValue(2);
    }
}
