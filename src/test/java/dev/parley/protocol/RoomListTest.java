package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.session.TestChatServer;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Checks that the list of rooms is encoded once per change. */
class RoomListTest {

    private final TestChatServer server = new TestChatServer();
    private final RoomListBroadcaster broadcaster = new RoomListBroadcaster(server.chatServer);
    private final ServerFrames frames = new ServerFrames(StompVersion.V1_2);

    private String text() {
        return new String(broadcaster.current().frame(frames, "l"), StandardCharsets.UTF_8);
    }

    @Test
    void sessionsShareTheFrameUntilTheListChanges() {
        RoomList list = broadcaster.current();

        assertThat(broadcaster.current()).isSameAs(list);
        assertThat(list.frame(frames, "l")).isSameAs(list.frame(new ServerFrames(StompVersion.V1_2), "l"));
        assertThat(list.frame(frames, "l")).isNotSameAs(list.frame(frames, "m"));

        server.joinLobby("ada");
        assertThat(broadcaster.current()).isNotSameAs(list);
        assertThat(text()).contains("[{\"name\":\"lobby\",\"topic\":\"\",\"people\":1}]");
    }

    @Test
    void listHasTheNumberOfUsersAfterEachChange() {
        TestChatServer.TestSession ada = server.joinLobby("ada");
        var second = server.joinLobby("", ada.session().token().orElseThrow());
        assertThat(text()).contains("\"people\":1");
        second.session().leave(RoomName.LOBBY);
        ada.session().leave(RoomName.LOBBY);
        server.settle();
        assertThat(text()).contains("\"people\":0");

        server.join(ada, new RoomName("java"), new ReplayFrom.Last(0));
        assertThat(text()).contains("\"name\":\"java\"");
        ada.session().leave(new RoomName("java"));
        server.settle();
        assertThat(text()).doesNotContain("java");
    }

    @Test
    void onlySomeFramesAreShared() {
        RoomList list = broadcaster.current();
        for (int i = 0; i < 1_000; i++) {
            list.frame(frames, "id" + i);
        }
        assertThat(list.frame(frames, "id0")).isSameAs(list.frame(frames, "id0"));
        assertThat(list.frame(frames, "id999")).isNotSameAs(list.frame(frames, "id999"));
    }
}
