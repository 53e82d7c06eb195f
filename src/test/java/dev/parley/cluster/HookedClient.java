package dev.parley.cluster;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.PollingSubscriber;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A client of a {@link HookedNode} that writes a transcript. */
final class HookedClient {

    private static final ClientInfo CLIENT = new ClientInfo("browser", "websocket", "192.0.2.1");

    private final TranscriptFolder transcripts;
    private final String transcript;
    private final String name;
    private final RoomName room;
    private final AtomicInteger received = new AtomicInteger();
    private @Nullable Session session;
    private @Nullable ResumeToken token;
    private volatile String requested = "";
    private volatile String last = "";

    /** Creates a client that is not logged in, with the name of its transcript and its nickname. */
    HookedClient(TranscriptFolder transcripts, String transcript, String name, RoomName room) {
        this.transcripts = transcripts;
        this.transcript = transcript;
        this.name = name;
        this.room = room;
    }

    /** Logs in under its nickname and joins the room; continues after its last position if it was there before. */
    HookedClient join(HookedNode node) {
        if (!tryJoin(node)) {
            throw new IllegalStateException(name + " was not logged in.");
        }
        return this;
    }

    /** Logs in and joins, unless the nickname is taken or the node does not accept users at present. */
    boolean tryJoin(HookedNode node) {
        requested = last;
        PollingSubscriber subscriber = new PollingSubscriber(node.threads(), node.scheduler(), this::onEvent);
        LoginResult login = get(node.server().login(LoginRequest.resumable(name, CLIENT, token), subscriber));
        if (!(login instanceof LoginResult.LoggedIn loggedIn)) {
            return false;
        }
        Session opened = loggedIn.session();
        session = opened;
        token = opened.token().orElse(null);
        add(new Entry.Connected(Entry.now(), name, node.role(), "core"));
        Optional<Position> position = Position.parse(requested);
        ReplayFrom from = position.isPresent() ? new ReplayFrom.After(position.get()) : new ReplayFrom.Last(0);
        if (!(get(opened.join(room, from)) instanceof Membership)) {
            end(CloseCause.QUIT);
            return false;
        }
        return true;
    }

    private void onEvent(RoomEvent event) {
        if (event instanceof RoomEvent.Welcome welcome) {
            Position position = welcome.position();
            last = position.toString();
            add(new Entry.Joined(
                    Entry.now(), room.text(), requested, position.epoch(), position.seq(), welcome.recovered()));
        } else if (event instanceof RoomEvent.Said said) {
            Position position = said.message().position();
            last = position.toString();
            add(new Entry.Received(
                    Entry.now(),
                    position.epoch(),
                    position.seq(),
                    Entry.digest(said.message().text())));
            received.incrementAndGet();
        }
    }

    /** Publishes a text, with itself as the reference. */
    RequestResult publish(String text) {
        return get(send(text, text));
    }

    /** Publishes a text, with a reference or without. Its result is in the transcript. */
    CompletionStage<RequestResult> send(String text, @Nullable String reference) {
        Session here = session;
        if (here == null) {
            throw new IllegalStateException(name + " is not logged in.");
        }
        add(new Entry.Sent(Entry.now(), text, reference == null ? "" : reference, Entry.digest(text)));
        return here.publish(room, text, false, reference == null ? null : new Reference(reference))
                .thenApply(result -> {
                    if (result instanceof Receipt receipt) {
                        Position position = receipt.position();
                        add(new Entry.Acknowledged(Entry.now(), text, position.epoch(), position.seq()));
                    } else if (result instanceof Refusal refusal) {
                        add(new Entry.Refused(Entry.now(), text, refusal.code()));
                    }
                    return result;
                });
    }

    /** Waits until it has received this number of messages, or for a time. */
    void awaitMessages(int count, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (received.get() < count && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Closes the connection as if it were lost, so that the nickname is kept for the client. */
    void lose() {
        end(CloseCause.LOST);
    }

    /** Logs out. */
    void quit() {
        end(CloseCause.QUIT);
    }

    private void end(CloseCause cause) {
        Session here = session;
        session = null;
        if (here != null) {
            add(new Entry.Closed(Entry.now()));
            here.close(cause);
        }
    }

    Session session() {
        if (session == null) {
            throw new IllegalStateException(name + " is not logged in.");
        }
        return session;
    }

    private void add(Entry entry) {
        transcripts.add(transcript, entry);
    }

    static <T> T get(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
