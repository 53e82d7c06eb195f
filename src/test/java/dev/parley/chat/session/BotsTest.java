package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.BotKey;
import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.moderation.Bot;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.Refusal;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks the creation and the revocation of bots, and that their nicknames are reserved. */
class BotsTest {

    private static final List<RoomName> LOBBY = List.of(RoomName.LOBBY);

    private final TestChatServer server = new TestChatServer();
    private final Bots bots = server.chatServer.bots();

    private Bots.CreateResult create(String name) {
        return server.get(bots.create(name, LOBBY, true, Operator.CONSOLE));
    }

    private Bots.Created created(String name) {
        return (Bots.Created) create(name);
    }

    private String refusal(String name) {
        return ((Bots.Refused) create(name)).refusal().code();
    }

    private String loginRefusal(String name) {
        Refusal refusal = server.loginRefused(
                LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "192.0.2.7"), null));
        return refusal.code();
    }

    @Test
    void keyFindsItsBotAndOnlyItsDigestIsStored() {
        Bots.Created ci = created("ci");

        assertThat(bots.find(ci.key())).hasValue(ci.bot());
        assertThat(bots.find(BotKey.generate())).isEmpty();
        assertThat(ci.key().secret()).matches("bot_[0-9a-f]{32}");
        assertThat(ci.key().toString()).doesNotContain(ci.key().secret());
        assertThat(server.get(server.history.botStore().all()))
                .extracting(Bot::userId)
                .containsExactly(ci.key().digest());
    }

    @Test
    void nicknameOfABotIsReservedWithThoseThatLookLikeIt() {
        created("bill");

        assertThat(loginRefusal("bill")).isEqualTo("name-reserved");
        assertThat(loginRefusal("BiLL")).isEqualTo("name-reserved");
        assertThat(loginRefusal("bi1l")).isEqualTo("name-reserved");
        Session ada = server.loginBrowser("ada").session();
        assertThat(server.get(ada.rename("bill"))).map(Refusal::code).hasValue("name-reserved");
        server.advanceTime(Duration.ofMinutes(1));
        assertThat(loginRefusal("bill")).isEqualTo("name-reserved");
        assertThat(refusal("Bill")).isEqualTo("name-reserved");
    }

    @Test
    void botHasANicknameThatIsFreeAndAllowed() {
        server.loginBrowser("ada");

        assertThat(refusal("ada")).isEqualTo("name-taken");
        assertThat(refusal("Server")).isEqualTo("name-reserved");
        assertThat(refusal("ci[bot]")).isEqualTo("name-reserved");
        assertThat(bots.all()).isEmpty();
    }

    @Test
    void clientThatCannotBePromptedGetsAnotherNickname() {
        created("ci");

        Session session = server.login(LoginRequest.autoNamed("ci", new ClientInfo("terminal", "named", "192.0.2.7")))
                .session();

        assertThat(session.user().nickname().text()).isEqualTo("ci2");
    }

    @Test
    void revokedKeyIsNotValidAndTheNicknameIsFree() {
        List<String> changes = new ArrayList<>();
        Bots.Created ci = created("ci");
        server.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onBotsChanged() {
                changes.add("changed");
            }
        });

        assertThat(server.get(bots.revoke("CI", Operator.CONSOLE))).hasValue(ci.bot());
        assertThat(server.get(bots.revoke("ci", Operator.CONSOLE))).isEqualTo(Optional.empty());
        assertThat(bots.find(ci.key())).isEmpty();
        assertThat(changes).containsExactly("changed");
        server.advanceTime(Duration.ofMinutes(1));
        server.loginBrowser("ci");
        assertThat(server.isOnline("ci")).isTrue();
    }

    @Test
    void botsSurviveARestart() {
        Bots.Created ci = created("ci");

        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);

        assertThat(restarted.chatServer.bots().find(ci.key())).hasValue(ci.bot());
    }

    @Test
    void actsOnBotsAreReportedWithoutTheKey() {
        List<String> acts = new ArrayList<>();
        server.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onOperatorAct(Operator by, String line) {
                acts.add(line);
            }
        });

        created("ci");
        server.get(bots.revoke("ci", Operator.CONSOLE));

        assertThat(acts)
                .containsExactly(
                        "console created the bot ci, which may read and write in lobby.",
                        "console revoked the bot ci.");
    }
}
