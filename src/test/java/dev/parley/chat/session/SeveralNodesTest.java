package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.hook.ScriptedHookSender;
import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualExecutor;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.storage.memory.InMemoryDirectMessageStore;
import dev.parley.storage.memory.InMemoryHookStore;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import dev.parley.storage.memory.InMemoryPresenceRegistry;
import dev.parley.storage.memory.InMemoryRoomRelay;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks users of a server that has two nodes, which share nicknames, tokens and sanctions. */
class SeveralNodesTest {

    private static final String ADDRESS = "192.0.2.7";
    private static final Nickname BOB = Nickname.of("bob");

    private final InMemoryHistory stored = new InMemoryHistory(new ManualScheduler().clock());
    private final NicknameRegistry registry = new InMemoryNicknameRegistry();
    private final ManualExecutor signals = new ManualExecutor();
    private final InMemoryRoomRelay relay = new InMemoryRoomRelay(signals);
    private final TestChatServer a = node("a");
    private final TestChatServer b = node("b");

    private TestChatServer node(String id) {
        return new TestChatServer(TestChatServer.RULES, stored, registry, relay.connect(), id);
    }

    @Test
    void nicknameBelongsToOneUserOnAllNodes() {
        TestSession bob = a.loginBrowser("bob");

        assertThat(b.loginRefused(request("BOB", null)).code()).isEqualTo("name-taken");
        assertThat(b.login(LoginRequest.autoNamed("bob", client()))
                        .session()
                        .user()
                        .nickname()
                        .text())
                .isEqualTo("bob2");
        assertThat(owner(b, "bob")).isEqualTo(bob.session().user().id());
    }

