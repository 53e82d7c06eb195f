package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link MessageHistory#importMessages}; each implementation has a subclass. */
public abstract class ImportContract extends HistoryFixture {

    private static final Instant TIME = Instant.parse("2020-02-02T20:20:02.020Z");

    @Test
    void importedMessagesKeepTheirOrderTimeAndAuthor() {
        messageHistory = createHistory(Duration.ZERO, 0);
        MessageHistory.ImportedMessages importedMessages = get(messageHistory.importMessages(
                ROOM, List.of(archivedMessage(0, "ada", "hello"), archivedMessage(7, "Server", "good evening"))));

        assertThat(importedMessages.messages()).isEqualTo(all()).hasSize(2);
        assertThat(importedMessages.late()).isNull();
        Message first = all().get(0);
        assertThat(first.at()).isEqualTo(TIME);
        assertThat(first.name()).isEqualTo("ada");
        assertThat(first.via()).isEqualTo("browser");
        assertThat(first.reference()).isNull();
        assertThat(all()).extracting(message -> message.position().seq()).containsExactly(1L, 2L);
        assertThat(all().get(1).text()).isEqualTo("good evening");
        assertThat(get(messageHistory.open(ROOM)).head()).isEqualTo(2);
        assertThat(get(messageHistory.importMessages(OTHER, List.of())).messages())
                .isEmpty();
    }

    @Test
    void existingMessagesAreSkipped() {
        messageHistory = createHistory(Duration.ZERO, 0);
        get(messageHistory.importMessages(
                ROOM, List.of(archivedMessage(0, "ada", "one"), archivedMessage(1, "ada", "two"))));
        MessageHistory.ImportedMessages again = get(messageHistory.importMessages(
                ROOM,
                List.of(
                        archivedMessage(0, "ada", "one"),
                        archivedMessage(1, "ada", "two"),
                        archivedMessage(1, "bob", "two"),
                        archivedMessage(2, "ada", "three"))));

        assertThat(again.messages()).extracting(Message::text).containsExactly("two", "three");
        assertThat(all()).extracting(Message::text).containsExactly("one", "two", "two", "three");
    }

    @Test
    void exportedMessagesOfTheSameRoomAreSkipped() {
        messageHistory = createHistory(Duration.ZERO, 0);
        for (int i = 0; i < 30; i++) {
            append(ROOM, draft(ada, "m" + i), draft(ada, "again"), draft(ada, "again"), draft(bob, "again"));
            time.advanceTime(Duration.ofMillis(i % 3));
        }
        List<Message> before = all();

        MessageHistory.ImportedMessages importedMessages = get(messageHistory.importMessages(ROOM, archived(before)));

        assertThat(importedMessages.messages()).isEmpty();
        assertThat(importedMessages.late()).isNull();
        assertThat(all()).isEqualTo(before);
    }

    @Test
    void repeatedEqualMessagesAreImportedOnceEach() {
        messageHistory = createHistory(Duration.ZERO, 0);
        List<ArchivedMessage> three = List.of(
                archivedMessage(0, "ada", "y"),
                archivedMessage(0, "ada", "y").repeated(2),
                archivedMessage(0, "ada", "y").repeated(3));
        get(messageHistory.importMessages(ROOM, three.subList(0, 2)));
        get(messageHistory.importMessages(ROOM, three));
        get(messageHistory.importMessages(ROOM, three.subList(2, 3)));

        assertThat(all()).extracting(Message::text).containsExactly("y", "y", "y");
    }

    @Test
    void messageBeforeTheLatestOneStopsTheImport() {
        messageHistory = createHistory(Duration.ZERO, 0);
        get(messageHistory.importMessages(ROOM, List.of(archivedMessage(5, "ada", "later"))));
        ArchivedMessage early = archivedMessage(4, "bob", "early");

        MessageHistory.ImportedMessages importedMessages =
                get(messageHistory.importMessages(ROOM, List.of(early, archivedMessage(9, "bob", "last"))));

        assertThat(importedMessages.late()).isEqualTo(early);
        assertThat(importedMessages.messages()).isEmpty();
        assertThat(all()).extracting(Message::text).containsExactly("later");
    }

