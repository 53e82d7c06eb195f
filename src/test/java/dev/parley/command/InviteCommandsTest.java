package dev.parley.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.AccessRefusals;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InviteCommandsTest {

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");
    private final CommandRegistry<CommandSender> commandRegistry = TestCommands.registry();

    private List<String> run(TestSession by, String line) {
        return server.get(commandRegistry.run(new LobbySender(by.session()), line))
                .lines();
    }

    private Optional<Refusal> check(String secret) {
        return server.get(server.chatServer.roomAccess().invites().check(secret));
    }

    private static String secret(List<String> lines) {
        return lines.get(1).substring(lines.get(1).indexOf("#invite=") + "#invite=".length());
    }

    @Test
    void inviteCommandReturnsALinkWithASecretInTheFragmentAndAQrCode() {
        List<String> lines = run(ada, "/invite");

        assertThat(lines.get(0))
                .startsWith("Invitation 1 to lobby, valid until ")
                .endsWith(". /invite revoke 1 ends it.");
        assertThat(lines.get(1)).matches("https://chat\\.example/\\?room=lobby#invite=[A-Za-z0-9_-]{22}");
        assertThat(lines.subList(2, lines.size())).allMatch(line -> line.matches("█[█▀▄ ]+█|▀+"));
        assertThat(lines).hasSize(2 + 19);
        assertThat(lines.get(2)).hasSize(37);
        assertThat(check(secret(lines))).isEmpty();
    }

    @Test
    void invitationIsValidForTheGivenTime() {
        String day = secret(run(ada, "/invite"));
        String hours = secret(run(ada, "/invite lobby 2"));
        String hour = secret(run(ada, "/invite 1"));

        server.advanceTime(Duration.ofHours(1));
        assertThat(check(hour)).hasValue(AccessRefusals.inviteInvalid());
        assertThat(check(hours)).isEmpty();
        server.advanceTime(Duration.ofHours(1));
        assertThat(check(hours)).hasValue(AccessRefusals.inviteInvalid());
        server.advanceTime(Duration.ofHours(22).minusMillis(1));
        assertThat(check(day)).isEmpty();
        server.advanceTime(Duration.ofMillis(1));
        assertThat(check(day)).hasValue(AccessRefusals.inviteInvalid());
        assertThat(check("short")).hasValue(AccessRefusals.inviteInvalid());
    }

    @Test
    void invalidArgumentsAreRefusedWithTheUsage() {
        for (String line :
                List.of("/invite lobby 0", "/invite 721", "/invite lobby soon", "/invite a b c", "/invite Ä 1")) {
            assertThat(run(ada, line))
                    .as(line)
                    .containsExactly("Say where to, and for how long: /invite [ROOM] [HOURS], with 1 to 720 hours,"
                            + " or /invite revoke NUMBER");
        }
        assertThat(run(ada, "/invite elsewhere 5"))
                .containsExactly(Refusal.notInRoom(new RoomName("elsewhere")).sentence());
        assertThat(run(ada, "/invites"))
                .containsExactly("There are no invitations that are valid. /invite creates one.");
    }

    @Test
    void userListsAndRevokesOnlyTheOwnInvitations() {
        String secret = secret(run(ada, "/invite"));
        run(bob, "/invite 3");

        assertThat(run(ada, "/invites")).singleElement().asString().matches("  1: to lobby, until .* UTC");
        assertThat(run(ada, "/invite revoke 2")).containsExactly("There is no invitation 2. /invites lists them.");
        assertThat(run(ada, "/invite revoke")).hasSize(1);
        assertThat(run(ada, "/invite revoke 1")).containsExactly("Invitation 1 has ended.");
        assertThat(check(secret)).hasValue(AccessRefusals.inviteInvalid());
        assertThat(run(bob, "/invites")).hasSize(1);
    }

    @Test
    void operatorListsAndRevokesAllInvitations() {
        run(ada, "/invite");
        server.chatServer.moderation().setOperators(Set.of(bob.session().user().id()));

        assertThat(run(bob, "/invites")).singleElement().asString().endsWith(", by ada");
        assertThat(run(bob, "/invite revoke 1")).containsExactly("Invitation 1 has ended.");
    }

    @Test
    void mutedUserCannotInvite() {
        server.get(server.chatServer
                .sanctionEnforcer()
                .impose(Sanction.Kind.MUTE, ada.session().user().nickname(), null));

        assertThat(run(ada, "/invite").get(0)).contains("muted");
    }

    @Test
    void invitationsOfABannedUserAreRefusedUntilTheEndOfTheBan() {
        String ofAda = secret(run(ada, "/invite"));
        String ofBob = secret(run(bob, "/invite"));

        server.get(server.chatServer
                .sanctionEnforcer()
                .impose(Sanction.Kind.BAN, ada.session().user().nickname(), Duration.ofMinutes(30)));

        assertThat(check(ofAda)).hasValue(AccessRefusals.inviteInvalid());
        assertThat(check(ofBob)).isEmpty();
        server.advanceTime(Duration.ofMinutes(30));
        assertThat(check(ofAda)).isEmpty();
    }

    @Test
    void invitationOfAUserWhoseNicknameAloneIsBannedIsRefused() {
        String ofAda = secret(run(ada, "/invite"));
        server.chatServer
                .moderation()
                .impose(new Sanction(
                        Sanction.Kind.BAN, ada.session().user().nickname(), null, null, server.chatServer.now(), null));

        assertThat(check(ofAda)).hasValue(AccessRefusals.inviteInvalid());
    }

    @Test
    void invitesCanBeReservedForOperators() {
        server.chatServer.moderation().reserve(UserAction.INVITE);

        assertThat(run(ada, "/invite")).containsExactly("Only operators may invite here. Ask one of them.");
    }

    @Test
    void userWithTooManyInvitationsIsRefused() {
        for (int i = 0; i < 20; i++) {
            assertThat(run(ada, "/invite")).hasSizeGreaterThan(2);
        }
        assertThat(run(ada, "/invite"))
                .containsExactly(AccessRefusals.tooManyInvites().sentence());
    }
}
