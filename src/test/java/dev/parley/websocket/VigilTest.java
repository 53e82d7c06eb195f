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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.socket.CloseStatus;

/** Who is pinged, who is sent heart-beats and who is cut, second by second of a time that passes by the test's hand. */
class VigilTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TestChatServer house = new TestChatServer();
    private final Vigil vigil = new Vigil(
            new Connections(house.chatServer, new ConnectionLimiter(0, 0), new PlainLines(), () -> ""),
            new RoomList(house.chatServer),
            WebSocketSettings.standard(List.of(), ""));
    private long now;

    /** The way out, which takes what there is when it is asked to. */
    private final class Wire implements Line {
        private final OutboundQueue outboundQueue = new OutboundQueue(() -> {});
        private final boolean pingable;
        private long sentAt;
        private long stalledSince;
        private int beats;
        private int pings;
        private boolean cut;

        private Wire(boolean pingable) {
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
        public void closeAs(CloseStatus status) {}

        @Override
        public void ping() {
            pings++;
        }

        @Override
        public void cut() {
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

    private Connection enters(Wire wire, String beats) throws Exception {
        Connection connection = new Connection(
                house.chatServer, new ClientInfo("browser", "websocket", "127.0.0.1"), wire, new Liveness(now));
        String connect = "CONNECT\naccept-version:1.2\nlogin:ada\nheart-beat:" + beats + "\n\n\0";
        Frame frame = (Frame)
                new StompDecoder(Peer.CLIENT, FrameLimits.CONNECTED).decode(ByteBuffer.wrap(connect.getBytes(UTF_8)));
        connection.greeted(ConnectRequest.parse(frame));
        LoginRequest loginRequest = LoginRequest.resumable("ada", connection.clientInfo(), null);
        assertThat(connection.admit(
                        ((LoginResult.LoggedIn) house.get(house.chatServer.login(loginRequest, connection))).session()))
                .isTrue();
        wire.write();
        return connection;
    }

    private void pass(Connection connection, Wire wire, int seconds, boolean talking) {
        for (int i = 0; i < seconds && !wire.cut; i++) {
            now += SECOND;
            if (talking) {
                connection.liveness().heard(now);
            }
            vigil.look(connection, now);
            wire.write();
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
        Wire wire = new Wire(true);
        Connection ada = enters(wire, asked);

        pass(ada, wire, 61, true);

        assertThat(wire.beats).isBetween(least, most);
        assertThat(wire.cut).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'0,0'", "'1,1'", "'10000,10000'", "'999999999,0'"})
    void whoeverPromisesWhateverIsPingedAndCutWhenNothingComesBack(String promised) throws Exception {
        Wire wire = new Wire(true);
        Connection ada = enters(wire, promised);

        pass(ada, wire, 20, false);
        assertThat(wire.pings).isEqualTo(1);
        assertThat(wire.cut).isFalse();
        pass(ada, wire, 10, false);

        assertThat(wire.cut).isTrue();
        assertThat(wire.pings).isEqualTo(1);
    }

    @Test
    void anAnswerToThePingIsEnoughToStay() throws Exception {
        Wire wire = new Wire(true);
        Connection ada = enters(wire, "0,0");
        for (int i = 0; i < 10; i++) {
            pass(ada, wire, 20, false);
            ada.liveness().heard(now);
        }

        assertThat(wire.pings).isEqualTo(10);
        assertThat(wire.cut).isFalse();
    }

    @Test
    void aSessionOfSockJsHasAHundredAndFiftySecondsAndABeatNowAndThen() throws Exception {
        Wire wire = new Wire(false);
        Connection ada = enters(wire, "0,0");

        pass(ada, wire, 149, false);
        assertThat(wire.cut).isFalse();
        assertThat(wire.beats).isEqualTo(5);
        assertThat(wire.pings).isZero();
        pass(ada, wire, 1, false);

        assertThat(wire.cut).isTrue();
    }

    @Test
    void whoTakesNothingForThirtySecondsIsCutHoweverMuchItSays() throws Exception {
        Wire wire = new Wire(true);
        Connection ada = enters(wire, "10000,10000");
        now += SECOND;
        wire.stalledSince = now;

        pass(ada, wire, 29, true);
        assertThat(wire.cut).isFalse();
        pass(ada, wire, 1, true);

        assertThat(wire.cut).isTrue();
    }

    @Test
    void whoDoesNotSayWhoItIsHasFifteenSeconds() {
        Wire wire = new Wire(true);
        Connection nobody = new Connection(
                house.chatServer, new ClientInfo("browser", "websocket", "127.0.0.1"), wire, new Liveness(now));

        pass(nobody, wire, 14, true);
        assertThat(nobody.isOver()).isFalse();
        pass(nobody, wire, 1, true);

        assertThat(nobody.isOver()).isTrue();
    }
}
