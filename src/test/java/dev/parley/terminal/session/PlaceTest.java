package dev.parley.terminal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import org.junit.jupiter.api.Test;

class PlaceTest {

    private final Place place = new Place("lobby", Since.USUAL);

    private Headers entering() {
        Headers.Builder headers = Headers.builder();
        place.entering(headers);
        return headers.build();
    }

    private Place.Taking take(String event) throws MalformedFrameException {
        return place.take(Fields.read(event));
    }

    private Place.Taking welcome(String position, String head) throws MalformedFrameException {
        return take("{\"type\":\"welcome\",\"position\":\"" + position + "\",\"head\":\"" + head
                + "\",\"people\":{\"count\":1,\"first\":[{\"name\":\"ada\"}]}}");
    }

    private Place.Taking said(String epoch, int seq) throws MalformedFrameException {
        return take("{\"type\":\"said\",\"epoch\":\"" + epoch + "\",\"seq\":" + seq + ",\"from\":\"ada\"}");
    }

    @Test
    void whatIsUpToTheHeadIsFromBefore() throws MalformedFrameException {
        assertThat(entering()).isEqualTo(Headers.NONE);
        assertThat(welcome("e:1", "e:2")).isEqualTo(Place.Taking.ENTERED);
        assertThat(said("e", 2)).isEqualTo(Place.Taking.REPLAYED);
        assertThat(said("e", 3)).isEqualTo(Place.Taking.NEWS);
        assertThat(place.position()).isEqualTo("e:3");
    }

    @Test
    void whoComesBackAsksForWhatWasMissedAndHearsItOnce() throws MalformedFrameException {
        entering();
        welcome("e:0", "e:0");
        said("e", 1);

        assertThat(entering().get("after")).isEqualTo("e:1");
        welcome("e:1", "e:3");
        assertThat(said("e", 1)).isEqualTo(Place.Taking.KNOWN);
        assertThat(said("e", 2)).isEqualTo(Place.Taking.NEWS);
        assertThat(said("e", 2)).isEqualTo(Place.Taking.KNOWN);
    }

    @Test
    void anotherEpochBeginsAnew() throws MalformedFrameException {
        entering();
        welcome("e:7", "e:7");
        entering();
        welcome("f:0", "f:1");

        assertThat(said("f", 1)).isEqualTo(Place.Taking.NEWS);
        assertThat(place.position()).isEqualTo("f:1");
    }

    @Test
    void itKnowsWhoIsHere() throws MalformedFrameException {
        entering();
        welcome("e:0", "e:0");
        take("{\"type\":\"joined\",\"name\":\"bob\"}");
        take("{\"type\":\"renamed\",\"from\":\"bob\",\"to\":\"rob\"}");
        take("{\"type\":\"presence\",\"joined\":[{\"name\":\"eve\"}],\"left\":[\"ada\"]}");

        assertThat(place.people()).containsExactly("rob", "eve");
    }
}
