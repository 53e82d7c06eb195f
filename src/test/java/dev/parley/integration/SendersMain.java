package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;

import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs several senders that append to a history without a pause and print each receipt, until the process is killed, or
 * each has made its number of commits. Arguments: the file, the number of senders, the first number of each, the number
 * of commits of each (0 for unlimited), {@code after} or {@code before} for when the receipt is printed relative to the
 * commit.
 */
final class SendersMain {

    private static final int LARGEST_BATCH = 5;

    private SendersMain() {}

    /** Stores drafts. */
    private interface Store {
        List<MessageHistory.AppendedDraft> append(RoomName room, List<MessageDraft> messageDrafts);
    }

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = ChildProcess.redirectLogsAndGetOutput();
        int senders = Integer.parseInt(arguments[1]);
        long first = Long.parseLong(arguments[2]);
        long commits = Long.parseLong(arguments[3]);
        try (SqliteHistory history = SqliteHistory.open(
                HistorySettings.standard(Path.of(arguments[0])), Clock.systemUTC(), Runnable::run, Runnable::run)) {
            Store store = arguments[4].equals("before")
                    ? new UnflushedWrites(history)::append
                    : (room, messageDrafts) -> get(history.append(room, messageDrafts));
            List<Thread> threads = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                int id = sender;
                Thread thread = new Thread(() -> send(store, out, id, first, commits));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void send(Store store, PrintStream out, int sender, long first, long commits) {
        long number = first;
        for (long commit = 0; commits == 0 || commit < commits; commit++) {
            List<NumberedMessage> batch = new ArrayList<>();
            for (int size = 0; size <= commit % LARGEST_BATCH; size++) {
                batch.add(new NumberedMessage(sender, number++));
            }
            List<MessageHistory.AppendedDraft> appendedDrafts = store.append(
                    batch.get(0).room(),
                    batch.stream().map(NumberedMessage::messageDraft).toList());
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                lines.add(batch.get(i).receiptLine(((MessageHistory.Stored) appendedDrafts.get(i)).message()));
            }
            out.print(lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
            out.flush();
        }
    }
}
