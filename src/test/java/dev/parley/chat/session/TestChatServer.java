package dev.parley.chat.session;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.room.TestExecutors;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A house in which nothing happens but by the test's hand: time, threads and disk are fakes. */
public final class TestChatServer {

    public static final ServerLimits RULES = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO);

    /** The limits that a server has by default. */
    public static final ServerLimits LONG = new ServerLimits(
            new NicknamePolicy(32), 4_000, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO);

    public final ManualScheduler alarms = new ManualScheduler();
    public final InMemoryHistory history;
    public final TestExecutors testExecutors = new TestExecutors();
    public final ChatServer chatServer;
    private final List<RecordingSubscriber> recordingSubscribers = new ArrayList<>();

    public TestChatServer() {
        this(RULES, null);
    }

    /** Another house on the same history, as after a restart. */
    public TestChatServer(ServerLimits rules, @Nullable InMemoryHistory stored) {
        history = stored == null ? new InMemoryHistory(alarms.clock()) : stored;
        chatServer = new ChatServer(
                rules,
                new ServerResources(history, history, history, alarms.clock(), alarms, testExecutors, testExecutors));
    }

    /** Somebody with an ear. */
    public record TestSession(Session session, RecordingSubscriber recordingSubscriber) {}

    public TestSession browser(String name) {
        return browser(name, null);
    }

    public TestSession browser(String name, @Nullable ResumeToken token) {
        return enter(LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "127.0.0.1"), token));
    }

    public TestSession netcat(String name) {
        return enter(LoginRequest.interactive(name, new ClientInfo("terminal", "line", "127.0.0.1")));
    }

    public TestSession oldClient(String name) {
        return enter(LoginRequest.autoNamed(name, new ClientInfo("terminal", "framed", "127.0.0.1")));
    }

    /** Lets somebody in who is expected to be let in. */
    public TestSession enter(LoginRequest loginRequest) {
        RecordingSubscriber recordingSubscriber = new RecordingSubscriber();
        LoginResult loginResult = get(chatServer.login(loginRequest, recordingSubscriber));
        if (loginResult instanceof LoginResult.LoggedIn in) {
            recordingSubscribers.add(recordingSubscriber);
            return new TestSession(in.session(), recordingSubscriber);
        }
        throw new AssertionError("not let in: " + loginResult);
    }

    public Refusal refused(LoginRequest loginRequest) {
        return ((LoginResult.Refused) get(chatServer.login(loginRequest, new RecordingSubscriber()))).refusal();
    }

    public TestSession inLobby(String name) {
        return join(browser(name), RoomName.LOBBY, new ReplayFrom.Last(50));
    }

    public TestSession inLobbyWith(String name, ResumeToken token) {
        return join(browser(name, token), RoomName.LOBBY, new ReplayFrom.Last(50));
    }

    public TestSession join(TestSession testSession, RoomName room, ReplayFrom replayFrom) {
        JoinResult joinResult = get(testSession.session().join(room, replayFrom));
        if (joinResult instanceof Refusal) {
            throw new AssertionError("not seated: " + joinResult);
        }
        return testSession;
    }

    public RequestResult say(TestSession testSession, String text) {
        return say(testSession, text, null);
    }

    public RequestResult say(TestSession testSession, String text, @Nullable String reference) {
        return get(testSession
                .session()
                .publish(RoomName.LOBBY, text, false, reference == null ? null : new Reference(reference)));
    }

    /** What a stage comes to, once everything that can happen has happened. */
    public <T> T get(CompletionStage<T> stage) {
        settle();
        return stage.toCompletableFuture().getNow(null);
    }

    /** Runs and hears everything there is to run and hear; says whether there was anything. */
    public boolean settle() {
        boolean wasBusy = false;
        boolean busy = true;
        while (busy) {
            busy = testExecutors.runOne();
            for (RecordingSubscriber recordingSubscriber : recordingSubscribers) {
                busy |= recordingSubscriber.listen();
            }
            wasBusy |= busy;
        }
        return wasBusy;
    }

    public void pass(Duration time) {
        settle();
        alarms.pass(time);
        settle();
    }
}
