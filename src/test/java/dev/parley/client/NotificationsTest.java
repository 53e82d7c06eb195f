package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.Notifications.Bell;
import dev.parley.client.Notifications.Unread;
import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.JsonObject;
import dev.parley.client.session.ReceivedEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks what rings the bell and what is counted, for the user ada in the room lobby. */
class NotificationsTest {

    private static final Instant AT = Instant.parse("2026-11-20T14:02:00Z");

    private final Notifications notifications = new Notifications(Bell.MENTIONS);

    private static ReceivedEvent event(String room, ClientEvent event, boolean replayed) {
        return new ReceivedEvent(room, event, replayed, new JsonObject(Map.of()));
    }

    private boolean said(String room, String from, String text) {
        ClientEvent said = new ClientEvent.Said(AT, from, "", text, text, false, false, false);
        return notifications.note(event(room, said, false), "lobby", "ada");
    }

    private boolean direct(String from) {
        return notifications.note(event("", new ClientEvent.Direct(AT, from, "ada", "psst"), false), "lobby", "ada");
    }

    @Test
    void mentionsAndDirectMessagesRingTheBellByDefault() {
        assertThat(said("lobby", "bob", "hello @ada")).isTrue();
        assertThat(said("tea", "bob", "hello @ada")).isTrue();
        assertThat(direct("bob")).isTrue();
        assertThat(said("lobby", "bob", "hello")).isFalse();
        assertThat(said("lobby", "ada", "I am @ada")).isFalse();
        assertThat(direct("ada")).isFalse();
    }

    @Test
    void bellRingsForAllMessagesOrForNone() {
        notifications.setBell(Bell.ON);
        assertThat(said("lobby", "bob", "hello")).isTrue();
        assertThat(said("lobby", "ada", "hello")).isFalse();

        notifications.setBell(Bell.OFF);
        assertThat(said("lobby", "bob", "hello @ada")).isFalse();
        assertThat(direct("bob")).isFalse();
    }

    @Test
    void messagesOfOtherRoomsAreCountedUntilTheirRoomIsCurrent() {
        said("lobby", "bob", "hello");
        said("tea", "bob", "hello");
        said("tea", "bob", "again");
        said("homework", "bob", "hello @ada");
        said("homework", "bob", "hello");
        assertThat(notifications.unread())
                .containsExactly(new Unread("homework", 2, true), new Unread("tea", 2, false));

        notifications.clear("homework");
        assertThat(notifications.unread()).containsExactly(new Unread("tea", 2, false));
    }

    @Test
    void replayedMessagesAndOtherEventsDoNotCount() {
        ClientEvent said = new ClientEvent.Said(AT, "bob", "", "hello @ada", "hello @ada", false, false, false);

        assertThat(notifications.note(event("tea", said, true), "lobby", "ada")).isFalse();
        assertThat(notifications.note(event("tea", new ClientEvent.Joined(AT, "bob"), false), "lobby", "ada"))
                .isFalse();
        assertThat(notifications.unread()).isEmpty();
    }

    @Test
    void levelOfARoomDecidesWhatIsCountedAndRings() {
        said("tea", "bob", "hello");
        notifications.setLevel("tea", "nothing");
        assertThat(said("tea", "bob", "hello @ada")).isFalse();
        assertThat(notifications.unread()).isEmpty();

        notifications.setLevel("tea", "mentions");
        assertThat(said("tea", "bob", "hello")).isFalse();
        assertThat(notifications.unread()).isEmpty();
        assertThat(said("tea", "bob", "hello @ada")).isTrue();
        assertThat(notifications.unread()).containsExactly(new Unread("tea", 1, true));

        notifications.setLevel("tea", "all");
        assertThat(said("tea", "bob", "hello")).isTrue();
        notifications.setBell(Bell.OFF);
        assertThat(said("tea", "bob", "hello")).isFalse();
        assertThat(notifications.unread()).containsExactly(new Unread("tea", 3, true));
    }
}
