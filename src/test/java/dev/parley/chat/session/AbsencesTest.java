package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.Presence;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks the absence of users on one server. */
class AbsencesTest {

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");
    private final ResumeToken token = ada.session().token().orElseThrow();

    private Optional<String> set(TestSession session, String text) {
        return server.get(server.chatServer.absences().set(session.session(), text))
                .map(Refusal::code);
    }

    private List<String> seenBy(TestSession session) {
        return session.recordingSubscriber().received(RoomEvent.Away.class).stream()
                .map(away -> away.name() + " " + away.text())
                .toList();
    }

    @Test
    void absenceIsPublishedInEachRoomAndToAllSessionsOfTheUser() {
        TestSession second = server.joinLobby("", token);
        RoomName java = new RoomName("java");
        server.join(second, java, new ReplayFrom.Last(0));
        server.join(bob, java, new ReplayFrom.Last(0));

        assertThat(set(ada, "lunch\n until\t 13:00 ")).isEmpty();

        server.settle();
        assertThat(ada.session().user().absence()).isEqualTo("lunch until 13:00");
        assertThat(seenBy(bob)).containsExactly("ada lunch until 13:00", "ada lunch until 13:00");
        assertThat(ada.recordingSubscriber().ownStateChanges()).isEqualTo(1);
        assertThat(second.recordingSubscriber().ownStateChanges()).isEqualTo(1);
        assertThat(bob.recordingSubscriber().ownStateChanges()).isZero();

        set(second, "");
        server.settle();
        assertThat(seenBy(bob)).last().isEqualTo("ada ");
    }

    @Test
    void laterMembersSeeTheAbsence() {
        set(ada, "lunch");
        TestSession cyd = server.joinLobby("cyd");
        server.settle();

        RoomEvent.Welcome welcome =
                cyd.recordingSubscriber().received(RoomEvent.Welcome.class).get(0);
        assertThat(welcome.first()).extracting(Presence::absence).containsExactly("lunch", "", "");
        server.join(ada, new RoomName("java"), new ReplayFrom.Last(0));
        server.join(bob, new RoomName("java"), new ReplayFrom.Last(0));
        ada.session().leave(new RoomName("java"));
        server.join(ada, new RoomName("java"), new ReplayFrom.Last(0));
        server.settle();
        assertThat(bob.recordingSubscriber().received(RoomEvent.Joined.class))
                .last()
                .extracting(RoomEvent.Joined::absence)
                .isEqualTo("lunch");
    }

    @Test
    void absenceSurvivesAReconnectAndMessagesAndEndsWithTheUser() {
        set(ada, "lunch");
        server.publish(ada, "still here");
        ada.session().close(CloseCause.LOST);
        server.settle();
        TestSession again = server.joinLobby("", token);
        assertThat(again.session().user().absence()).isEqualTo("lunch");

        again.session().close(CloseCause.QUIT);
        server.advanceTime(Duration.ofSeconds(20));
        assertThat(server.joinLobby("ada", token).session().user().absence()).isEmpty();
    }

    @Test
    void mutedUserMayOnlyEndAnAbsence() {
        set(ada, "lunch");
        server.get(server.chatServer
                .sanctionEnforcer()
                .impose(Sanction.Kind.MUTE, Nickname.of("ada"), Duration.ofMinutes(5)));

        assertThat(set(ada, "buy my book")).contains("muted");
        assertThat(ada.session().user().absence()).isEqualTo("lunch");
        assertThat(set(ada, "")).isEmpty();
        assertThat(ada.session().user().absence()).isEmpty();
    }

    @Test
    void textsWithoutVisibleCharactersAndLongOnesAreRefused() {
        assertThat(set(ada, "\u2800")).contains("message-empty");
        assertThat(set(ada, "x".repeat(Absences.MOST_CHARACTERS + 1))).contains("message-too-long");
        assertThat(set(ada, "\ud83c\udf75".repeat(Absences.MOST_CHARACTERS))).isEmpty();
        assertThat(set(ada, "a\u0000b\ud83c\u2028c")).isEmpty();
        assertThat(ada.session().user().absence()).isEqualTo("a b\ufffd c");
    }

    @Test
    void senderOfDirectMessagesIsInformedOnceUntilTheTextChangesOrTenMinutesHavePassed() {
        set(bob, "lunch");
        server.sendDirect(ada, "bob", "one");
        server.sendDirect(ada, "bob", "two");
        assertThat(ada.recordingSubscriber().notices()).containsExactly("bob is away: lunch");

        set(bob, "tea");
        server.sendDirect(ada, "bob", "three");
        assertThat(ada.recordingSubscriber().notices()).containsExactly("bob is away: lunch", "bob is away: tea");

        server.advanceTime(AbsenceNotices.REPETITION);
        server.sendDirect(ada, "bob", "four");
        assertThat(ada.recordingSubscriber().notices()).hasSize(3);

        server.sendDirect(bob, "bob", "to myself");
        set(bob, "");
        server.sendDirect(ada, "bob", "five");
        assertThat(ada.recordingSubscriber().notices()).hasSize(3);
        assertThat(bob.recordingSubscriber().notices()).isEmpty();
    }
}
