package dev.parley.tcp;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.chat.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection on the TCP port. Reads only as fast as its dialect processes the input and writes only as fast as the
 * client reads. Confined to its event loop, except for the methods that say otherwise. {@link TcpSubscriber} is the connection
 * as the core sees it.
 */
public final class TcpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    private final Channel channel;
    private final ConnectionAddresses addresses;
    private final LoopTasks tasks;
    private final ChatServer server;
    private final List<Dialect> dialects;
    private final InboundHandler handler;
    private final OutboundWriter outboundWriter;
    private final TcpSubscriber subscriber;
    private final ConnectionCloser connectionCloser;
    private final LoginTimer loginTimer;
    private final ReadHolds readHolds = new ReadHolds(this);

    private DialectSession dialectSession;
    private @Nullable Session session;
    private @Nullable CloseCause closeCause;
    private boolean outputLost;
    private int firstWriteBytes;
    private volatile @Nullable String dialect; // safe from any thread

    TcpConnection(
            Channel channel,
            ConnectionAddresses addresses,
            ChatServer server,
            TcpSettings settings,
            List<Dialect> dialects,
            LoopSubscribers subscribers,
            HalfOpenConnections halfOpenConnections,
            ReplyBudget replyBudget,
            boolean requestsNick) {
        this.channel = channel;
        this.addresses = addresses;
        this.tasks = new LoopTasks(channel.eventLoop(), this::onFailure);
        this.server = server;
        this.dialects = dialects;
        this.handler = new InboundHandler(this);
        this.outboundWriter = new OutboundWriter(
                channel, this, subscribers, handler.quickAck(), settings.stallTimeout(), new PendingBytes(replyBudget));
        this.subscriber = new TcpSubscriber(this, outboundWriter);
        this.connectionCloser = new ConnectionCloser(channel, handler, settings.closeTimeout(), halfOpenConnections);
        this.loginTimer = new LoginTimer(this, settings, this::onLoginTimeout);
        this.dialectSession = new DialectDetector(this, dialects, settings.greetingDelay(), requestsNick);
    }

    ChannelHandler handler() {
        return handler;
    }

    /** Starts the login timeout and dialect detection. */
    void start() {
        loginTimer.start();
        if (dialectSession instanceof DialectDetector dialectDetector) {
            dialectDetector.start();
        }
    }

    public ChatServer chatServer() {
        return server;
    }

    /** Returns the transport, dialect and remote address of this client. */
    public ClientInfo clientInfo(Dialect dialect) {
        return addresses.clientInfo(dialect.name(), channel);
    }

    ConnectionAddresses addresses() {
        return addresses;
    }

    /** Returns whether the text is the number of the local port, which some programs send before the nickname. */
    public boolean isLocalPort(String text) {
        return text.equals(addresses.localPort());
    }

    /** Returns whether the client has sent a telnet command. */
    public boolean isTelnet() {
        return handler.isTelnet();
    }

    /** Returns how many bytes the client sent before its first pause; 0 if it has made none. */
    public int firstWriteBytes() {
        return firstWriteBytes;
    }

    void setFirstWriteBytes(int bytes) {
        firstWriteBytes = bytes;
    }

    /** Converts the input in this buffer, and all further input and output. */
    void useUtf16(Utf16 utf16, ByteBuf input) {
        utf16.decode(input);
        handler.useUtf16(utf16);
        outboundWriter.useUtf16(utf16);
    }

    /** Returns whether the client was prompted for a nickname. */
    public boolean isPrompted() {
        return loginTimer.isPrompted();
    }

    /** Returns the name of the dialect; null until it is detected. Safe from any thread. */
    @Nullable
    String dialect() {
        return dialect;
    }

    /** Returns the number of room events written. Safe from any thread. */
    long delivered() {
        return outboundWriter.delivered();
    }

    /** Starts the prompt timeout in place of the login timeout, because a person needs more time than a program. */
    public void markPrompted() {
        if (session == null) {
            loginTimer.markPrompted();
        }
    }

    /** Logs in and passes the result to {@code then}. Reads are held meanwhile. */
    public void login(LoginRequest request, Consumer<LoginResult> then) {
        await(
                server.login(request, subscriber).thenApply(result -> {
                    if (result instanceof LoginResult.LoggedIn in
                            && !tasks.tryExecute(() -> onLoggedIn(in.session()))) {
                        in.session().close(CloseCause.LOST);
                    }
                    return result;
                }),
                then);
    }

    private void onLoggedIn(Session granted) {
        if (closeCause != null) {
            granted.close(closeCause);
            return;
        }
        session = granted;
        loginTimer.cancel();
    }

    /** Passes the answer to {@code then} on the event loop. Reads are held meanwhile. */
    public <T> void await(CompletionStage<T> answer, Consumer<T> then) {
        readHolds.await(answer, then);
    }

    /** Holds reads for a time, then runs {@code then}. */
    public void pauseReads(Duration time, Runnable then) {
        readHolds.pause(time, then);
    }

    /** Returns whether nothing is read: a result is pending, reads are paused, output is congested, or all is closed. */
    public boolean isHeld() {
        return readHolds.isHeld() || dialectSession.isWaiting() || outboundWriter.isCongested() || isClosed();
    }

    /** Runs {@code task} later on the event loop, even if the connection is closed; its exception closes the connection. */
    public ScheduledFuture<?> schedule(Duration time, Runnable task) {
        return tasks.schedule(time, task);
    }

    /** Sends bytes to this client, in order with all other output. */
    public void send(byte[] bytes) {
        if (!isClosed()) {
            outboundWriter.write(bytes);
        }
    }

    /** Returns the output for all that {@link #send} does not do. */
    public DialectOutput output() {
        return outboundWriter;
    }

    /**
     * Closes the connection: writes pending output that the client accepts at once, then these bytes. Later calls have
     * no effect.
     */
    public void close(CloseCause cause, byte @Nullable [] bytes) {
        if (isClosed()) {
            return;
        }
        outboundWriter.drain();
        Duration pause = bytes == null ? Duration.ZERO : dialectSession.closeDelay();
        boolean staysHalfOpen = dialectSession.readsOnlyAfterSending();
        end(outputLost && cause == CloseCause.CLOSED ? CloseCause.LOST : cause);
        if (outputLost) {
            connectionCloser.reset();
        } else if (pause.isZero()) {
            connectionCloser.closeAfter(outboundWriter.finish(bytes), staysHalfOpen);
        } else {
            ScheduledFuture<?> unused =
                    schedule(pause, () -> connectionCloser.closeAfter(outboundWriter.finish(bytes), staysHalfOpen));
        }
    }

    /** Closes the connection and reports the reason as an event. */
    public void close(CloseCause cause, DisconnectReason reason, byte @Nullable [] bytes) {
        if (!isClosed()) {
            reportDisconnect(reason);
            close(cause, bytes);
        }
    }

    private void reportDisconnect(DisconnectReason reason) {
        Session own = session;
        server.events().disconnected(addresses.clientInfo(dialect, channel), own == null ? null : own.user(), reason);
    }

    /** Sends the reason and closes the connection, later on the event loop. Safe from any thread. */
    public void disconnect(DisconnectReason reason) {
        execute(() -> disconnectNow(reason));
    }

    void disconnectNow(DisconnectReason reason) {
        close(CloseCause.CLOSED, reason, dialectSession.encode(reason));
    }

    /** Returns the current session of the connection. */
    DialectSession dialectSession() {
        return dialectSession;
    }

    /** Opens a session of the detected dialect. */
    void selectDialect(Dialect dialect) {
        dialectSession.onClosed();
        this.dialect = dialect.name();
        dialectSession = dialect.open(this);
    }

    /** Resumes deliveries after {@link DialectSession#demand} was 0, or after the channel was not writable. */
    public void resumeDeliveries() {
        outboundWriter.drain();
    }

    /**
     * Switches to the first later dialect in the order that recognises the input, which must not have been consumed.
     * Returns false if there is none.
     */
    public boolean replaceDialect(Dialect from, ByteBuf input) {
        Optional<Dialect> next = DialectDetector.findAfter(from, dialects, input);
        next.ifPresent(this::selectDialect);
        return next.isPresent();
    }

    /** Returns the session, for a dialect that takes over after the login; null before it. */
    public @Nullable Session session() {
        return session;
    }

    /** Processes buffered input again after the session stopped waiting. */
    public void feed() {
        handler.decodePending();
    }

    /** Disconnects a client that does not read, without a message, which it would not read either. */
    void onSlowConsumer() {
        if (!isClosed()) {
            reportDisconnect(DisconnectReason.tooSlow());
            end(CloseCause.LOST);
        }
        connectionCloser.reset();
    }

    /** Called when the connection is broken. */
    void onLost() {
        end(CloseCause.LOST);
        connectionCloser.reset();
    }

    /** Called when the client accepts no more output. Processes the input that has arrived before it closes. */
    void onOutputLost() {
        if (isClosed() || !connectionCloser.tryFinishInput(this::onLost)) {
            onLost();
        } else {
            outputLost = true;
            outboundWriter.discard();
            execute(this::feed);
        }
    }

    void onInactive() {
        end(CloseCause.LOST);
        outboundWriter.discard();
    }

    /** Called on an unexpected exception. */
    void onFailure(Throwable cause) {
        LOG.error("A connection on the TCP port was closed after an unexpected exception.", cause);
        onLost();
    }

    void closeNow() {
        connectionCloser.closeNow();
    }

    CompletableFuture<?> closeFuture() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        channel.closeFuture().addListener(closed -> done.complete(true));
        return done;
    }

    public boolean isClosed() {
        return closeCause != null;
    }

    private void onLoginTimeout() {
        if (!isClosed() && session == null) {
            disconnectNow(DisconnectReason.loginTimeout());
        }
    }

    private void end(CloseCause cause) {
        if (isClosed()) {
            return;
        }
        closeCause = cause;
        loginTimer.cancel();
        dialectSession.onClosed(cause);
        outboundWriter.close();
        if (session != null) {
            session.close(cause);
        }
    }

    /**
     * Runs a task later on the event loop, in call order. Safe from any thread; has no effect once the event loop has
     * stopped.
     */
    public void execute(Runnable task) {
        boolean unused = tasks.tryExecute(task);
    }
}
