package dev.parley.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserCommandsTest {

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");
    private final CommandRegistry<CommandSender> commandRegistry = TestCommands.registry();
    private final List<String> calls = new ArrayList<>();

    @Test
    void commandsOfOperatorsAreMarked() {
        assertThat(commandRegistry.all())
                .filteredOn(Command::operatorsOnly)
                .extracting(Command::usage)
                .containsExactlyElementsOf(
                        OperatorCommands.all().stream().map(Command::usage).toList());
    }

    @Test
    void registryContainsTheUserCommands() {
        assertThat(commandRegistry.visibleTo(new TestSender()))
                .extracting(Command::usage)
                .containsExactly(
                        "/help [COMMAND]",
                        "/who [PAGE|NAME]",
                        "/rooms [TEXT]",
                        "/join ROOM [KEY]",
                        "/private ROOM",
                        "/leave [ROOM]",
                        "/me ACTION",
                        "/msg NAME TEXT",
                        "/search WORDS…",
                        "/nick NAME",
                        "/away [TEXT]",
                        "/last [N]",
                        "/edit TEXT",
                        "/delete [N]",
                        "/reply N TEXT",
                        "/react N EMOJI",
                        "/quit",
                        "/ignore NAME",
                        "/unignore NAME",
                        "/ignored",
                        "/invite [ROOM] [HOURS]",
                        "/invites",
                        "/op CODE|PASSWORD");
    }

    @Test
    void whoCommandListsUsersWithTheirIdleTime() {
        server.advanceTime(Duration.ofMinutes(7));
        server.publish(bob, "hello");
        assertThat(run("/who")).containsExactly("2 in lobby:", "  ada (browser, idle 7 min)", "  bob (browser)");
    }

    @Test
    void awayCommandSetsTheTextThatWhoShowsAndEndsIt() {
        assertThat(run("/away lunch,  back at 1"))
                .containsExactly("You are away: lunch, back at 1. /away without a text ends that.");
        server.advanceTime(Duration.ofMinutes(7));
        assertThat(run("/who")).contains("  ada (browser, away: lunch, back at 1)");
        assertThat(run("/whois ada")).containsExactly("ada (browser, away: lunch, back at 1) is in lobby.");

        assertThat(run("/away")).containsExactly("You are not away any more.");
        assertThat(run("/who")).contains("  ada (browser, idle 7 min)");
        assertThat(run("/away"))
                .containsExactly("You are not away. To show others that you are, give a text: /away TEXT");
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
    void searchCommandListsTheNewestMessagesWithTheirPlaces() {
        server.publish(bob, "green tea");
        server.publish(ada, "coffee");
        server.publish(bob, "more\nTEA");

        assertThat(run("/search tea from:bob"))
                .satisfiesExactly(
                        newest -> assertThat(newest).matches("lobby 2026-11-20 [0-9:]{5} #3 <bob> more TEA"),
                        oldest -> assertThat(oldest).matches("lobby 2026-11-20 [0-9:]{5} #1 <bob> green tea"));
        assertThat(run("/search cake")).containsExactly("No message was found.");
        assertThat(run("/search")).first().asString().startsWith("Say what to search for: /search tea");
        assertThat(run("/search tea before:soon")).first().asString().contains("“before:soon” needs a day");
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

    private void makeOperator() {
        server.chatServer.moderation().setOperators(Set.of(ada.session().user().id()));
    }

    @Test
    void commandsOfOperatorsAreRefusedToOtherUsersAndNotListed() {
        assertThat(run("/kick bob")).containsExactly("You are not an operator. /op CODE makes you one.");
        assertThat(run("/help")).noneMatch(line -> line.contains("/kick"));
        assertThat(run("/op")).singleElement().asString().contains("/op CODE");
        assertThat(run("/kik bob")).singleElement().asString().doesNotContain("/kick");
        assertThat(server.chatServer.users()).hasSize(2);

        makeOperator();

        assertThat(run("/help")).anyMatch(line -> line.startsWith("/kick NAME [REASON]"));
        assertThat(run("/ban bob 10 spam.")).first().asString().contains("bob is banned until");
        assertThat(run("/unban")).singleElement().asString().endsWith(" By ada: spam.");
        assertThat(server.chatServer.users()).hasSize(1);
    }

    @Test
    void lockedRoomAcceptsMessagesOfOperatorsOnly() {
        makeOperator();

        assertThat(run("/lock")).containsExactly("lobby: The room is locked: only operators can write.");
        assertThat(run("/lock")).singleElement().asString().startsWith("Nothing changes in lobby.");
        assertThat(server.get(bob.session().publish(RoomName.LOBBY, "hello", false, null)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("room-locked"));
        assertThat(server.get(ada.session().publish(RoomName.LOBBY, "hello", false, null)))
                .isInstanceOf(Receipt.class);
        assertThat(bob.recordingSubscriber().received(RoomEvent.Settings.class))
                .singleElement()
                .satisfies(event -> assertThat(event.settings().locked()).isTrue());
        assertThat(run("/unlock lobby")).containsExactly("lobby: all users can write at any time.");
        assertThat(server.get(bob.session().publish(RoomName.LOBBY, "hello", false, null)))
                .isInstanceOf(Receipt.class);
        assertThat(run("/lock nowhere")).singleElement().asString().contains("There is no room");
    }

    @Test
    void slowModeLimitsUsersWhoAreNoOperators() {
        makeOperator();

        assertThat(run("/slow")).singleElement().asString().contains("0 to 21600", "/slow ROOM SECONDS");
        assertThat(run("/slow lobby -1")).singleElement().asString().contains("0 to 21600");
        assertThat(run("/slow 99999")).singleElement().asString().contains("0 to 21600");
        assertThat(run("/slow #lobby 30")).containsExactly("lobby: Slow mode: one message every 30 seconds.");
        assertThat(server.get(bob.session().publish(RoomName.LOBBY, "one", false, null)))
                .isInstanceOf(Receipt.class);
        server.advanceTime(Duration.ofSeconds(10));
        assertThat(server.get(bob.session().publish(RoomName.LOBBY, "two", false, null)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("slow-mode");
                    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(20));
                });
        server.advanceTime(Duration.ofSeconds(20));
        assertThat(server.get(bob.session().publish(RoomName.LOBBY, "two", false, null)))
                .isInstanceOf(Receipt.class);
        assertThat(server.get(ada.session().publish(RoomName.LOBBY, "one", false, null)))
                .isInstanceOf(Receipt.class);
        assertThat(server.get(ada.session().publish(RoomName.LOBBY, "two", false, null)))
                .isInstanceOf(Receipt.class);
    }

    @Test
    void ignoreIsLeftToAClientThatShowsMessagesItself() {
        assertThat(run("/ignore bob")).singleElement().asString().contains("only the client can hide");
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
        public CompletionStage<List<String>> join(RoomName room, @Nullable String key) {
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
