package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.moderation.Operator;
import dev.parley.chat.room.Acknowledgement;
import dev.parley.chat.room.Deletion;
import dev.parley.chat.room.Edit;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.ReplyTo;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageChangesTest {

    /** 1 message a second, 5 at once. */
    private static final ServerLimits LIMITED = new ServerLimits(
            new NicknamePolicy(10), 500, 1, 5, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");

    private String code(CompletionStage<RequestResult> stage) {
        RequestResult result = server.get(stage);
        return result instanceof Refusal refusal
                ? refusal.code()
                : result.getClass().getSimpleName();
    }

    private RequestResult edit(TestSession by, long target, String text) {
        return server.get(by.session().messageRequests().edit(RoomName.LOBBY, target, text, null));
    }

    private RequestResult delete(TestSession by, long target) {
        return server.get(by.session().messageRequests().delete(RoomName.LOBBY, target, null));
    }

    private RequestResult reply(TestSession by, String text, long target) {
        return server.get(by.session().messageRequests().publish(RoomName.LOBBY, text, false, null, target));
    }

    private static List<Message> messages(TestSession session) {
        return session.recordingSubscriber().received(RoomEvent.Said.class).stream()
                .map(RoomEvent.Said::message)
                .toList();
    }

    private static List<Edit> edits(TestSession session) {
        return session.recordingSubscriber().received(RoomEvent.Edited.class).stream()
                .map(RoomEvent.Edited::entry)
                .toList();
    }

    @Test
    void editIsDeliveredToAllAndReplayed() {
        server.publish(ada, "the tee");

        assertThat(edit(ada, 1, "the tea")).isInstanceOf(Receipt.class);

        assertThat(edits(bob))
                .extracting(Edit::target, Edit::text, Edit::name)
                .containsExactly(tuple(1L, "the tea", "ada"));
        TestSession cyd = server.joinLobby("cyd");
        assertThat(messages(cyd)).extracting(Message::text).containsExactly("the tea");
        assertThat(edits(cyd)).hasSize(1);
    }

    @Test
    void removedTextIsInNoDeliveryOfTheReplayBuffer() {
        server.publish(ada, "secret 1");
        edit(ada, 1, "secret 2");
        edit(ada, 1, "secret 3");
        reply(bob, "really?", 1);
        delete(ada, 1);

        TestSession cyd = server.joinLobby("cyd");

        assertThat(cyd.recordingSubscriber().received(RoomEvent.Logged.class)).hasSize(5);
        assertThat(cyd.recordingSubscriber().received(RoomEvent.Logged.class).toString())
                .doesNotContain("secret");
        assertThat(messages(cyd).get(1).state().replyTo())
                .isEqualTo(new ReplyTo(1, ada.session().user().id(), "ada", ""));
        assertThat(cyd.recordingSubscriber().received(RoomEvent.Deleted.class))
                .extracting(event -> event.entry())
                .extracting(Deletion::target)
                .containsExactly(1L);
    }

    @Test
    void slowReaderReceivesTheTextAsItIsNow() {
        bob.recordingSubscriber().stopReading();
        server.publish(ada, "secret");
        delete(ada, 1);

        bob.recordingSubscriber().resumeReading();
        server.settle();

        assertThat(messages(bob)).extracting(Message::text).containsExactly("");
    }

    @Test
    void changeAfterTheEditWindowIsTooLate() {
        server.publish(ada, "one");
        server.advanceTime(ServerLimits.EDIT_WINDOW.plusSeconds(1));

        assertThat(code(ada.session().messageRequests().edit(RoomName.LOBBY, 1, "two", null)))
                .isEqualTo("too-late");
        assertThat(code(ada.session().messageRequests().delete(RoomName.LOBBY, 1, null)))
                .isEqualTo("too-late");
        assertThat(code(ada.session().messageRequests().react(RoomName.LOBBY, 1, "👍", false, null)))
                .isEqualTo("Receipt");
    }

    @Test
    void windowOfZeroAllowsNoChange() {
        TestChatServer strict = new TestChatServer(ServerLimits.defaults().withEditWindow(Duration.ZERO), null);
        TestSession eve = strict.joinLobby("eve");
        strict.publish(eve, "one");

        RequestResult result = strict.get(eve.session().messageRequests().edit(RoomName.LOBBY, 1, "two", null));

        assertThat(((Refusal) result).code()).isEqualTo("too-late");
    }

    @Test
    void changesAreChecked() {
        server.publish(ada, "one");
        MessageRequests requests = bob.session().messageRequests();

        assertThat(code(requests.edit(RoomName.LOBBY, 1, "two", null))).isEqualTo("not-author");
        assertThat(code(requests.edit(RoomName.LOBBY, 1, "\u200b", null))).isEqualTo("message-empty");
        assertThat(code(requests.edit(RoomName.LOBBY, 1, "x".repeat(100_000), null)))
                .isEqualTo("message-too-long");
        assertThat(code(requests.react(RoomName.LOBBY, 1, "x", false, null))).isEqualTo("emoji-invalid");
        assertThat(code(requests.react(new RoomName("other"), 1, "👍", false, null)))
                .isEqualTo("not-in-room");
        assertThat(code(requests.publish(RoomName.LOBBY, "re", false, null, 7L)))
                .isEqualTo("no-such-message");
        assertThat(code(requests.react(RoomName.LOBBY, 1, "👍", false, null))).isEqualTo("Receipt");
        assertThat(server.get(requests.react(RoomName.LOBBY, 1, "👍", false, null)))
                .isInstanceOf(Acknowledgement.class);
    }

    @Test
    void changesCountAsMessagesForTheRateLimit() {
        TestChatServer limited = new TestChatServer(LIMITED, null);
        TestSession eve = limited.joinLobby("eve");
        limited.publish(eve, "one");
        List<String> results = IntStream.range(0, 100)
                .mapToObj(i -> limited.get(eve.session().messageRequests().edit(RoomName.LOBBY, 1, "text " + i, null)))
                .map(result -> result instanceof Refusal refusal ? refusal.code() : "stored")
                .toList();

        assertThat(results).startsWith("stored").contains("slow-down");
    }

    @Test
    void lastMessagesAreReplayedDespiteManyReactions() {
        server.publish(ada, "one");
        server.publish(ada, "two");
        for (int i = 0; i < 12; i++) {
            server.get(bob.session().messageRequests().react(RoomName.LOBBY, 1, "👍", i % 2 == 1, null));
        }
        TestSession cyd = server.join(server.loginBrowser("cyd"), RoomName.LOBBY, new ReplayFrom.Last(2));

        assertThat(messages(cyd)).extracting(Message::text).containsExactly("one", "two");
    }

    @Test
    void operatorChangesAnyMessage() {
        server.publish(ada, "one");
        server.publish(bob, "two");
        server.publish(ada, "three");
        OperatorMessages messages = server.chatServer.operatorMessages();

        server.get(messages.edit(RoomName.LOBBY, 2, "2", server.chatServer.operator(), Operator.CONSOLE));
        OperatorMessages.Deletions deletions = server.get(messages.deleteSince(
                RoomName.LOBBY,
                "ADA",
                server.chatServer.now().minusSeconds(60),
                server.chatServer.operator(),
                Operator.CONSOLE));

        assertThat(edits(bob)).extracting(Edit::name).containsExactly("Server");
        assertThat(deletions).isEqualTo(new OperatorMessages.Deletions(2, List.of()));
        TestSession cyd = server.joinLobby("cyd");
        assertThat(messages(cyd)).extracting(Message::text).containsExactly("", "2", "");
    }
}
