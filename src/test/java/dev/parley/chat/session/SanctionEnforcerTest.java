package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SanctionEnforcerTest {

    private static final String ADDRESS = "192.0.2.7";
    private static final String OTHER_ADDRESS = "198.51.100.9";
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private final TestChatServer server = new TestChatServer();
    private final SanctionEnforcer enforcer = server.chatServer.sanctionEnforcer();

    @Test
    void bannedUserIsDisconnectedAndRefusedByNicknameTokenAndAddress() {
        TestSession bob = server.login(request("bob", ADDRESS, null));
        ResumeToken token = bob.session().token().orElseThrow();

        SanctionEnforcer.Outcome outcome = server.get(enforcer.impose(Kind.BAN, nickname("bob"), HALF_AN_HOUR));

        assertThat(outcome.disconnected()).containsExactly(bob.session().user());
        assertThat(bob.recordingSubscriber().disconnectCodes()).containsExactly("banned");
        assertThat(server.loginRefused(request("bob", OTHER_ADDRESS, null)).code())
                .isEqualTo("name-banned");
        assertThat(server.loginRefused(request("rob", OTHER_ADDRESS, token)).code())
                .isEqualTo("banned");
        Refusal fromAddress = server.loginRefused(request("rob", ADDRESS, null));
        assertThat(fromAddress.code()).isEqualTo("banned");
        assertThat(fromAddress.sentence()).contains("until").contains("30 minutes from now");
        assertThat(enforcer.checkAddress(ADDRESS)).map(DisconnectReason::code).hasValue("banned");
        assertThat(enforcer.checkAddress(OTHER_ADDRESS)).isEmpty();
        assertThat(server.get(
                        server.chatServer.bearerAuthenticator().check(UserAction.READ_HISTORY, token, OTHER_ADDRESS)))
                .map(Refusal::code)
                .hasValue("banned");
        server.login(request("rob", OTHER_ADDRESS, null));
    }

    @Test
    void banIncludesAPrivateAddress() {
        server.login(request("bob", "192.168.1.4", null));
        enforcer.impose(Kind.BAN, nickname("bob"), null);

        assertThat(enforcer.checkAddress("192.168.1.4")).isPresent();
    }

    @Test
    void lookAlikesOfABannedNicknameAreNeitherAcceptedNorAssigned() {
        enforcer.impose(Kind.BAN, nickname("bob1"), null);

        assertThat(server.loginRefused(request("bobl", OTHER_ADDRESS, null)).code())
                .isEqualTo("name-banned");
        TestSession old =
                server.login(LoginRequest.autoNamed("bob1", new ClientInfo("terminal", "framed", OTHER_ADDRESS)));
        assertThat(old.session().user().nickname().text()).isEqualTo("bob12");
        assertThat(server.get(old.session().rename("bob1")).orElseThrow().code())
                .isEqualTo("name-banned");
    }

    @Test
    void banByNicknameExcludesAnAddressSharedWithOthers() {
        server.login(request("bob", ADDRESS, null));
        TestSession ada = server.login(request("ada", ADDRESS, null));

        SanctionEnforcer.Outcome outcome = server.get(enforcer.impose(Kind.BAN, nickname("bob"), null));

        assertThat(outcome.beside()).containsExactly(ada.session().user());
        assertThat(outcome.disconnected()).hasSize(1);
        assertThat(enforcer.checkAddress(ADDRESS)).isEmpty();
        server.login(request("cyd", ADDRESS, null));
    }

    @Test
    void banByNicknameExcludesLoopback() {
        server.loginTerminal("bob");
        enforcer.impose(Kind.BAN, nickname("bob"), null);

        assertThat(enforcer.checkAddress("127.0.0.1")).isEmpty();
        server.loginTerminal("cyd");
    }

    @Test
    void banOfAnAddressDisconnectsAllItsUsers() {
        TestSession bob = server.login(request("bob", ADDRESS, null));
        TestSession ada = server.login(request("ada", OTHER_ADDRESS, null));

        assertThat(server.get(enforcer.ban(ADDRESS, null)).disconnected())
                .containsExactly(bob.session().user());
        assertThat(ada.recordingSubscriber().disconnectCodes()).isEmpty();
        assertThat(server.loginRefused(request("cyd", ADDRESS, null)).sentence())
                .isEqualTo("The operator has banned you from this server.");
    }

    @Test
    void banAppliesToAUserThatHasQuit() {
        TestSession bob = server.login(request("bob", ADDRESS, null));
        ResumeToken token = bob.session().token().orElseThrow();
        bob.session().close(CloseCause.QUIT);
        server.settle();

        enforcer.impose(Kind.BAN, nickname("bob"), null);

        assertThat(server.loginRefused(request("rob", OTHER_ADDRESS, token)).code())
                .isEqualTo("banned");
        assertThat(enforcer.checkAddress(ADDRESS)).isPresent();
    }

    @Test
    void banEndsWhenItExpiresOrIsLifted() {
        enforcer.impose(Kind.BAN, nickname("bob"), HALF_AN_HOUR);
        enforcer.impose(Kind.BAN, nickname("ada"), null);
        server.advanceTime(HALF_AN_HOUR);

        server.login(request("bob", ADDRESS, null));
        assertThat(server.chatServer.moderation().inForce(Kind.BAN)).hasSize(1);
        assertThat(server.get(enforcer.lift(Kind.BAN, nickname("ADA"), null))).hasSize(1);
        assertThat(server.get(enforcer.lift(Kind.BAN, nickname("ada"), null))).isEmpty();
        server.login(request("ada", ADDRESS, null));
    }

    @Test
    void liftingAnAddressLiftsTheBanByNicknameThatIncludesIt() {
        server.login(request("bob", ADDRESS, null));
        enforcer.impose(Kind.BAN, nickname("bob"), null);

        assertThat(server.get(enforcer.lift(Kind.BAN, null, ADDRESS)))
                .extracting(Sanction::target)
                .hasSize(1);
        server.login(request("bob", ADDRESS, null));
    }

    @Test
    void bansAndMutesApplyAfterARestart() {
        TestSession bob = server.joinLobby("bob");
        ResumeToken token = bob.session().token().orElseThrow();
        enforcer.impose(Kind.MUTE, nickname("bob"), null);
        enforcer.impose(Kind.BAN, nickname("cyd"), null);
        enforcer.impose(Kind.BAN, nickname("dee"), null);
        enforcer.lift(Kind.BAN, nickname("dee"), null);
        server.settle();

        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);

        assertThat(restarted.loginRefused(request("cyd", OTHER_ADDRESS, null)).code())
                .isEqualTo("name-banned");
        restarted.login(request("dee", OTHER_ADDRESS, null));
        assertThat(((Refusal) restarted.publish(restarted.joinLobby("bob", token), "hello")).code())
                .isEqualTo("muted");
    }

    @Test
    void banThatCannotBeStoredStillApplies() {
        server.history.failWritesWith(new StorageException("full", true, new IllegalStateException()));
        SanctionEnforcer.Outcome outcome = server.get(enforcer.impose(Kind.BAN, nickname("bob"), null));

        assertThat(outcome.kept()).isFalse();
        assertThat(server.loginRefused(request("bob", ADDRESS, null)).code()).isEqualTo("name-banned");
    }

    @Test
    void mutedUserIsRefusedAndOthersReceiveNothing() {
        TestSession ada = server.joinLobby("ada");
        TestSession bob = server.joinLobby("bob");
        enforcer.impose(Kind.MUTE, nickname("bob"), HALF_AN_HOUR);

        Refusal refusal = (Refusal) server.publish(bob, "hello");
        assertThat(refusal.code()).isEqualTo("muted");
        assertThat(refusal.sentence()).contains("30 minutes from now");
        assertThat(refusal.retryAfter()).isNull();
        assertThat(server.sendDirect(bob, "ada", "hello")).isEqualTo(refusal);
        assertThat(server.get(bob.session().rename("HELLO"))).hasValue(refusal);
        bob.session().typing(RoomName.LOBBY);
        server.settle();
        assertThat(ada.recordingSubscriber().texts()).isEmpty();
        assertThat(ada.recordingSubscriber().received(RoomEvent.Typing.class)).isEmpty();

        server.publish(ada, "bob?");
        assertThat(bob.recordingSubscriber().texts()).containsExactly("bob?");
        server.advanceTime(HALF_AN_HOUR);
        assertThat(server.publish(bob, "hello")).isInstanceOf(Receipt.class);
    }

    @Test
    void muteSurvivesAReconnect() {
        TestSession bob = server.joinLobby("bob");
        enforcer.impose(Kind.MUTE, nickname("bob"), null);
        ResumeToken token = bob.session().token().orElseThrow();
        bob.session().close(CloseCause.QUIT);
        server.settle();

        TestSession reconnected = server.joinLobby("bob", token);
        assertThat(((Refusal) server.publish(reconnected, "hello")).code()).isEqualTo("muted");
        reconnected.session().close(CloseCause.QUIT);
        assertThat(((Refusal) server.publish(server.joinLobby("bob"), "hello")).code())
                .isEqualTo("muted");
        assertThat(server.get(enforcer.lift(Kind.MUTE, nickname("bob"), null))).hasSize(1);
        assertThat(server.publish(server.joinLobby("bob2"), "hello")).isInstanceOf(Receipt.class);
    }

    @Test
    void mutedUserCannotTakeAnotherNicknameByReconnecting() {
        TestSession bob = server.login(request("bob", ADDRESS, null));
        ResumeToken token = bob.session().token().orElseThrow();
        enforcer.impose(Kind.MUTE, nickname("bob"), HALF_AN_HOUR);
        bob.session().close(CloseCause.QUIT);
        server.settle();

        Refusal withToken = server.loginRefused(request("HELLO", OTHER_ADDRESS, token));
        assertThat(withToken.code()).isEqualTo("muted");
        assertThat(withToken.sentence()).contains("30 minutes from now", "“bob”");
        assertThat(withToken.suggestions()).containsExactly("bob", "guest");
        Refusal fromAddress = server.loginRefused(request("HELLO", ADDRESS, null));
        assertThat(fromAddress.code()).isEqualTo("muted");
        assertThat(fromAddress.suggestions()).containsExactly("guest");
        assertThat(server.login(request("", OTHER_ADDRESS, token)).session().user())
                .hasToString("bob");
        server.login(request("HELLO", OTHER_ADDRESS, null));
    }

    @Test
    void mutedUserWhoseNicknameIsTakenLogsInAsAGuest() {
        TestSession bob = server.login(request("bob", ADDRESS, null));
        ResumeToken token = bob.session().token().orElseThrow();
        enforcer.impose(Kind.MUTE, nickname("bob"), null);
        bob.session().close(CloseCause.QUIT);
        server.settle();
        server.login(request("bob", OTHER_ADDRESS, null));

        assertThat(server.loginRefused(request("bob", ADDRESS, token)).code()).isEqualTo("name-taken");
        TestSession guest = server.login(request("guest7", ADDRESS, token));
        assertThat(server.sendDirect(guest, "bob", "hello")).isInstanceOf(Refusal.class);
        assertThat(server.login(LoginRequest.autoNamed("HELLO", new ClientInfo("terminal", "framed", ADDRESS)))
                        .session()
                        .user())
                .hasToString("guest");
    }

    @Test
    void mutedUserWhoIsOnlineKeepsTheNicknameWithAnotherSession() {
        TestSession bob = server.login(request("bob", ADDRESS, null));
        ResumeToken token = bob.session().token().orElseThrow();
        enforcer.impose(Kind.MUTE, nickname("bob"), null);

        assertThat(server.login(request("HELLO", ADDRESS, token)).session().user())
                .isSameAs(bob.session().user())
                .hasToString("bob");
    }

    @Test
    void lastNicknameThatIsMutedCannotBeExchangedForAnother() {
        TestSession bob = server.login(request("bob", ADDRESS, null));
        ResumeToken token = bob.session().token().orElseThrow();
        // The first join stores the token.
        server.join(bob, RoomName.LOBBY, new ReplayFrom.Last(0));
        bob.session().close(CloseCause.QUIT);
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);
        restarted.chatServer.sanctionEnforcer().impose(Kind.MUTE, nickname("bob"), null);

        assertThat(restarted.loginRefused(request("HELLO", ADDRESS, token)).code())
                .isEqualTo("muted");
    }

    @Test
    void mutedUserJoinsRoomsButCreatesNone() {
        RoomName games = RoomName.parse("games").orElseThrow();
        RoomName message = RoomName.parse("call-555-0100").orElseThrow();
        TestSession ada = server.joinLobby("ada");
        TestSession bob = server.joinLobby("bob");
        server.join(ada, games, new ReplayFrom.Last(0));
        enforcer.impose(Kind.MUTE, nickname("bob"), HALF_AN_HOUR);

        Refusal refusal = (Refusal) server.get(bob.session().join(message, new ReplayFrom.Last(0)));
        assertThat(refusal.code()).isEqualTo("muted");
        assertThat(refusal.sentence()).contains("30 minutes from now");
        assertThat(server.chatServer.roomRegistry().find(message)).isEmpty();
        assertThat(bob.session().isIn(message)).isFalse();
        server.join(bob, games, new ReplayFrom.Last(0));
    }

    @Test
    void banAndItsEndAreStoredInOrder() {
        List<String> calls = new ArrayList<>();
        CompletableFuture<Void> saved = new CompletableFuture<>();
        SanctionStore slow = new SanctionStore() {
            @Override
            public CompletionStage<List<Sanction>> all() {
                return CompletableFuture.completedFuture(List.of());
            }

            @Override
            public CompletionStage<Void> save(Sanction sanction) {
                calls.add("save");
                return saved;
            }

            @Override
            public CompletionStage<Void> delete(Sanction sanction) {
                calls.add("delete");
                return CompletableFuture.completedFuture(null);
            }
        };
        SanctionEnforcer slowEnforcer = new ChatServer(
                        TestChatServer.RULES,
                        TestResources.of(
                                server.history,
                                server.history,
                                slow,
                                server.scheduler.clock(),
                                server.scheduler,
                                server.executor))
                .sanctionEnforcer();

        slowEnforcer.ban(ADDRESS, null);
        CompletableFuture<?> lifted = slowEnforcer.lift(Kind.BAN, null, ADDRESS).toCompletableFuture();
        assertThat(slowEnforcer.checkAddress(ADDRESS)).isEmpty();
        assertThat(calls).containsExactly("save");
        assertThat(lifted).isNotDone();

        saved.complete(null);
        assertThat(calls).containsExactly("save", "delete");
        assertThat(lifted).isCompleted();
    }

    private static LoginRequest request(String name, String address, @Nullable ResumeToken token) {
        return LoginRequest.resumable(name, new ClientInfo("browser", "websocket", address), token);
    }

    private static Nickname nickname(String text) {
        return ((NicknamePolicy.Valid) new NicknamePolicy(10).parse(text)).nickname();
    }
}
