package dev.parley.chat.room;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/** Readers of a log with many changes that stop at random entries, continue later, and know the same in the end. */
public final class ResumingReaders {

    private static final int READERS = 12;

    private ResumingReaders() {}

    /** Appends entries, reads them meanwhile, and compares what the readers know with the messages of the history. */
    public static void check(MessageHistory history, int number, long seed) {
        RandomChanges changes = new RandomChanges(
                seed, HistoryFixture.user("ada"), HistoryFixture.user("bob"), HistoryFixture.user("cyd"));
        List<LogView> readers = Stream.generate(LogView::new).limit(READERS).toList();
        long head = 0;
        while (head < number) {
            get(history.append(HistoryFixture.ROOM, changes.next(head, 1 + changes.number(60))));
            head = get(history.open(HistoryFixture.ROOM)).head();
            read(history, readers.get(changes.number(READERS)), 1 + changes.number(200));
        }
        LogView stored = new LogView();
        while (stored.head() < head) {
            List<Message> page = get(history.messagesAfter(HistoryFixture.ROOM, stored.head(), head, 500))
                    .messages();
            if (page.isEmpty()) {
                break;
            }
            page.forEach(stored::receive);
        }
        for (LogView reader : readers) {
            while (reader.head() < head) {
                read(history, reader, 500);
            }
            assertThat(reader.messages()).isEqualTo(stored.messages());
        }
        assertThat(stored.messages())
                .anyMatch(Message::isDeleted)
                .anyMatch(message -> message.state().edited() != null)
                .anyMatch(message -> message.state().replyTo() != null)
                .anyMatch(message -> message.state().reactions().size() > 1);
    }

    private static void read(MessageHistory history, LogView reader, int rows) {
        get(history.after(HistoryFixture.ROOM, reader.head(), Long.MAX_VALUE, rows))
                .entries()
                .forEach(reader::receive);
    }
}