    @Test
    void archiveWithTheTimesOfAWrongClockIsImportedOnce() {
        messageHistory = createHistory(Duration.ZERO, 0);
        List<ArchivedMessage> archive = wrongClock();

        assertThat(get(messageHistory.importMessages(ROOM, archive)).messages()).hasSize(5);
        assertThat(get(messageHistory.importMessages(ROOM, archive)))
                .isEqualTo(new MessageHistory.ImportedMessages(List.of(), null));

        assertThat(all()).extracting(Message::text).containsExactly("before", "wrong", "right", "past", "right");
    }

    @Test
    void restOfAnArchiveWithTheTimesOfAWrongClockIsImportedAfterAnyOfItsMessages() {
        List<ArchivedMessage> archive = wrongClock();
        for (int existing = 1; existing < archive.size(); existing++) {
            messageHistory = createHistory(Duration.ZERO, 0);
            get(messageHistory.importMessages(ROOM, archive.subList(0, existing)));
            // A batch of an import begins with the last message of the batch before.
            get(messageHistory.importMessages(ROOM, archive.subList(existing - 1, archive.size())));

            assertThat(all()).extracting(Message::text).containsExactly("before", "wrong", "right", "past", "right");
        }
    }

    @Test
    void exportedMessagesOfARoomWithClockStepsAreSkipped() {
        messageHistory = createHistory(Duration.ZERO, 0);
        for (int days : new int[] {3_650, -3_650, 1, -9_000, 9_000}) {
            append(ROOM, draft(ada, "one"), draft(bob, "two"));
            time.advanceTime(Duration.ofMillis(3));
            append(ROOM, draft(ada, "one"));
            time.advanceTime(Duration.ofDays(days));
        }
        List<Message> before = all();

        MessageHistory.ImportedMessages importedMessages = get(messageHistory.importMessages(ROOM, archived(before)));

        assertThat(importedMessages).isEqualTo(new MessageHistory.ImportedMessages(List.of(), null));
        assertThat(all()).isEqualTo(before).hasSize(15);
    }

    @Test
    void messagesAreImportedAfterOneThatLiesInTheFuture() {
        messageHistory = createHistory(Duration.ZERO, 0);
        time.advanceTime(Duration.ofDays(3_650));
        append(ROOM, draft(ada, "ten years ahead"));
        time.advanceTime(Duration.ofDays(-3_650));

        assertThat(get(messageHistory.importMessages(ROOM, List.of(archivedMessage(0, "bob", "now"))))
                        .messages())
                .hasSize(1);
    }

    private static List<ArchivedMessage> wrongClock() {
        return List.of(
                archivedMessage(0, "ada", "before"),
                archivedMessage(900_000_000, "ada", "wrong"),
                archivedMessage(5, "ada", "right"),
                archivedMessage(-900_000_000, "ada", "past"),
                archivedMessage(6, "bob", "right"));
    }

    @Test
    void nextMessageFollowsTheImportedOnes() {
        messageHistory = createHistory(Duration.ZERO, 0);
        get(messageHistory.importMessages(ROOM, List.of(archivedMessage(0, "ada", "one"))));
        Message next = stored(append(ROOM, draft(bob, "two")).get(0), false);

        assertThat(next.position().seq()).isEqualTo(2);
        assertThat(next.at()).isAfter(TIME);
    }

    private static ArchivedMessage archivedMessage(int millis, String name, String text) {
        return new ArchivedMessage(TIME.plusMillis(millis), name, "browser", text, false, 1);
    }

    /** Returns the messages as an archive contains them: equal ones are numbered. */
    private static List<ArchivedMessage> archived(List<Message> messages) {
        List<ArchivedMessage> result = new ArrayList<>();
        for (Message message : messages) {
            ArchivedMessage once = new ArchivedMessage(
                    message.at(), message.name(), message.via(), message.text(), message.action(), 1);
            long before = result.stream()
                    .filter(other -> other.key().equals(once.key()))
                    .count();
            result.add(once.repeated((int) before + 1));
        }
        return result;
    }
}
