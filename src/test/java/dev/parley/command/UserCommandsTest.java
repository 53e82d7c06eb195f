package dev.parley.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class UserCommandsTest {

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");
    private final CommandRegistry<CommandSender> commandRegistry = UserCommands.registry();
    private final List<String> calls = new ArrayList<>();

    @Test
    void registryContainsTheUserCommands() {
        assertThat(commandRegistry.all())
                .extracting(Command::usage)
                .containsExactly(
                        "/help [COMMAND]",
                        "/who [PAGE|NAME]",
                        "/rooms [TEXT]",
                        "/join ROOM",
                        "/leave [ROOM]",
                        "/me ACTION",
                        "/msg NAME TEXT",
                        "/nick NAME",
                        "/last [N]",
                        "/edit TEXT",
                        "/delete [N]",
                        "/reply N TEXT",
                        "/react N EMOJI",
                        "/quit");
    }

    @Test
    void whoCommandListsUsersWithTheirIdleTime() {
        server.advanceTime(Duration.ofMinutes(7));
        server.publish(bob, "hello");
        assertThat(run("/who")).containsExactly("2 in lobby:", "  ada (browser, idle 7 min)", "  bob (browser)");
    }

    @Test
    void whoCommandIsPaged() {
        for (int i = 0; i < 60; i++) {
            server.joinLobby("p" + i);
        }
        assertThat(run("/who")).hasSize(51).first().asString().isEqualTo("62 in lobby, page 1 of 2:");
        assertThat(run("/who 2")).hasSize(13).last().asString().contains("p59");
        assertThat(run("/who 99")).hasSize(13);
        assertThat(run("/who many")).containsExactly("There is no user “many” in lobby. /who lists the users.");
    }

    @Test
    void whoCommandDescribesOneUser() {
        assertThat(run("/who BOB")).containsExactly("bob (browser) is in lobby.");
        assertThat(run("/whois @bob")).containsExactly("bob (browser) is in lobby.");
    }

    @Test
    void whoCommandListsOnlyJoinedRooms() {
        server.join(bob, new RoomName("java"), new ReplayFrom.Last(0));
        assertThat(run("/names #java")).containsExactly("You are not in java. Join it first: /join java");
        server.join(ada, new RoomName("java"), new ReplayFrom.Last(0));
        assertThat(run("/names #JAVA")).first().asString().isEqualTo("2 in java:");
    }

    @Test
    void roomsCommandListsRoomsAndMarksJoinedOnes() {
        server.join(bob, new RoomName("java"), new ReplayFrom.Last(0));
        assertThat(run("/rooms")).containsExactly("* lobby (2)", "  java (1)");
        assertThat(run("/rooms JAV")).containsExactly("  java (1)");
        assertThat(run("/rooms %"))
                .containsExactly("No room has a name with this text. /rooms lists the rooms with the most users.");
    }

    @Test
    void joinAndLeaveCommandsAreDelegatedToTheSender() {
        assertThat(run("/join #Java")).containsExactly("joined java");
        assertThat(run("/leave")).containsExactly("left lobby");
        assertThat(run("/leave java")).containsExactly("left java");
        assertThat(run("/part #Java see you")).containsExactly("left java");
        assertThat(run("/join two words")).singleElement().asString().contains("1 to 32");
    }

    @Test
    void meCommandPublishesAnAction() {
        assertThat(run("/me waves")).isEmpty();
        RoomEvent.Said said =
                bob.recordingSubscriber().received(RoomEvent.Said.class).get(0);
        assertThat(said.message().action()).isTrue();
        assertThat(said.message().text()).isEqualTo("waves");
        assertThat(run("/me")).singleElement().asString().contains("/me waves");
        assertThat(run("/me " + "x".repeat(501))).singleElement().asString().contains("501");
    }

    @Test
    void msgCommandSendsADirectMessage() {
        assertThat(run("/msg bob meet  me there")).isEmpty();
        assertThat(bob.recordingSubscriber().directMessages())
                .extracting(DirectMessage::text)
                .containsExactly("meet  me there");
        assertThat(bob.recordingSubscriber().texts()).isEmpty();
        for (String name : List.of("@bob", "bob,", "bob:", "@BOB:")) {
            assertThat(run("/msg " + name + " hi")).isEmpty();
        }
        assertThat(bob.recordingSubscriber().directMessages()).hasSize(5);
        assertThat(run("/msg @eve hello")).singleElement().asString().contains("There is no user “eve”");
        assertThat(run("/msg eve hello")).singleElement().asString().contains("There is no user “eve”");
        assertThat(run("/msg bob")).singleElement().asString().contains("/msg NAME TEXT");
    }

    @Test
    void nickCommandChangesTheNickname() {
        assertThat(run("/nick lovelace")).containsExactly("You are lovelace now.");
        assertThat(run("/nick BOB")).singleElement().asString().contains("taken");
        assertThat(run("/nick")).singleElement().asString().contains("You are lovelace");
    }

    @Test
    void lastCommandIsDelegatedToTheSender() {
        run("/last");
        run("/last 50");
        assertThat(calls).containsExactly("last 20", "last 50");
        assertThat(run("/last 0")).singleElement().asString().contains("1 to 200");
        assertThat(run("/last 1000")).singleElement().asString().contains("1 to 200");
    }

    @Test
    void quitCommandIsDelegatedToTheSender() {
        assertThat(run("\\quit")).isEmpty();
        assertThat(calls).containsExactly("quit");
    }

    private List<String> run(String line) {
        return server.get(commandRegistry.run(new TestSender(), line)).lines();
    }

    private final class TestSender implements CommandSender {

        @Override
        public Session session() {
            return ada.session();
        }

        @Override
        public RoomName room() {
            return RoomName.LOBBY;
        }

        @Override
        public CompletionStage<List<String>> join(RoomName room) {
            return CompletableFuture.completedFuture(List.of("joined " + room));
        }

        @Override
        public CompletionStage<List<String>> leave(RoomName room) {
            return CompletableFuture.completedFuture(List.of("left " + room));
        }

        @Override
        public CompletionStage<List<String>> last(int messages) {
            calls.add("last " + messages);
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public void quit() {
            calls.add("quit");
        }
    }
}
