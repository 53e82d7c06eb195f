package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.RoomName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the parsing of destinations. */
class DestinationTest {

    @Test
    void roomsAndUsersAreParsed() {
        RoomName java = new RoomName("java");

        assertThat(Destination.parse("/topic/rooms/java")).contains(new Destination.RoomTopic(java));
        assertThat(Destination.parse("/app/rooms/java")).contains(new Destination.Post(java));
        assertThat(Destination.parse("/app/rooms/java/typing")).contains(new Destination.Typing(java));
        assertThat(Destination.parse("/app/people/bob")).contains(new Destination.User("bob"));
        assertThat(Destination.parse("/app/people/b/o%20b")).contains(new Destination.User("b/o%20b"));
    }

    @Test
    void nicknameMayContainAnAsterisk() {
        assertThat(Destination.parse("/app/people/*ada*")).contains(new Destination.User("*ada*"));
    }

    @ParameterizedTest
    @EnumSource
    void fixedDestinationsAreParsed(Destination.Fixed fixed) {
        assertThat(Destination.parse(fixed.text())).contains(fixed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/topic/rooms/", "/topic/rooms/Java", "/app/rooms/a b", "/app/rooms//typing", "/app/rooms/#java"
            })
    void invalidRoomNameIsDistinguishedFromUnknownDestination(String text) {
        assertThat(Destination.parse(text)).contains(new Destination.InvalidRoom());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/topic/**",
                "/topic/rooms/*",
                "/topic/rooms/java/x",
                "/topic",
                "/app/rooms/java/typing/x",
                "/app/people/",
                "/app/rooms/*",
                "/app/rooms/*/typing",
                "/user/bob/queue/direct",
                "/queue/direct",
                "/user/queue/other",
                "/app/commands/x",
                "topic/rooms/java"
            })
    void otherDestinationsAreUnknown(String text) {
        assertThat(Destination.parse(text)).isEmpty();
    }
}
