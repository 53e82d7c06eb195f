package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.room.Waker;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection on the terminal port: reads no faster than its dialect deals with what was read, and writes no faster
 * than the peer takes it. Confined to its event loop, but for what {@link Subscriber} promises.
 */
public final class TcpConnection implements Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    private final Channel channel;
    private final String address;
    private final ChatServer chatServer;
    private final List<Dialect> dialects;
    private final TcpSettings settings;
    private final InboundHandler inboundHandler;
    private final OutboundWriter outboundWriter;
    private final ConnectionCloser connectionCloser;

    private DialectSession dialectSession;
    private @Nullable Session session;
    private @Nullable CloseCause closeCause;
    private @Nullable Future<?> deadline;
    private volatile @Nullable String dialect; // read anywhere
    private boolean prompted;
    private int holds;

    TcpConnection(
            Channel channel,
            String address,
            ChatServer chatServer,
            TcpSettings settings,
            List<Dialect> dialects,
            LoopSubscribers loopSubscribers) {
        this.channel = channel;
        this.address = address;
        this.chatServer = chatServer;
        this.dialects = dialects;
        this.settings = settings;
        this.inboundHandler = new InboundHandler(this);
        this.outboundWriter = new OutboundWriter(channel, this, loopSubscribers, settings.stall());
        this.connectionCloser = new ConnectionCloser(channel, inboundHandler, settings.parting());
        this.dialectSession = new DialectDetector(this, dialects, settings.greeting());
    }

    /** What the channel's pipeline ends in. */
    ChannelHandler handler() {
        return inboundHandler;
    }

    /** The connection is open. */
    void start() {
        deadline = schedule(settings.naming(), this::onLoginTimeout);
        if (dialectSession instanceof DialectDetector dialectDetector) {
            dialectDetector.start();
        }
    }

    /** The house that everybody enters. */
    public ChatServer chatServer() {
        return chatServer;
    }

    /** Where whoever speaks this dialect speaks from. */
    public ClientInfo clientInfo(Dialect dialect) {
        return new ClientInfo("terminal", dialect.name(), address);
    }

    /** The address of this machine that it has connected to; null if it has none. */
    @Nullable
    InetAddress local() {
        return channel.localAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
    }

    /** Whether it has been asked for a name. */
    public boolean isPrompted() {
        return prompted;
    }

    /** What is spoken; null as long as that is not known. Safe from any thread. */
    @Nullable
    String dialect() {
        return dialect;
    }

    /** How many events of rooms it was told. Safe from any thread. */
    long delivered() {
        return outboundWriter.delivered();
    }

    /** Notes that it has been asked for a name: a person has more time to answer than a program. */
    public void markPrompted() {
        if (!prompted && session == null) {
            prompted = true;
            cancelDeadline();
            deadline = schedule(settings.prompt(), this::onLoginTimeout);
        }
    }

    /** Asks to be let in; {@code then} gets the answer. Nothing is read meanwhile. */
    public void login(LoginRequest loginRequest, Consumer<LoginResult> then) {
        await(
                chatServer.login(loginRequest, this).thenApply(loginResult -> {
                    if (loginResult instanceof LoginResult.LoggedIn in && !hand(() -> onLoggedIn(in.session()))) {
                        in.session().close(CloseCause.LOST);
                    }
                    return loginResult;
                }),
                then);
    }

    private void onLoggedIn(Session granted) {
        if (closeCause != null) {
            granted.close(closeCause);
            return;
        }
        session = granted;
        cancelDeadline();
    }

    /** Waits for an answer and hands it to {@code then}, on the event loop. Nothing is read meanwhile. */
    public <T> void await(CompletionStage<T> answer, Consumer<T> then) {
        holds++;
        answer.whenComplete((value, failure) -> execute(() -> release(() -> {
            if (failure == null) {
                then.accept(value);
            } else {
                LOG.error("A request from the terminal port failed.", failure);
                farewellHere(DisconnectReason.storageFailed());
            }
        })));
    }

    /** Reads nothing for so long, then does {@code then}. */
    public void pauseReads(Duration time, Runnable then) {
        holds++;
        Future<?> unused = schedule(time, () -> release(then));
    }

    private void release(Runnable then) {
        holds--;
        if (!isClosed()) {
            then.run();
        }
        inboundHandler.decodePending();
    }

    /** Whether an answer is awaited or a rest taken, or the peer does not take what it was told: read nothing. */
    public boolean isHeld() {
        return holds > 0 || outboundWriter.isCongested() || isClosed();
    }

    /**
     * Runs {@code task} later on the event loop, when the connection may be closed already. An exception of the task closes
     * the connection, so that no timer of it stops unnoticed.
     */
    public Future<?> schedule(Duration time, Runnable task) {
        return channel.eventLoop()
                .schedule(
                        () -> {
                            try {
                                task.run();
                            } catch (RuntimeException e) {
                                onFailure(e);
                            }
                        },
                        time.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** Says something to this connection alone, in order with everything else that it is told. */
    public void send(byte[] words) {
        if (!isClosed()) {
            outboundWriter.write(words);
        }
    }

    /**
     * Ends it: what is at hand is still written, as far as the peer takes it at once, then these words, then it is
     * closed. Calls after the first do nothing.
     */
    public void close(CloseCause how, byte @Nullable [] words) {
        if (isClosed()) {
            return;
        }
        outboundWriter.drain();
        end(how);
        connectionCloser.closeAfter(outboundWriter.finish(words));
    }

    /** The same with a farewell, which is put on record. */
    public void close(CloseCause how, DisconnectReason disconnectReason, byte @Nullable [] words) {
        if (!isClosed()) {
            reportDisconnect(disconnectReason);
            close(how, words);
        }
    }

    private void reportDisconnect(DisconnectReason disconnectReason) {
        String spoken = dialect;
        Session here = session;
        chatServer
                .events()
                .disconnected(
                        new ClientInfo("terminal", spoken == null ? "unknown" : spoken, address),
                        here == null ? null : here.user(),
                        disconnectReason);
    }

    @Override
    public void wake(Cursor cursor) {
        outboundWriter.wake(cursor);
    }

    @Override
    public Waker waker(Cursor cursor) {
        return outboundWriter.waker();
    }

    @Override
    public void onDirectMessage(DirectMessage directMessage) {
        execute(() -> {
            if (!isClosed()) {
                dialectSession.onDirectMessage(directMessage);
            }
        });
    }

    @Override
    public void disconnect(DisconnectReason disconnectReason) {
        execute(() -> farewellHere(disconnectReason));
    }

    private void farewellHere(DisconnectReason disconnectReason) {
        close(CloseCause.CLOSED, disconnectReason, dialectSession.encode(disconnectReason));
    }

    /** Who talks with it now. */
    DialectSession dialectSession() {
        return dialectSession;
    }

    /** The dialect is known: from now on it talks with the connection. */
    void selectDialect(Dialect dialect) {
        dialectSession.onClosed();
        this.dialect = dialect.name();
        dialectSession = dialect.open(this);
    }

    /** Its conversation {@link DialectSession#demand takes} what happens in rooms again. */
    public void listen() {
        outboundWriter.drain();
    }

    /**
     * It speaks another dialect after all, one that stands behind this one in the order: hands over to the first that
     * knows this input, which must not have been taken. False if there is none.
     */
    public boolean replaceDialect(Dialect from, ByteBuf input) {
        Preamble preamble = new Preamble(input.toString(ISO_8859_1), Duration.ZERO, false);
        Optional<Dialect> next = dialects.stream()
                .skip(dialects.indexOf(from) + 1L)
                .filter(dialect -> dialect.probe(preamble) == ProbeResult.YES)
                .findFirst();
        next.ifPresent(this::selectDialect);
        return next.isPresent();
    }

    /** The visit, for a dialect that takes over somebody who is in already; null before it is let in. */
    public @Nullable Session session() {
        return session;
    }

    /** Deals with the input again, as what kept it waiting is over. */
    public void feed() {
        inboundHandler.decodePending();
    }

    /** It has sent more than can be read at once. */
    void onInputTooLong(int longest) {
        farewellHere(DisconnectReason.malformed(
                "More than " + longest / 1024 + " KiB came without an end, so this connection is closed."));
    }

    /** It takes nothing of what it is offered, so it is cut, without a word that it would not take either. */
    void onSlowConsumer() {
        if (!isClosed()) {
            reportDisconnect(DisconnectReason.tooSlow());
            end(CloseCause.LOST);
        }
        connectionCloser.reset();
    }

    /** It broke. */
    void onLost() {
        end(CloseCause.LOST);
        connectionCloser.reset();
    }

    /** It is closed; unless it was known to end, nobody knows why. */
    void onInactive() {
        end(CloseCause.LOST);
    }

    /** Something in here is wrong, which is no fault of the peer's. */
    void onFailure(Throwable bug) {
        LOG.error("A connection on the terminal port ended by a fault of the server.", bug);
        onLost();
    }

    /** The peer takes more again, or less. */
    void onWritable() {
        outboundWriter.drain();
    }

    /** Closes in good order. */
    void closeNow() {
        connectionCloser.closeNow();
    }

    /** Completes when it is closed. */
    CompletableFuture<?> closeFuture() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        channel.closeFuture().addListener(closed -> done.complete(true));
        return done;
    }

    /** Whether it has ended, or is about to. */
    boolean isClosed() {
        return closeCause != null;
    }

    private void onLoginTimeout() {
        if (!isClosed() && session == null) {
            farewellHere(DisconnectReason.loginTimeout());
        }
    }

    private void end(CloseCause how) {
        if (isClosed()) {
            return;
        }
        closeCause = how;
        cancelDeadline();
        dialectSession.onClosed();
        outboundWriter.close();
        if (session != null) {
            session.close(how);
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /**
     * Does it on the event loop: never at once, but in the order this is called. Safe from any thread; once the
     * terminal port has stopped it does nothing.
     */
    public void execute(Runnable task) {
        if (!hand(task)) {
            LOG.trace("The terminal port has stopped, and with it the connection from {}.", address);
        }
    }

    /** Hands it to the event loop; false if that has ended. */
    private boolean hand(Runnable task) {
        try {
            channel.eventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException ignored) {
            return false;
        }
    }

    /** Words for connections whose dialect is not known. */
    static byte[] plain(DisconnectReason disconnectReason) {
        return (disconnectReason.sentence() + "\n").getBytes(UTF_8);
    }
}
