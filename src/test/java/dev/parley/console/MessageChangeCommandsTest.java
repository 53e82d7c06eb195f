package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MessageChangeCommandsTest {

    private final ConsoleFixture fixture = new ConsoleFixture();
    private final Session ada = fixture.joinLobby("ada", "192.0.2.7");
    private final Session bob = fixture.joinLobby("bob", "192.0.2.8");

    private void publish(Session session, String text) {
        session.publish(RoomName.LOBBY, text, false, null).toCompletableFuture().join();
    }

    @Test
    void messagesAreCountedFromTheNewest() {
        publish(ada, "one");
        publish(bob, "two");
        publish(ada, "three");

        assertThat(fixture.execute("/edit lobby 2 2 of 3")).isEmpty();
        assertThat(fixture.execute("/delete lobby 1")).isEmpty();
        assertThat(fixture.execute("/delete #Lobby 1")).isEqualTo("The message was deleted before.");

        assertThat(fixture.messages("lobby")).extracting(Message::text).containsExactly("one", "2 of 3", "");
        assertThat(fixture.messages("lobby").get(1).state().edited().by()).isEqualTo("Server");
    }

    @Test
    void messagesOfAUserSinceATimeAreDeleted() {
        publish(ada, "old");
        fixture.scheduler.advanceTime(Duration.ofMinutes(11));
        publish(ada, "new");
        publish(bob, "other");
        publish(ada, "newest");

        assertThat(fixture.execute("/delete lobby ADA since 10")).isEqualTo("2 messages were deleted.");
        assertThat(fixture.execute("/delete lobby ada since 10")).isEqualTo("0 messages were deleted.");

        assertThat(fixture.messages("lobby")).extracting(Message::text).containsExactly("old", "", "other", "");
    }

    @Test
    void incompleteCommandIsAnswered() {
        publish(ada, "one");

        assertThat(fixture.execute("/delete")).startsWith("Say which message");
        assertThat(fixture.execute("/delete lobby ada")).startsWith("Say which message");
        assertThat(fixture.execute("/delete lobby 0")).startsWith("Say which message");
        assertThat(fixture.execute("/delete lobby 2")).startsWith("There is no such message");
        assertThat(fixture.execute("/delete nowhere 1")).contains("There is no room “nowhere”");
        assertThat(fixture.execute("/edit lobby 1")).startsWith("Say which message");
        assertThat(fixture.messages("lobby")).extracting(Message::text).containsExactly("one");
    }
}
