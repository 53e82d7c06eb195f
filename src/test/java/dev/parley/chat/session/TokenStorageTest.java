package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks that a token is stored with the first join or message of its user, and valid in memory before. */
class TokenStorageTest {

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.loginBrowser("ada");
    private final ResumeToken token = ada.session().token().orElseThrow();

    private Optional<String> stored() {
        return server.get(server.history.lastName(token.digest()));
    }

    @Test
    void loginAloneStoresNoToken() {
        assertThat(stored()).isEmpty();
        server.get(ada.session().rename("eve"));
        assertThat(stored()).isEmpty();
        ada.session().close(CloseCause.LOST);
        server.loginBrowser("", token);
        server.settle();
        assertThat(stored()).isEmpty();
    }

    @Test
    void tokenThatIsNotStoredResumesWithinTheWindow() {
        ada.session().close(CloseCause.LOST);

        TestSession resumed = server.loginBrowser("", token);

        assertThat(resumed.session().user().id()).isEqualTo(ada.session().user().id());
        assertThat(resumed.session().user().nickname()).hasToString("ada");
        assertThat(server.get(check())).isEmpty();
    }

    @Test
    void latestOfTheTokensThatAreNotStoredStayValidAfterALogout() {
        ada.session().close(CloseCause.QUIT);
        server.settle();
        assertThat(server.get(check())).isEmpty();

        for (int i = 0; i < 1_000; i++) {
            server.loginBrowser("user" + i).session().close(CloseCause.QUIT);
        }
        assertThat(server.get(check())).isNull();
        server.advanceTime(LoginThrottle.PAUSE);
        assertThat(stored()).isEmpty();
    }

    @Test
    void firstJoinStoresTheToken() {
        server.join(ada, RoomName.LOBBY, new ReplayFrom.Last(0));
        assertThat(stored()).contains("ada");

        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);
        assertThat(restarted.loginBrowser("", token).session().user().nickname())
                .hasToString("ada");
    }

    @Test
    void joinCompletesAfterTheTokenIsStored() {
        var join = ada.session().join(RoomName.LOBBY, new ReplayFrom.Last(0));
        while (!join.toCompletableFuture().isDone()) {
            assertThat(server.executor.runNext()).isTrue();
        }
        assertThat(server.history.lastName(token.digest()).toCompletableFuture().join())
                .contains("ada");
    }

    @Test
    void refusedJoinStoresNoToken() {
        ada.session().close(CloseCause.QUIT);
        server.get(ada.session().join(RoomName.LOBBY, new ReplayFrom.Last(0)));
        assertThat(stored()).isEmpty();
    }

    @Test
    void firstDirectMessageStoresTheToken() {
        TestSession bob = server.loginBrowser("bob");
        server.sendDirect(ada, "bob", "hello");
        assertThat(stored()).contains("ada");
        assertThat(server.get(server.history.lastName(bob.session().user().id())))
                .as("the token of the recipient")
                .contains("bob");
    }

    @Test
    void newNicknameOfAStoredTokenIsStored() {
        server.join(ada, RoomName.LOBBY, new ReplayFrom.Last(0));
        server.get(ada.session().rename("eve"));
        server.settle();
        assertThat(stored()).contains("eve");

        ada.session().close(CloseCause.QUIT);
        server.login(LoginRequest.resumable("ida", new ClientInfo("browser", "websocket", "127.0.0.1"), token));
        assertThat(stored()).contains("ida");
    }

    /** Asks whether the token is valid; the answer is empty if it is. */
    private CompletionStage<Optional<Refusal>> check() {
        return server.chatServer.bearerAuthenticator().check(UserAction.READ_HISTORY, token, "192.0.2.1");
    }
}
