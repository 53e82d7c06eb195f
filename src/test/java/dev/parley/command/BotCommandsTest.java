package dev.parley.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Bot;
import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.TestClient;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks {@code /bot} and {@code /bots} on a terminal. */
class BotCommandsTest {

    private final TestChatServer server = new TestChatServer();
    private final TestClient ada = TestClient.loggedIn(server, "ada");

    private void makeOperator() {
        server.chatServer
                .moderation()
                .setOperators(server.chatServer.users().stream()
                        .map(user -> user.id())
                        .collect(Collectors.toSet()));
    }

    private String run(String line) {
        ada.received();
        ada.send(line + "\n");
        ada.settle();
        return ada.received();
    }

    @Test
    void operatorCreatesListsAndRevokesBots() {
        makeOperator();

        assertThat(run("/bots")).contains("There are no bots.");
        assertThat(run("/bot ci #builds lobby"))
                .contains("ci may read and write in builds, lobby.")
                .containsPattern("(?m)^ *key: bot_[0-9a-f]{32}$");
        assertThat(run("/bot news lobby READ")).contains("news may read in lobby.");
        assertThat(run("/bots"))
                .contains("ci, may read and write in builds, lobby, since ", "news, may read in lobby")
                .doesNotContain("key:");
        assertThat(run("/bot revoke ci")).contains("The key of ci is not valid any more.");
        assertThat(server.chatServer.bots().all())
                .extracting(bot -> bot.nickname().text())
                .containsExactly("news");
    }

    @Test
    void wordReadIsARoomIfItIsTheOnlyOne() {
        makeOperator();

        assertThat(run("/bot ci read")).contains("ci may read and write in read.");
        assertThat(server.chatServer.bots().all()).extracting(Bot::writes).containsExactly(true);
    }

    @Test
    void mistakesAreExplained() {
        makeOperator();

        assertThat(run("/bot ci")).contains("Say the name of the bot and its rooms");
        assertThat(run("/bot ci lob/by")).contains("“lob/by” is not the name of a room.");
        assertThat(run("/bot ada lobby")).contains("“ada” is taken.");
        assertThat(run("/bot revoke eve")).contains("There is no bot “eve”.");
        assertThat(run("/bot ci" + " room".repeat(51))).contains("A bot has at most 50 rooms.");
    }

    @Test
    void otherUsersCannotUseThem() {
        assertThat(run("/bot ci lobby")).contains("You are not an operator.");
        assertThat(run("/bots")).contains("You are not an operator.");
    }
}
