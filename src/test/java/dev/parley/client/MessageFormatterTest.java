package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ClientEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFormatterTest {

    private static final RoomLevels.State USUAL = new RoomLevels.State(RoomLevels.Level.DEFAULT, null);

    private static final Instant AT = Instant.parse("2026-11-20T12:03:00Z");

    private final MessageFormatter plain = new MessageFormatter(ZoneOffset.UTC, AnsiStyle.NONE);
    private final MessageFormatter colored = new MessageFormatter(ZoneOffset.UTC, new AnsiStyle(true));

    private static ClientEvent.Said said(String from, String text, boolean action) {
        return new ClientEvent.Said(AT, from, "browser", text, text, action, false, false);
    }

    private String formatted(ClientEvent clientEvent) {
        return plain.format(clientEvent, "lobby", true, "bob", false);
    }

    @Test
    void eachEventIsFormatted() {
        assertThat(formatted(said("ada", "hello", false))).isEqualTo("12:03 <ada> hello");
        assertThat(formatted(said("ada", "waves", true))).isEqualTo("12:03 * ada waves");
        assertThat(formatted(new ClientEvent.Said(AT, "Server", "operator", "hear me", "hear me", false, false, false)))
                .isEqualTo("*** Server: hear me");
        assertThat(formatted(new ClientEvent.Joined(AT, "eve"))).isEqualTo("12:03 --> eve joined lobby");
        assertThat(formatted(new ClientEvent.Left(AT, "eve", "connection lost")))
                .isEqualTo("12:03 <-- eve left (connection lost)");
        assertThat(formatted(new ClientEvent.Left(AT, "eve", ""))).isEqualTo("12:03 <-- eve left");
        assertThat(formatted(new ClientEvent.Renamed(AT, "eve", "eva"))).isEqualTo("12:03 --- eve is now eva");
        assertThat(formatted(new ClientEvent.Topic(AT, "Server", "tea")))
                .isEqualTo("12:03 --- Server set the topic: tea");
        assertThat(formatted(new ClientEvent.Topic(AT, "Server", ""))).isEqualTo("12:03 --- Server removed the topic");
        assertThat(formatted(new ClientEvent.Gathered(AT, List.of("a", "b"), List.of("c"))))
                .isEqualTo("12:03 --> a, b joined lobby\n12:03 <-- c left");
        assertThat(formatted(new ClientEvent.Direct(AT, "eve", "bob", "psst"))).isEqualTo("12:03 [eve -> you] psst");
        assertThat(formatted(new ClientEvent.Direct(AT, "bob", "eve", "psst"))).isEqualTo("12:03 [you -> eve] psst");
        assertThat(formatted(new ClientEvent.Welcome("lobby", "", true, 1, List.of("bob"))))
                .isEqualTo("*** You are in lobby. No one else is here yet.");
        assertThat(formatted(new ClientEvent.Welcome("lobby", "tea", true, 2, List.of("bob", "eve"))))
                .isEqualTo("*** You are in lobby. 2 people are here: bob, eve.\n*** Topic: tea");
        assertThat(plain.day(LocalDate.of(2026, 11, 20))).isEqualTo("--- 2026-11-20 ---");
    }

    @Test
    void changesAreFormatted() {
        Instant yesterday = AT.minusSeconds(86_400);
        assertThat(formatted(new ClientEvent.Edited(AT, "ada", "the tea"))).isEqualTo("12:03 *** ada edited: the tea");
        assertThat(formatted(new ClientEvent.Edited(AT, "ada", ""))).isEqualTo("12:03 *** ada edited a message");
        assertThat(formatted(new ClientEvent.Deleted(AT, "ada", AT)))
                .isEqualTo("12:03 *** ada deleted a message of 12:03");
        assertThat(formatted(new ClientEvent.Deleted(AT, "ada", yesterday)))
                .isEqualTo("12:03 *** ada deleted a message of 2026-11-19 12:03");
        assertThat(formatted(new ClientEvent.Reacted(AT, "ada", "👍", false, AT)))
                .isEqualTo("12:03 --- ada reacted 👍 to a message of 12:03");
    }

    @Test
    void eventOfAnotherRoomContainsTheRoomName() {
        assertThat(plain.format(said("ada", "hello", false), "dev", false, "bob", false))
                .isEqualTo("12:03 #dev <ada> hello");
    }

    @Test
    void laterLinesAreIndentedSoThatNoneLooksLikeAMessage() {
        assertThat(formatted(said("ada", "one\n12:04 <eve> two", false)))
                .isEqualTo("12:03 <ada> one\n      12:04 <eve> two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u0007",
                "\u009b31m",
                "\u202e",
                "\r",
                "\u0000",
                "\u007f",
                "\u2066",
                "\ud800",
                "\u2028"
            })
    void controlCharactersAreNeverPrinted(String evil) {
        for (ClientEvent clientEvent : List.of(
                said("a" + evil, "x" + evil + "y", false),
                said("a" + evil, "x" + evil + "y", true),
                new ClientEvent.Said(AT, "Server", "operator", evil, evil, false, false, false),
                new ClientEvent.Joined(AT, evil),
                new ClientEvent.Left(AT, evil, evil),
                new ClientEvent.Renamed(AT, evil, evil),
                new ClientEvent.Topic(AT, evil, evil),
                new ClientEvent.Gathered(AT, List.of(evil), List.of(evil)),
                new ClientEvent.Direct(AT, evil, evil, evil),
                new ClientEvent.Welcome("lobby", evil, true, 2, List.of(evil, "bob")))) {
            assertThat(formatted(clientEvent)).doesNotContainPattern("[\\p{Cc}\\p{Cs}\u2028\u202e\u2066&&[^\n]]");
        }
        assertThat(plain.pending(evil)).doesNotContainPattern("[\\p{Cc}\\p{Cs}]");
    }

    @Test
    void mentionIsBoldAndHistoryIsDim() {
        ClientEvent.Said mention = said("ada", "hi @Bob!", false);

        assertThat(colored.format(mention, "lobby", true, "bob", false)).contains("\u001b[1mhi @Bob!\u001b[0m");
        assertThat(colored.format(mention, "lobby", true, "bob", true)).startsWith("\u001b[2m");
        assertThat(colored.format(said("ada", "hi bob and @bobby", false), "lobby", true, "bob", false))
                .endsWith("> hi bob and @bobby");
    }

    @Test
    void statusLineHasTheCurrentRoomUnreadCountsAndTheNumberOfUsers() {
        Notifications.Unread homework = new Notifications.Unread("homework", 2, true);
        Notifications.Unread tea = new Notifications.Unread("tea", 1, false);

        assertThat(plain.status("lobby", USUAL, 0, List.of(), "")).isEqualTo("#lobby");
        assertThat(plain.status("lobby", new RoomLevels.State(RoomLevels.Level.MENTIONS, null), 5, List.of(), ""))
                .isEqualTo("#lobby (mentions)  5 here");
        assertThat(plain.status("lobby", new RoomLevels.State(RoomLevels.Level.ALL, Instant.MAX), 0, List.of(), ""))
                .isEqualTo("#lobby (quiet)");
        assertThat(plain.status("lobby", USUAL, 5, List.of(homework, tea), ""))
                .isEqualTo("#lobby  #homework +2!  #tea +1  5 here");
        assertThat(plain.status("lobby", USUAL, 5, Collections.nCopies(7, tea), ""))
                .isEqualTo("#lobby  #tea +1  #tea +1  #tea +1  #tea +1  #tea +1  and 2 more  5 here");
        assertThat(plain.status("lobby", USUAL, 5, List.of(), "lunch\n\u001b[2J"))
                .isEqualTo("#lobby  5 here  away: lunch \\x1b[2J");
        assertThat(colored.status("lobby", USUAL, 5, List.of(homework), ""))
                .contains("\u001b[1m#homework +2!\u001b[0m");
    }

    @Test
    void nicknameHasAFixedColour() {
        String line = colored.format(said("ada", "hello", false), "lobby", true, "bob", false);

        assertThat(line).containsPattern("<\u001b\\[3[1-6]mada\u001b\\[0m> hello");
        assertThat(new AnsiStyle(true).name("Ada")).isEqualTo(new AnsiStyle(true).name("Ada"));
    }
}
