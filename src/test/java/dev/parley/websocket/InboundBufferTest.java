package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.TestChatServer;
import dev.parley.command.TestCommands;
import dev.parley.protocol.StompRequest;
import dev.parley.protocol.StompSessionFactory;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompCommand;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/** Checks the order and the bound of input that waits for a login or a join. */
class InboundBufferTest {

    private static final String CONNECT = "CONNECT\naccept-version:1.2\nlogin:ada\n\n\0";
    private static final String JOIN = "SUBSCRIBE\nid:0\ndestination:/topic/rooms/lobby\n\n\0";
    private static final String SUBSCRIBE = "SUBSCRIBE\nid:1\ndestination:/topic/rooms\n\n\0";

    private final TestChatServer server = new TestChatServer();
    private final List<StompCommand> requests = new ArrayList<>();
    private final List<String> reads = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PausableWriter writer = new PausableWriter();
    private final WebSocketConnection connection = new WebSocketConnection(
            server.chatServer,
            new StompSessionFactory(
                    server.chatServer,
                    TestCommands.registry(),
                    new LoginThrottle(ServerPassword.NONE, server.scheduler, System::nanoTime)),
            new ClientInfo("browser", "websocket", "127.0.0.1"),
            writer,
            new ActivityTracker(0),
            new SimpleAsyncTaskScheduler(),
            StompRequest::handle);
    private final InboundBuffer inboundBuffer =
            new InboundBuffer(connection.stompSession(), this::handle, writer, tasks::add);

    /** Records when reads are paused. */
    private final class PausableWriter extends FakeSessionWriter {
        @Override
        public void pauseReads() {
            reads.add("paused");
        }

        @Override
        public void resumeReads() {
            reads.add("resumed");
        }
    }

    private void handle(StompRequest request) {
        requests.add(request.frame().stompCommand());
        request.handle();
    }

    private void receive(String text) throws MalformedFrameException {
        inboundBuffer.receive(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    /** Completes the results, and reads the input that waited for them. */
    private void settle() {
        server.settle();
        inboundBuffer.resume();
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void inputBehindAJoinWaitsForItAndKeepsItsOrder() throws Exception {
        receive(CONNECT);
        settle();
        receive(JOIN + SUBSCRIBE.substring(0, 9));
        receive(SUBSCRIBE.substring(9));
        receive("UNSUBSCRIBE\nid:1\n\n\0");
        assertThat(requests).containsExactly(StompCommand.CONNECT, StompCommand.SUBSCRIBE);
        assertThat(reads).containsExactly("paused");

        settle();

        assertThat(requests.subList(2, 4)).containsExactly(StompCommand.SUBSCRIBE, StompCommand.UNSUBSCRIBE);
        assertThat(reads).containsExactly("paused", "resumed");
    }

    @Test
    void readsAreNotPausedWithoutInput() throws Exception {
        receive(CONNECT);
        settle();
        receive(JOIN);
        settle();

        assertThat(reads).isEmpty();
        assertThat(connection.stompSession().isHeld()).isFalse();
    }

    @Test
    void inputAboveTheBoundIsRejected() throws Exception {
        receive(CONNECT);
        settle();
        receive(JOIN);
        receive("\n".repeat(InboundBuffer.MAX_BYTES));

        assertThatThrownBy(() -> receive("\n"))
                .isInstanceOfSatisfying(
                        MalformedFrameException.class,
                        rejected -> assertThat(rejected.sentence()).contains("receipts"));
    }

    @Test
    void inputOfAClosedConnectionIsDiscarded() throws Exception {
        receive(CONNECT);
        settle();
        receive(JOIN + SUBSCRIBE);
        connection.abort();

        settle();
        receive(SUBSCRIBE);

        assertThat(requests).containsExactly(StompCommand.CONNECT, StompCommand.SUBSCRIBE);
        assertThat(reads).containsExactly("paused", "resumed");
    }
}
