package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.ServerPassword;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.moderation.OperatorCode;
import dev.parley.chat.moderation.OperatorGrant;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Checks how users become operators, and what only operators and the console may do. */
class OperatorsTest {

    private static final String FAR = "192.0.2.7";

    private final TestChatServer server = new TestChatServer();
    private final Operators operators = server.chatServer.operators();
    private final OperatorLogin login = new OperatorLogin(
            new ServerPassword("tea at four"),
            server.scheduler,
            () -> server.scheduler.clock().millis() * 1_000_000);

    private Session browser(String name, String address, boolean confidential) {
        return server.login(LoginRequest.resumable(
                        name, new ClientInfo("browser", "websocket", address, confidential), null))
                .session();
    }

    private Session terminal(String name) {
        return server.loginTerminal(name).session();
    }

    private OperatorCode code() {
        return server.get(operators.createCode(Operator.CONSOLE));
    }

    private Optional<String> attempt(Session session, String typed) {
        CompletableFuture<Optional<Refusal>> result =
                login.login(session, typed).toCompletableFuture();
        server.settle();
        if (!result.isDone()) {
            server.scheduler.advanceTime(Duration.ofSeconds(1));
            server.settle();
        }
        return result.join().map(Refusal::code);
    }

    @Test
    void codeIsValidOnceAndForTenMinutes() {
        Session ada = browser("ada", FAR, false);
        Session bob = browser("bob", "192.0.2.8", false);
        OperatorCode used = code();
        OperatorCode expired = code();

        assertThat(attempt(ada, used.text().toLowerCase(Locale.ROOT))).isEmpty();
        assertThat(operators.isOperator(ada.user())).isTrue();
        assertThat(attempt(bob, used.text())).hasValue("unencrypted");
        server.scheduler.advanceTime(OperatorCode.VALIDITY);
        assertThat(attempt(bob, expired.text())).hasValue("unencrypted");
        assertThat(operators.isOperator(bob.user())).isFalse();
    }

    @Test
    void passwordIsAcceptedOverAConfidentialConnectionOnly() {
        Session ada = browser("ada", FAR, false);
        Session bob = browser("bob", "192.0.2.8", true);

        assertThat(attempt(ada, "tea at four")).hasValue("unencrypted");
        assertThat(operators.isOperator(ada.user())).isFalse();
        assertThat(attempt(bob, "tea at five")).hasValue("operator-code-wrong");
        assertThat(attempt(bob, "tea at four")).isEmpty();
        assertThat(operators.isOperator(bob.user())).isTrue();
        assertThat(operators.all()).extracting(OperatorGrant::grantedBy).containsExactly("password");
    }

    @Test
    void wrongAttemptsOfAnAddressAreCheckedOncePerSecond() {
        Session ada = browser("ada", FAR, true);
        List<String> refused = new ArrayList<>();
        server.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onRefused(ClientInfo clientInfo, User user, RoomName room, Refusal refusal) {
                refused.add(clientInfo.address() + " " + refusal.code());
            }
        });

        CompletableFuture<?> first = login.login(ada, "one").toCompletableFuture();
        CompletableFuture<?> second = login.login(ada, "tea at four").toCompletableFuture();
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        server.scheduler.advanceTime(Duration.ofSeconds(1));
        server.settle();
        assertThat(first).isDone();
        server.scheduler.advanceTime(Duration.ofSeconds(1));
        server.settle();

        assertThat(operators.isOperator(ada.user())).isTrue();
        assertThat(refused).containsExactly(FAR + " operator-code-wrong");
    }

    @Test
    void rightOfATokenSurvivesARestartAndThatOfAConnectionEndsWithIt() {
        Session ada = browser("ada", FAR, false);
        Session bob = terminal("bob");
        assertThat(attempt(ada, code().text())).isEmpty();
        assertThat(attempt(bob, code().text())).isEmpty();
        assertThat(operators.all()).extracting(OperatorGrant::name).containsExactlyInAnyOrder("ada", "bob");

        bob.close(CloseCause.QUIT);
        server.settle();
        assertThat(operators.all()).extracting(OperatorGrant::name).containsExactly("ada");

        TestChatServer restarted = new TestChatServer(ServerLimits.defaults(), server.history);
        TestSession again = restarted.loginBrowser("", ada.token().orElseThrow());
        assertThat(restarted.chatServer.operators().isOperator(again.session().user()))
                .isTrue();
    }

    @Test
    void onlyTheConsoleBansAnOperator() {
        Session ada = browser("ada", FAR, false);
        attempt(ada, code().text());
        Operator eve = new Operator("eve", "id of eve");
        SanctionEnforcer enforcer = server.chatServer.sanctionEnforcer();

        assertThat(server.get(enforcer.impose(Sanction.Kind.BAN, Nickname.of("ada"), null, eve, "")))
                .isInstanceOf(SanctionEnforcer.Refused.class);
        assertThat(server.get(enforcer.ban(FAR, null, eve, ""))).isInstanceOf(SanctionEnforcer.Refused.class);
        assertThat(operators.check(ada)).isEmpty();
        assertThat(server.get(enforcer.impose(Sanction.Kind.BAN, Nickname.of("ada"), null))
                        .disconnected())
                .hasSize(1);
    }

    @Test
    void actIsLoggedWithTheNameOfItsOperator() {
        Session ada = browser("ada", FAR, false);
        Session bob = terminal("bob");
        attempt(ada, code().text());
        attempt(bob, code().text());
        List<String> logged = new ArrayList<>();
        server.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onOperatorAct(Operator by, String line) {
                logged.add(line);
            }
        });

        operators.publishAct(Operator.of(ada.user()), "kicked eve: spam.");

        assertThat(logged).containsExactly("ada kicked eve: spam.");
    }

    @Test
    void revokedRightIsGoneAtOnce() {
        Session ada = browser("ada", FAR, false);
        attempt(ada, code().text());
        assertThat(operators.check(ada)).isEmpty();

        server.get(operators.revoke(ada.user().id(), Operator.CONSOLE));

        assertThat(operators.check(ada).map(Refusal::code)).hasValue("operators-only");
        assertThat(server.get(server.history.operatorStore().all())).isEmpty();
    }
}
