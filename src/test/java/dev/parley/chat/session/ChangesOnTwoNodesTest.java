package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualExecutor;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.ReplyTo;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import dev.parley.storage.memory.InMemoryRoomRelay;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks that a change on one node corrects the replay buffer of the other. */
class ChangesOnTwoNodesTest {

    private final InMemoryHistory stored = new InMemoryHistory(new ManualScheduler().clock());
    private final NicknameRegistry registry = new InMemoryNicknameRegistry();
    private final ManualExecutor signals = new ManualExecutor();
    private final InMemoryRoomRelay relay = new InMemoryRoomRelay(signals);
    private final TestChatServer a = node("a");
    private final TestChatServer b = node("b");
    private final TestSession ada = a.joinLobby("ada");
    private final TestSession bob = b.joinLobby("bob");
    private final TestSession slow = b.joinLobby("slow");

    private TestChatServer node(String id) {
        return new TestChatServer(TestChatServer.RULES, stored, registry, relay.connect(), id);
    }

    /** The buffer of the second node has the message and a reply to it, which one of its users has not read. */
    @BeforeEach
    void publish() {
        settle();
        slow.recordingSubscriber().stopReading();
        a.publish(ada, "secret 1");
        settle();
        change(b, bob.session().messageRequests().publish(RoomName.LOBBY, "really?", false, null, 1L));
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = signals.runNext();
            busy |= a.settle();
            busy |= b.settle();
        }
    }

    private void change(TestChatServer node, CompletionStage<RequestResult> stage) {
        assertThat(node.get(stage)).isInstanceOf(Receipt.class);
        settle();
    }

    private static List<Message> messages(TestSession session) {
        return session.recordingSubscriber().received(RoomEvent.Said.class).stream()
                .map(RoomEvent.Said::message)
                .toList();
    }

    private static String received(TestSession session) {
        return session.recordingSubscriber().received(RoomEvent.Logged.class).toString();
    }

    @Test
    void editReachesTheUsersAndTheBufferOfTheOtherNode() {
        change(a, ada.session().messageRequests().edit(RoomName.LOBBY, 1, "tea", null));

        assertThat(bob.recordingSubscriber().received(RoomEvent.Edited.class))
                .extracting(event -> event.entry())
                .extracting(edit -> edit.target(), edit -> edit.text(), edit -> edit.name())
                .containsExactly(tuple(1L, "tea", "ada"));
        TestSession cyd = b.joinLobby("cyd");
        assertThat(messages(cyd)).extracting(Message::text).containsExactly("tea", "really?");
        assertThat(messages(cyd).get(1).state().replyTo())
                .isEqualTo(new ReplyTo(1, ada.session().user().id(), "ada", "tea"));
        assertThat(received(cyd)).doesNotContain("secret");
    }

    @Test
    void deletedTextIsInNoDeliveryOfTheOtherNode() {
        change(a, ada.session().messageRequests().edit(RoomName.LOBBY, 1, "secret 2", null));
        change(a, ada.session().messageRequests().delete(RoomName.LOBBY, 1, null));
        slow.recordingSubscriber().resumeReading();
        settle();

        assertThat(bob.recordingSubscriber().received(RoomEvent.Deleted.class)).hasSize(1);
        assertThat(received(slow)).doesNotContain("secret");
        assertThat(messages(slow)).extracting(Message::text).containsExactly("", "really?");
        TestSession cyd = b.joinLobby("cyd");
        assertThat(received(cyd)).doesNotContain("secret");
        assertThat(messages(cyd).get(0).isDeleted()).isTrue();
    }

    @Test
    void reactionsOfBothNodesAreCountedTogether() {
        change(a, ada.session().messageRequests().react(RoomName.LOBBY, 1, "👍", false, null));
        change(b, bob.session().messageRequests().react(RoomName.LOBBY, 1, "👍", false, null));

        assertThat(ada.recordingSubscriber().received(RoomEvent.Reacted.class))
                .extracting(event -> event.entry().count())
                .containsExactly(1, 2);
        for (TestChatServer node : List.of(a, b)) {
            TestSession cyd = node.joinLobby(node == a ? "cyd" : "dee");
            assertThat(messages(cyd).get(0).state().reactions())
                    .extracting(ReactionCount::emoji, ReactionCount::count, ReactionCount::names)
                    .containsExactly(tuple("👍", 2, List.of("ada", "bob")));
        }
    }
}
