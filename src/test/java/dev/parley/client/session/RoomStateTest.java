package dev.parley.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.api.ChatHeaders;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import org.junit.jupiter.api.Test;

class RoomStateTest {

    private final RoomState roomState = new RoomState("lobby", SubscribeFrom.DEFAULT);

    private Headers entering() {
        Headers.Builder headers = Headers.builder();
        roomState.addReplayHeaders(headers);
        return headers.build();
    }

    private RoomState.Update take(String event) throws MalformedFrameException {
        return roomState.apply(JsonObject.read(event));
    }

    private RoomState.Update welcome(String position, String head) throws MalformedFrameException {
        return take("{\"type\":\"welcome\",\"position\":\"" + position + "\",\"head\":\"" + head
                + "\",\"people\":{\"count\":1,\"first\":[{\"name\":\"ada\"}]}}");
    }

    private RoomState.Update said(String epoch, int seq) throws MalformedFrameException {
        return take("{\"type\":\"said\",\"epoch\":\"" + epoch + "\",\"seq\":" + seq + ",\"from\":\"ada\"}");
    }

    @Test
    void keyOfAPrivateRoomIsSentWithEachJoin() {
        RoomState vault = new RoomState("vault", SubscribeFrom.DEFAULT.withKey("secret"));
        Headers.Builder headers = Headers.builder();
        vault.addReplayHeaders(headers);

        assertThat(headers.build().get(ChatHeaders.KEY)).isEqualTo("secret");
        assertThat(entering().get(ChatHeaders.KEY)).isNull();
    }

    @Test
    void messagesUpToTheHeadAreReplayed() throws MalformedFrameException {
        assertThat(entering()).isEqualTo(Headers.NONE);
        assertThat(welcome("e:1", "e:2")).isEqualTo(RoomState.Update.JOINED);
        assertThat(said("e", 2)).isEqualTo(RoomState.Update.REPLAYED);
        assertThat(said("e", 3)).isEqualTo(RoomState.Update.NEW);
        assertThat(roomState.position()).isEqualTo("e:3");
    }

    @Test
    void rejoinRequestsMissedMessagesAndIgnoresDuplicates() throws MalformedFrameException {
        entering();
        welcome("e:0", "e:0");
        said("e", 1);

        assertThat(entering().get("after")).isEqualTo("e:1");
        welcome("e:1", "e:3");
        assertThat(said("e", 1)).isEqualTo(RoomState.Update.DUPLICATE);
        assertThat(said("e", 2)).isEqualTo(RoomState.Update.NEW);
        assertThat(said("e", 2)).isEqualTo(RoomState.Update.DUPLICATE);
    }

    @Test
    void changesAreAtThePositionToo() throws MalformedFrameException {
        entering();
        welcome("e:0", "e:1");

        assertThat(take("{\"type\":\"edited\",\"epoch\":\"e\",\"seq\":1}")).isEqualTo(RoomState.Update.REPLAYED);
        assertThat(take("{\"type\":\"deleted\",\"epoch\":\"e\",\"seq\":2}")).isEqualTo(RoomState.Update.NEW);
        assertThat(take("{\"type\":\"reacted\",\"epoch\":\"e\",\"seq\":3}")).isEqualTo(RoomState.Update.NEW);
        assertThat(take("{\"type\":\"reacted\",\"epoch\":\"e\",\"seq\":3}")).isEqualTo(RoomState.Update.DUPLICATE);
        assertThat(roomState.position()).isEqualTo("e:3");
    }

    @Test
    void newEpochResetsThePosition() throws MalformedFrameException {
        entering();
        welcome("e:7", "e:7");
        entering();
        welcome("f:0", "f:1");

        assertThat(said("f", 1)).isEqualTo(RoomState.Update.NEW);
        assertThat(roomState.position()).isEqualTo("f:1");
    }

    @Test
    void roomTracksItsUsers() throws MalformedFrameException {
        entering();
        welcome("e:0", "e:0");
        take("{\"type\":\"joined\",\"name\":\"bob\"}");
        take("{\"type\":\"renamed\",\"from\":\"bob\",\"to\":\"rob\"}");
        take("{\"type\":\"presence\",\"joined\":[{\"name\":\"eve\"}],\"left\":[\"ada\"]}");

        assertThat(roomState.people()).containsExactly("rob", "eve");
    }

    @Test
    void usersOfALargeRoomAreCountedThoughNotAllAreKnown() throws MalformedFrameException {
        entering();
        take("{\"type\":\"welcome\",\"position\":\"e:0\",\"head\":\"e:0\","
                + "\"people\":{\"count\":300,\"first\":[{\"name\":\"ada\"}]}}");
        take("{\"type\":\"joined\",\"name\":\"bob\"}");
        take("{\"type\":\"left\",\"name\":\"bob\"}");
        take("{\"type\":\"left\",\"name\":\"unknown\"}");
        assertThat(roomState.count()).isEqualTo(299);

        take("{\"type\":\"presence\",\"people\":310,\"joined\":[{\"name\":\"eve\"}],\"left\":[]}");
        assertThat(roomState.count()).isEqualTo(310);
    }

    @Test
    void epochOfAnyFormIsReturnedToTheServer() throws MalformedFrameException {
        entering();
        welcome("node-1/a.b:7", "node-1/a.b:9");

        assertThat(said("node-1/a.b", 9)).isEqualTo(RoomState.Update.REPLAYED);
        assertThat(entering().get("after")).isEqualTo("node-1/a.b:9");
    }

    @Test
    void malformedPositionIsIgnored() throws MalformedFrameException {
        entering();
        welcome("7", "a position");

        said("e", -1);
        assertThat(said("e", 2)).isEqualTo(RoomState.Update.NEW);
        assertThat(roomState.position()).isEqualTo("e:2");
    }
}
