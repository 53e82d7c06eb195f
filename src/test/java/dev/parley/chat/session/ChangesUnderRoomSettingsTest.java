package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.RoomSettings;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Checks the lock, the slow mode and the rights of operators for changes of messages. */
class ChangesUnderRoomSettingsTest {

    private static final Duration SLOW = Duration.ofSeconds(30);

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");
    private final List<String> acts = new ArrayList<>();

    private String code(CompletionStage<RequestResult> stage) {
        RequestResult result = server.get(stage);
        return result instanceof Refusal refusal
                ? refusal.code()
                : result.getClass().getSimpleName();
    }

    private static MessageRequests requests(TestSession session) {
        return session.session().messageRequests();
    }

    private void setRoom(UnaryOperator<RoomSettings> change) {
        Room lobby = server.chatServer.roomRegistry().find(RoomName.LOBBY).orElseThrow();
        server.get(lobby.attributes().changeSettings(change, server.chatServer.operator()));
    }

    private void makeOperator(TestSession session) {
        server.chatServer
                .moderation()
                .setOperators(Set.of(session.session().user().id()));
        server.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onOperatorAct(Operator operator, String line) {
                acts.add(line);
            }
        });
    }

    @Test
    void lockedRoomTakesNoChangesOfUsers() {
        server.publish(ada, "one");
        setRoom(settings -> settings.withLocked(true));

        assertThat(code(requests(ada).publish(RoomName.LOBBY, "two", true, null, null)))
                .isEqualTo("room-locked");
        assertThat(code(requests(ada).edit(RoomName.LOBBY, 1, "2", null))).isEqualTo("room-locked");
        assertThat(code(requests(ada).delete(RoomName.LOBBY, 1, null))).isEqualTo("room-locked");
        assertThat(code(requests(bob).react(RoomName.LOBBY, 1, "👍", false, null)))
                .isEqualTo("room-locked");
        makeOperator(ada);
        assertThat(code(requests(ada).edit(RoomName.LOBBY, 1, "2", null))).isEqualTo("Receipt");
    }

    @Test
    void slowModeCountsChangesAsMessages() {
        server.publish(ada, "one");
        setRoom(settings -> settings.withSlow(SLOW));

        assertThat(code(requests(ada).edit(RoomName.LOBBY, 1, "2", null))).isEqualTo("Receipt");
        assertThat(code(requests(ada).edit(RoomName.LOBBY, 1, "3", null))).isEqualTo("slow-mode");
        assertThat(code(requests(ada).react(RoomName.LOBBY, 1, "👍", false, null)))
                .isEqualTo("slow-mode");
        assertThat(code(requests(ada).delete(RoomName.LOBBY, 1, null))).isEqualTo("slow-mode");
        server.advanceTime(SLOW);
        assertThat(code(requests(ada).delete(RoomName.LOBBY, 1, null))).isEqualTo("Receipt");
        assertThat(code(requests(ada).publish(RoomName.LOBBY, "two", false, null, null)))
                .isEqualTo("slow-mode");
    }

    @Test
    void toggledReactionCountsOnceInSlowMode() {
        server.publish(ada, "one");
        setRoom(settings -> settings.withSlow(SLOW));

        assertThat(code(requests(bob).toggleReaction(RoomName.LOBBY, 1, "👍"))).isEqualTo("Receipt");
        server.advanceTime(SLOW);
        assertThat(code(requests(bob).toggleReaction(RoomName.LOBBY, 1, "👍"))).isEqualTo("Receipt");

        assertThat(ada.recordingSubscriber().received(RoomEvent.Reacted.class))
                .extracting(event -> event.entry().removed())
                .containsExactly(false, true);
    }

    @Test
    void userWhoIsAnOperatorChangesAnyMessageAtAnyTime() {
        server.publish(ada, "one");
        server.publish(bob, "two");
        assertThat(code(requests(bob).delete(RoomName.LOBBY, 1, null))).isEqualTo("not-author");
        makeOperator(bob);
        server.advanceTime(Duration.ofHours(25));

        assertThat(code(requests(bob).edit(RoomName.LOBBY, 1, "1", null))).isEqualTo("Receipt");
        assertThat(code(requests(bob).delete(RoomName.LOBBY, 1, null))).isEqualTo("Receipt");
        assertThat(code(requests(bob).delete(RoomName.LOBBY, 2, null))).isEqualTo("Receipt");

        server.settle();
        assertThat(ada.recordingSubscriber().received(RoomEvent.Deleted.class))
                .extracting(RoomEvent.Deleted::entry)
                .extracting(Deletion::name)
                .containsExactly("bob", "bob");
        assertThat(acts)
                .containsExactly("bob edited a message of ada in lobby.", "bob deleted a message of ada in lobby.");
    }
}
