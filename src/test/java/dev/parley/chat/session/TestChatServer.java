package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.hook.ScriptedHookSender;
import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.DeferredReads;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.ManualExecutor;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.NodeLease;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.ServerLimits;
import dev.parley.storage.memory.InMemoryDirectMessageStore;
import dev.parley.storage.memory.InMemoryHookStore;
import dev.parley.storage.memory.InMemoryMessageSearch;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import dev.parley.storage.memory.InMemoryPresenceRegistry;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs a chat server under the control of a test: time, threads and storage are fakes. */
public final class TestChatServer {

    public static final ServerLimits RULES = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);

    /** The default limits of a server. */
    public static final ServerLimits LONG = new ServerLimits(
            new NicknamePolicy(32), 4_000, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);

    public final ManualScheduler scheduler = new ManualScheduler();
    public final InMemoryHistory history;
    public final ManualExecutor executor = new ManualExecutor();
    public final ChatServer chatServer;
    private final List<RecordingSubscriber> recordingSubscribers = new ArrayList<>();

    public TestChatServer() {
        this(RULES, null);
    }

    /** Creates another server with the same history, as after a restart; null creates a new history. */
    public TestChatServer(ServerLimits rules, @Nullable InMemoryHistory stored) {
        this(rules, stored, null, new InMemoryNicknameRegistry(), RoomRelay.NONE, "node");
    }

    /** Creates a node of a server, with a store of direct messages of its own. */
    public TestChatServer(
            ServerLimits rules,
            InMemoryHistory stored,
            NicknameRegistry nicknameRegistry,
            RoomRelay relay,
            String node) {
        this(rules, stored, null, nicknameRegistry, relay, node);
    }

    /** Creates a node that can lose its lease. */
    TestChatServer(NicknameRegistry nicknameRegistry, NodeLease lease) {
        this(RULES, null, null, nicknameRegistry, RoomRelay.NONE, lease);
    }

    /** Creates a server with these stores, as after a restart or as another node; null creates a new store. */
    public TestChatServer(
            ServerLimits rules,
            @Nullable InMemoryHistory stored,
            @Nullable DirectMessageStore directMessages,
            NicknameRegistry nicknameRegistry,
            RoomRelay relay,
            String nodeId) {
        this(rules, stored, directMessages, nicknameRegistry, relay, NodeLease.permanent(nodeId));
    }

    private TestChatServer(
            ServerLimits rules,
            @Nullable InMemoryHistory stored,
            @Nullable DirectMessageStore directMessages,
            NicknameRegistry nicknameRegistry,
            RoomRelay relay,
            NodeLease lease) {
        history = stored == null ? new InMemoryHistory(scheduler.clock()) : stored;
        chatServer = new ChatServer(
                rules,
                new ServerResources(
                        new RoomResources(
                                new DeferredReads(history, executor),
                                relay,
                                new InMemoryPresenceRegistry(),
                                lease,
                                scheduler.clock(),
                                scheduler,
                                executor),
                        directMessages == null ? new InMemoryDirectMessageStore(scheduler.clock()) : directMessages,
                        nicknameRegistry,
                        history,
                        history,
                        history.operatorStore(),
                        history.botStore(),
                        history.accessStore(),
                        new InMemoryHookStore(),
                        new ScriptedHookSender(),
                        new InMemoryMessageSearch(history)));
    }

    /** A session and the subscriber that records its events. */
    public record TestSession(Session session, RecordingSubscriber recordingSubscriber) {}

    public TestSession loginBrowser(String name) {
        return loginBrowser(name, null);
    }

    public TestSession loginBrowser(String name, @Nullable ResumeToken token) {
        return login(LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "127.0.0.1"), token));
    }

    public TestSession loginTerminal(String name) {
        return login(LoginRequest.interactive(name, new ClientInfo("terminal", "line", "127.0.0.1")));
    }

    /** Logs in and subscribes to direct messages; fails if the login is refused. */
    public TestSession login(LoginRequest loginRequest) {
        TestSession session = loginOnly(loginRequest);
        assertThat(get(session.session().subscribeDirect(new ReplayFrom.Last(DirectMessageStore.MAX_REPLAY))))
                .isEmpty();
        return session;
    }

    /** Logs in without a subscription; fails if the login is refused. */
    TestSession loginOnly(LoginRequest loginRequest) {
        RecordingSubscriber recordingSubscriber = new RecordingSubscriber();
        LoginResult loginResult = get(chatServer.login(loginRequest, recordingSubscriber));
        if (loginResult instanceof LoginResult.LoggedIn loggedIn) {
            recordingSubscribers.add(recordingSubscriber);
            return new TestSession(loggedIn.session(), recordingSubscriber);
        }
        throw new AssertionError("login refused: " + loginResult);
    }

    public Refusal loginRefused(LoginRequest loginRequest) {
        return ((LoginResult.Refused) get(chatServer.login(loginRequest, new RecordingSubscriber()))).refusal();
    }

    public TestSession joinLobby(String name) {
        return join(loginBrowser(name), RoomName.LOBBY, new ReplayFrom.Last(50));
    }

    public TestSession joinLobby(String name, ResumeToken token) {
        return join(loginBrowser(name, token), RoomName.LOBBY, new ReplayFrom.Last(50));
    }

    public TestSession join(TestSession testSession, RoomName room, ReplayFrom replayFrom) {
        JoinResult joinResult = get(testSession.session().join(room, replayFrom));
        if (joinResult instanceof Refusal) {
            throw new AssertionError("join refused: " + joinResult);
        }
        return testSession;
    }

    public RequestResult sendDirect(TestSession testSession, String to, String text) {
        return sendDirect(testSession, to, text, null);
    }

    RequestResult sendDirect(TestSession testSession, String to, String text, @Nullable String reference) {
        return get(testSession.session().sendDirect(to, text, reference == null ? null : new Reference(reference)));
    }

    public RequestResult publish(TestSession testSession, String text) {
        return publish(testSession, text, null);
    }

    public RequestResult publish(TestSession testSession, String text, @Nullable String reference) {
        return get(testSession
                .session()
                .publish(RoomName.LOBBY, text, false, reference == null ? null : new Reference(reference)));
    }

    /** Returns whether a user, connected or within the resume window, has the nickname. */
    public boolean isOnline(String name) {
        return get(chatServer.findUser(name)).isPresent();
    }

    /** Runs all pending tasks and returns the result of the stage; null if it is not completed. */
    public <T> T get(CompletionStage<T> stage) {
        settle();
        return stage.toCompletableFuture().getNow(null);
    }

    /** Runs all pending tasks and delivers all events; returns whether there were any. */
    public boolean settle() {
        boolean wasBusy = false;
        boolean busy = true;
        while (busy) {
            busy = executor.runNext();
            for (RecordingSubscriber recordingSubscriber : recordingSubscribers) {
                busy |= recordingSubscriber.poll();
            }
            wasBusy |= busy;
        }
        return wasBusy;
    }

    public void advanceTime(Duration time) {
        settle();
        scheduler.advanceTime(time);
        settle();
    }
}
