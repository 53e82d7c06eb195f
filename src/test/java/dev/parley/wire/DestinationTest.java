package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.RoomName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The destinations there are, and no others. */
class DestinationTest {

    @Test
    void roomsAndPeopleAreRead() {
        RoomName java = new RoomName("java");

        assertThat(Destination.read("/topic/rooms/java")).contains(new Destination.Hear(java));
        assertThat(Destination.read("/app/rooms/java")).contains(new Destination.Post(java));
        assertThat(Destination.read("/app/rooms/java/typing")).contains(new Destination.Typing(java));
        assertThat(Destination.read("/app/people/bob")).contains(new Destination.Person("bob"));
        assertThat(Destination.read("/app/people/b/o%20b")).contains(new Destination.Person("b/o%20b"));
    }

    @Test
    void aPersonsNameMayHoldAnAsterisk() {
        assertThat(Destination.read("/app/people/*ada*")).contains(new Destination.Person("*ada*"));
    }

    @ParameterizedTest
    @EnumSource
    void thoseThatStandForThemselvesAreRead(Destination.Plain plain) {
        assertThat(Destination.read(plain.text())).contains(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/topic/rooms/", "/topic/rooms/Java", "/app/rooms/a b", "/app/rooms//typing", "/app/rooms/#java"
            })
    void aRoomThatCannotBeIsToldFromADestinationThatIsNone(String written) {
        assertThat(Destination.read(written)).contains(new Destination.NoRoom());
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
                "/app/rooms",
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
    void othersAreNone(String written) {
        assertThat(Destination.read(written)).isEmpty();
    }
}
