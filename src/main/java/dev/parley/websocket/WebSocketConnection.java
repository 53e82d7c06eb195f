package dev.parley.websocket;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.room.Waker;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.protocol.FrameSink;
import dev.parley.protocol.OutboundQueue;
import dev.parley.protocol.StompRequest;
import dev.parley.protocol.StompSession;
import dev.parley.protocol.StompSessionFactory;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.text.RoomName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.CloseStatus;

/** Connects a {@link StompSession} with one session of the endpoint. Thread-safe; nothing blocks. */
final class WebSocketConnection implements Subscriber, FrameSink {

    private static final byte[] NOTHING = {};

    /** The time within which a client that did not read its replies must read why it is disconnected. */
    private static final Duration READ_WITHIN = Duration.ofSeconds(2);

    private final ChatServer server;
    private final ClientInfo clientInfo;
    private final SessionWriter writer;
    private final OutboundQueue queue;
    private final ActivityTracker activity;
    private final TaskScheduler scheduler;
    private final StompSession stompSession;
    private final InboundBuffer input;

    /**
     * Creates an open connection.
     *
     * @param scheduler runs delayed tasks, and reads input that waited
     * @param handler receives the requests of the client
     */
    WebSocketConnection(
            ChatServer server,
            StompSessionFactory sessions,
            ClientInfo clientInfo,
            SessionWriter writer,
            ActivityTracker activity,
            TaskScheduler scheduler,
            Consumer<StompRequest> handler) {
        this.server = server;
        this.clientInfo = clientInfo;
        this.writer = writer;
        this.queue = writer.outboundQueue();
        this.activity = activity;
        this.scheduler = scheduler;
        this.stompSession = sessions.open(this);
        this.input = new InboundBuffer(stompSession, handler, writer, task -> schedule(Duration.ZERO, task));
    }

    @Override
    public ClientInfo clientInfo() {
        return clientInfo;
    }

    /** Returns the writer. */
    SessionWriter sessionWriter() {
        return writer;
    }

    /** Returns the queue. */
    OutboundQueue outboundQueue() {
        return queue;
    }

    /** Returns the times of activity. */
    ActivityTracker activityTracker() {
        return activity;
    }

    /** Returns the session of the protocol. */
    StompSession stompSession() {
        return stompSession;
    }

    @Override
    public boolean isClosed() {
        return stompSession.isClosed() || queue.isClosing();
    }

    /** Reads input of the client. */
    void receive(ByteBuffer bytes) {
        try {
            input.receive(bytes);
        } catch (MalformedFrameException e) {
            stompSession.fail(e);
        }
    }

    @Override
    public CompletionStage<LoginResult> login(LoginRequest request) {
        return server.login(request, this);
    }

    @Override
    public void send(byte[] frame) {
        if (!queue.isClosing() && !queue.offer(frame)) {
            disconnect(DisconnectReason.tooSlow());
            // A client that reads nothing does not read the reason either.
            schedule(READ_WITHIN, this::abort);
        }
    }

    @Override
    public void onRoomRemoved(RoomName room) {
        stompSession.onRoomRemoved(room);
    }

    @Override
    public void onNotice(String sentence) {
        stompSession.onNotice(sentence);
    }

    @Override
    public void onOwnStateChanged() {
        stompSession.onOwnStateChanged();
    }

    /** Runs the task on another thread than that of the writer, which holds the lock of the socket. */
    @Override
    public void whenWritten(Runnable task) {
        if (!queue.awaitWritten(() -> schedule(Duration.ZERO, task))) {
            task.run();
        }
    }

    @Override
    public void sendLatest(Supplier<List<byte[]>> frames) {
        queue.offerLatest(frames);
    }

    @Override
    public void subscribe(Cursor cursor, EventEncoder<byte[]> encoder) {
        queue.subscribe(cursor, encoder);
    }

    @Override
    public void unsubscribe(Cursor cursor) {
        queue.unsubscribe(cursor);
    }

    @Override
    public void resumeReads() {
        input.resume();
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        var unused = scheduler.schedule(task, Instant.now().plus(delay));
    }

    @Override
    public void close(CloseCause cause, @Nullable DisconnectReason reason, byte @Nullable [] last) {
        if (cause == CloseCause.QUIT || reason == null) {
            // Without waiting for the socket: a page that is closed does not answer.
            stompSession.close(cause);
        }
        close(reason == null ? CloseStatus.NORMAL : CloseCodes.statusOf(reason), reason, last);
    }

    @Override
    public void close(MalformedFrameException malformed, byte[] last) {
        close(CloseCodes.statusOf(malformed.fault()), DisconnectReason.malformed(malformed.sentence()), last);
    }

    @Override
    public void refuse(Refusal refusal, byte[] last) {
        close(CloseCodes.statusOf(refusal), null, last);
    }

    /** Closes the connection for a limit or a ban. */
    void refuse(DisconnectReason reason) {
        close(CloseCodes.statusOf(reason), null, stompSession.encode(reason));
    }

    private void close(CloseStatus status, @Nullable DisconnectReason reason, byte @Nullable [] last) {
        writer.close(status);
        if (!writer.canPing()) {
            // A SockJS client that sends no further request does not receive the close code.
            schedule(READ_WITHIN, this::abort);
        }
        if (queue.close(last == null ? NOTHING : last) && reason != null) {
            Session here = stompSession.session();
            server.events().disconnected(clientInfo, here == null ? null : here.user(), reason);
        }
    }

    @Override
    public void wake(Cursor cursor) {
        queue.wake(cursor);
    }

    @Override
    public Waker waker(Cursor cursor) {
        return writer.waker(cursor);
    }

    @Override
    public void onDirectMessage(DirectMessage message) {
        stompSession.onDirectMessage(message);
    }

    /** Runs the task on another thread than that of the writer, which holds the lock of the socket. */
    @Override
    public void whenWritable(Runnable task) {
        if (!queue.awaitDrained(() -> schedule(Duration.ZERO, task))) {
            task.run();
        }
    }

    @Override
    public void disconnect(DisconnectReason reason) {
        close(CloseCause.CLOSED, reason, stompSession.encode(reason));
    }

    /** Ends the session after its socket has closed. */
    void onClosed(CloseCause cause) {
        stompSession.close(cause);
        queue.discard();
    }

    /** Aborts a connection that counts as lost, without waiting for its socket. */
    void abort() {
        stompSession.close(CloseCause.LOST);
        queue.close(NOTHING);
        queue.discard();
        writer.abort();
    }

    @Override
    public String toString() {
        return "Connection from " + clientInfo.address();
    }
}