    @Test
    void exactlyOneOfAThousandConcurrentLoginsOnTwoNodesIsGranted() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<ChatServer> nodes = List.of(concurrentNode("c", threads), concurrentNode("d", threads));
            List<Callable<CompletionStage<LoginResult>>> logins = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                ChatServer node = nodes.get(i % 2);
                logins.add(() -> node.login(request("bob", null), new RecordingSubscriber()));
            }
            List<Session> sessions = new ArrayList<>();
            for (Future<CompletionStage<LoginResult>> login : threads.invokeAll(logins)) {
                if (login.get().toCompletableFuture().join() instanceof LoginResult.LoggedIn in) {
                    sessions.add(in.session());
                }
            }

            assertThat(sessions).hasSize(1);
            sessions.get(0).close(CloseCause.QUIT);
            assertThat(a.isOnline("bob")).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    private ChatServer concurrentNode(String id, ExecutorService threads) {
        ManualScheduler scheduler = new ManualScheduler();
        return new ChatServer(
                TestChatServer.RULES,
                new ServerResources(
                        new RoomResources(
                                stored,
                                relay.connect(),
                                new InMemoryPresenceRegistry(),
                                id,
                                scheduler.clock(),
                                scheduler,
                                threads),
                        new InMemoryDirectMessageStore(scheduler.clock()),
                        registry,
                        stored,
                        stored,
                        stored.operatorStore(),
                        stored.botStore(),
                        stored.accessStore(),
                        new InMemoryHookStore(),
                        new ScriptedHookSender()));
    }

    @Test
    void tokenThatLogsInOnAnotherNodeIsTheSameUserUnderTheCurrentNickname() {
        TestSession bob = a.loginBrowser("bob");
        a.get(bob.session().rename("robert"));

        TestSession second = b.loginBrowser("bob", token(bob));

        assertThat(second.session().user().id()).isEqualTo(bob.session().user().id());
        assertThat(second.session().user().nickname().text()).isEqualTo("robert");
    }

    @Test
    void nicknameIsFreeAfterTheLastSessionOnAnyNodeHasEnded() {
        TestSession bob = a.loginBrowser("bob");
        TestSession second = b.loginBrowser("bob", token(bob));
        bob.session().close(CloseCause.QUIT);
        assertThat(a.loginRefused(request("bob", null)).code()).isEqualTo("name-taken");

        second.session().close(CloseCause.LOST);
        b.advanceTime(Duration.ofSeconds(14));
        assertThat(a.loginRefused(request("bob", null)).code()).isEqualTo("name-taken");
        b.advanceTime(Duration.ofSeconds(2));
        a.loginBrowser("bob");
    }

    @Test
    void kickReachesTheSessionsOnAllNodes() {
        TestSession bob = a.loginBrowser("bob");
        TestSession second = b.loginBrowser("bob", token(bob));
        TestSession cyd = b.loginBrowser("cyd");

        assertThat(a.get(a.chatServer.kick("BOB", "too loud"))).contains(BOB);
        assertThat(a.get(a.chatServer.kick("cyd", ""))).isPresent();
        settle();

        assertThat(bob.recordingSubscriber().disconnectCodes()).containsExactly("kicked");
        assertThat(second.recordingSubscriber().disconnectCodes()).containsExactly("kicked");
        assertThat(cyd.recordingSubscriber().disconnectCodes()).containsExactly("kicked");
        assertThat(a.get(a.chatServer.kick("bob", ""))).isEmpty();
        a.loginBrowser("bob");
    }

    @Test
    void renameReachesTheRoomsOnAllNodes() {
        TestSession bob = a.joinLobby("bob");
        TestSession second = b.joinLobby("bob", token(bob));
        TestSession witness = b.joinLobby("witness");
        List<String> renamed = new ArrayList<>();
        b.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onRenamed(User user, String from) {
                renamed.add(from + " to " + user);
            }
        });

        assertThat(a.get(bob.session().rename("robert"))).isEmpty();
        assertThat(a.get(bob.session().rename("rob"))).isEmpty();
        settle();

        assertThat(second.session().user().nickname().text()).isEqualTo("rob");
        assertThat(renamed).containsExactly("bob to rob");
        assertThat(witness.recordingSubscriber().received(RoomEvent.Renamed.class))
                .extracting(RoomEvent.Renamed::to)
                .containsExactly("rob");
        assertThat(b.loginRefused(request("rob", null)).code()).isEqualTo("name-taken");
        b.loginBrowser("bob");
    }

    @Test
    void banReachesTheSessionsAndLoginsOnAllNodes() {
        TestSession bob = a.login(request("bob", null));
        TestSession second = b.login(request("bob", token(bob)));
        TestSession sameAddress = b.login(request("cyd", null));
        TestSession elsewhere = b.loginBrowser("dee");

        a.get(a.chatServer.sanctionEnforcer().impose(Kind.BAN, BOB, null));
        settle();

        assertThat(bob.recordingSubscriber().disconnectCodes()).containsExactly("banned");
        assertThat(second.recordingSubscriber().disconnectCodes()).containsExactly("banned");
        assertThat(sameAddress.recordingSubscriber().disconnectCodes()).containsExactly("banned");
        assertThat(elsewhere.recordingSubscriber().disconnectCodes()).isEmpty();
        assertThat(b.loginRefused(request("rob", token(bob))).code()).isEqualTo("banned");
        assertThat(b.loginRefused(LoginRequest.resumable("bob", client(), null)).code())
                .isEqualTo("name-banned");
    }

    @Test
    void banOfAUserOnAnotherNodeIncludesTheUser() {
        TestSession bob = b.loginBrowser("bob");

        a.get(a.chatServer.sanctionEnforcer().impose(Kind.BAN, BOB, null));
        settle();

        assertThat(bob.recordingSubscriber().disconnectCodes()).containsExactly("banned");
        assertThat(a.loginRefused(LoginRequest.resumable("rob", client(), token(bob)))
                        .code())
                .isEqualTo("banned");
    }

    @Test
    void muteAndItsEndReachAllNodes() {
        TestSession bob = b.joinLobby("bob");
        a.get(a.chatServer.sanctionEnforcer().impose(Kind.MUTE, BOB, null));
        settle();
        assertThat(((Refusal) b.publish(bob, "hello")).code()).isEqualTo("muted");

        assertThat(a.get(a.chatServer.sanctionEnforcer().lift(Kind.MUTE, BOB, null)))
                .hasSize(1);
        settle();
        assertThat(b.publish(bob, "hello")).isNotInstanceOf(Refusal.class);
    }

    @Test
    void banThatWasNotStoredSurvivesTheChangesOfOtherNodes() {
        stored.failWritesWith(new StorageException("full", true, new IllegalStateException()));
        a.get(a.chatServer.sanctionEnforcer().impose(Kind.BAN, BOB, null));
        stored.failWritesWith(null);
        b.get(b.chatServer.sanctionEnforcer().impose(Kind.BAN, Nickname.of("cyd"), null));
        settle();

        assertThat(a.chatServer.moderation().inForce(Kind.BAN)).hasSize(2);
        assertThat(b.chatServer.moderation().inForce(Kind.BAN)).hasSize(1);
    }

    @Test
    void signalsAboutAbsentUsersHaveNoEffect() {
        TestSession bob = a.joinLobby("bob");
        a.get(bob.session().rename("robert"));
        a.get(a.chatServer.kick("robert", ""));
        settle();

        assertThat(b.chatServer.userCount()).isZero();
        TestSession again = b.join(b.loginBrowser("", token(bob)), RoomName.LOBBY, new ReplayFrom.Last(0));
        assertThat(again.session().user().nickname().text()).isEqualTo("robert");
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = signals.runNext();
            busy |= a.settle();
            busy |= b.settle();
        }
    }

    private String owner(TestChatServer node, String name) {
        return node.get(node.chatServer.findUser(name))
                .map(NicknameRegistry.Claim::userId)
                .orElse("");
    }

    private static ResumeToken token(TestSession session) {
        return session.session().token().orElseThrow();
    }

    private static ClientInfo client() {
        return new ClientInfo("browser", "websocket", "127.0.0.1");
    }

    private static LoginRequest request(String name, @Nullable ResumeToken token) {
        return LoginRequest.resumable(name, new ClientInfo("browser", "websocket", ADDRESS), token);
    }
}
