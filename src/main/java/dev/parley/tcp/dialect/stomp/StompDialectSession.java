package dev.parley.tcp.dialect.stomp;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.protocol.FrameSink;
import dev.parley.protocol.StompRequest;
import dev.parley.protocol.StompSession;
import dev.parley.protocol.StompSessionFactory;
import dev.parley.stomp.FrameLimits;
import dev.parley.tcp.Dialect;
import dev.parley.tcp.DialectSession;
import dev.parley.tcp.TcpConnection;
import dev.parley.text.RoomName;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connects a {@link StompSession} with its TCP connection, to whose event loop both are confined. */
final class StompDialectSession implements DialectSession, FrameSink {

    private final Dialect dialect;
    private final TcpConnection connection;
    private final StompSession session;
    private final HeartbeatTimer heartbeatTimer;

    StompDialectSession(Dialect dialect, TcpConnection connection, StompSessionFactory sessions) {
        this.dialect = dialect;
        this.connection = connection;
        this.session = sessions.open(this);
        this.heartbeatTimer =
                new HeartbeatTimer(connection, session::sendHeartbeat, () -> connection.close(CloseCause.LOST, null));
    }

    @Override
    public void read(ByteBuf input) {
        heartbeatTimer.onReceived();
        ByteBuffer bytes = input.nioBuffer();
        session.read(bytes, StompRequest::handle);
        input.skipBytes(input.readableBytes() - bytes.remaining());
    }

    @Override
    public boolean isWaiting() {
        return session.isHeld();
    }

    /** The decoder consumes all input and enforces its own limits. */
    @Override
    public int maxPendingBytes() {
        return FrameLimits.CONNECTED.maxFrameBytes();
    }

    /** Closes the connection after all pending replies; an incomplete last frame is dropped. */
    @Override
    public void onInputClosed() {
        session.finish(() -> connection.close(CloseCause.CLOSED, null));
    }

    @Override
    public byte @Nullable [] encode(Cursor cursor, Delivery delivery) {
        return session.encode(cursor, delivery);
    }

    @Override
    public void onDirectMessage(DirectMessage message) {
        session.onDirectMessage(message);
    }

    @Override
    public void onRoomRemoved(RoomName room) {
        session.onRoomRemoved(room);
    }

    @Override
    public void onNotice(String sentence) {
        session.onNotice(sentence);
    }

    @Override
    public void onOwnStateChanged() {
        session.onOwnStateChanged();
    }

    @Override
    public byte[] encode(DisconnectReason reason) {
        return session.encode(reason);
    }

    @Override
    public void onClosed(CloseCause cause) {
        heartbeatTimer.stop();
        session.close(cause);
    }

    @Override
    public ClientInfo clientInfo() {
        return connection.clientInfo(dialect);
    }

    @Override
    public CompletionStage<LoginResult> login(LoginRequest request) {
        CompletableFuture<LoginResult> answer = new CompletableFuture<>();
        connection.login(request, result -> {
            answer.complete(result);
            if (result instanceof LoginResult.LoggedIn) {
                heartbeatTimer.start(session.heartbeat());
            }
        });
        return answer;
    }

    @Override
    public void send(byte[] frame) {
        connection.send(frame);
    }

    @Override
    public void sendLatest(Supplier<List<byte[]>> frames) {
        connection.output().writeLatest(frames);
    }

    @Override
    public void whenWritten(Runnable task) {
        connection.output().whenWritten(task);
    }

    @Override
    public boolean isClosed() {
        return connection.isClosed();
    }

    @Override
    public boolean isHeld() {
        return connection.isHeld();
    }

    @Override
    public void resumeReads() {
        connection.feed();
    }

    @Override
    public void close(CloseCause cause, @Nullable DisconnectReason reason, byte @Nullable [] last) {
        if (reason == null) {
            connection.close(cause, last);
        } else {
            connection.close(cause, reason, last);
        }
    }

    @Override
    public void refuse(Refusal refusal, byte[] last) {
        connection.close(CloseCause.CLOSED, last);
    }

    @Override
    public void execute(Runnable task) {
        connection.execute(task);
    }

    /** Schedules on the event loop, where the server may have stopped it. */
    @Override
    public void schedule(Duration delay, Runnable task) {
        connection.execute(() -> {
            Future<?> unused = connection.schedule(delay, task);
        });
    }
}
