package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.RoomSummary;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the frames of the first rooms, and that sessions share them. */
class RoomViewTest {

    private static final RoomSummary LOBBY = new RoomSummary(RoomName.LOBBY, "", 3, false);
    private static final RoomSummary JAVA = new RoomSummary(new RoomName("java"), "tea", 2, false);

    private final ServerFrames frames = new ServerFrames(StompVersion.V1_2);

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    @Test
    void sessionsShareTheFrames() {
        RoomView view = RoomView.empty().next(1, List.of(LOBBY), 1);

        assertThat(view.snapshot(frames, "l")).isSameAs(view.snapshot(new ServerFrames(StompVersion.V1_2), "l"));
        assertThat(view.snapshot(frames, "l")).isNotSameAs(view.snapshot(frames, "m"));
        assertThat(text(view.snapshot(frames, "l")))
                .contains(
                        "{\"type\":\"rooms\",\"total\":1,\"rooms\":[{\"name\":\"lobby\",\"topic\":\"\",\"people\":3}]}");
    }

    @Test
    void changesAreTheRoomsThatEnterChangeAndLeave() {
        RoomView before = RoomView.empty().next(1, List.of(LOBBY, JAVA), 2);
        RoomSummary tea = new RoomSummary(new RoomName("tea"), "", 9, false);
        RoomView after = before.next(2, List.of(tea, LOBBY), 500);

        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(text(after.changes(frames, "l")))
                .contains(
                        "{\"type\":\"changed\",\"total\":500,\"rooms\":[{\"name\":\"tea\",\"topic\":\"\",\"people\":9}],"
                                + "\"removed\":[\"java\"]}");
    }

    @Test
    void privateRoomIsMarked() {
        RoomSummary lab = new RoomSummary(new RoomName("lab"), "", 1, true);

        assertThat(text(RoomView.empty().next(1, List.of(lab), 1).snapshot(frames, "l")))
                .contains("{\"name\":\"lab\",\"topic\":\"\",\"people\":1,\"private\":true}");
    }

    @Test
    void changesOutsideOfTheFirstRoomsMakeNoNewVersion() {
        RoomView before = RoomView.empty().next(1, List.of(LOBBY), 1);
        RoomView after = before.next(2, List.of(LOBBY), 10_000);

        assertThat(after.version()).isEqualTo(before.version());
        assertThat(text(after.snapshot(frames, "l"))).contains("\"total\":10000");
    }

    @Test
    void listHasTheFormThatEarlierClientsKnow() {
        RoomView view = RoomView.empty().next(1, List.of(LOBBY), 2);

        assertThat(text(view.list(frames, "l", List.of(JAVA))))
                .contains(
                        "[{\"name\":\"java\",\"topic\":\"tea\",\"people\":2},{\"name\":\"lobby\",\"topic\":\"\",\"people\":3}]");
    }

    @Test
    void onlySomeFramesAreShared() {
        RoomView view = RoomView.empty().next(1, List.of(LOBBY), 1);
        for (int i = 0; i < 1_000; i++) {
            view.snapshot(frames, "id" + i);
        }
        assertThat(view.snapshot(frames, "id0")).isSameAs(view.snapshot(frames, "id0"));
        assertThat(view.snapshot(frames, "id999")).isNotSameAs(view.snapshot(frames, "id999"));
    }
}
