package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChangeRight;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.MessageDraft;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Edits messages without end, and prints the number of the message and of the edit after each commit. */
final class EditorMain {

    static final int MESSAGES = 20;

    private EditorMain() {}

    public static void main(String[] arguments) {
        PrintStream out = ChildProcess.redirectLogsAndGetOutput();
        User user = new User(
                "editor", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);
        try (SqliteHistory history = SqliteHistory.open(
                HistorySettings.standard(Path.of(arguments[0])), Clock.systemUTC(), Runnable::run, Runnable::run)) {
            get(history.append(
                    RoomName.LOBBY,
                    Stream.generate(() -> new MessageDraft(user, "edit 0", false, null))
                            .limit(MESSAGES)
                            .toList()));
            for (int edit = 1; edit > 0; edit++) {
                long target = 1L + edit % MESSAGES;
                get(history.append(
                        RoomName.LOBBY,
                        List.of(new EditDraft(
                                user, "terminal", target, "edit " + edit, ChangeRight.ofAuthor(null), null))));
                out.println(target + " " + edit + " .");
            }
        }
    }
}
