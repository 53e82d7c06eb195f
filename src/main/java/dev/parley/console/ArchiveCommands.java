package dev.parley.console;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.command.Command;
import dev.parley.text.RoomName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The commands that export and import rooms. The console reads the next line when they have completed. */
final class ArchiveCommands {

    private ArchiveCommands() {}

    static List<Command<ConsoleContext>> all() {
        return List.of(
                new Command<>(
                        "save",
                        "ROOM FILE",
                        "Exports the messages of a room to a file: .jsonl, .txt or .html.",
                        (caller, rest) -> run(caller, rest, "/save ROOM FILE", ArchiveCommands::save)),
                new Command<>(
                        "load",
                        "ROOM FILE",
                        "Imports messages from a file. Skips those that the room has already.",
                        (caller, rest) -> run(caller, rest, "/load ROOM FILE", ArchiveCommands::load)));
    }

    private interface Action {
        CompletionStage<List<String>> with(ConsoleContext caller, RoomName room, Path file) throws InterruptedException;
    }

    private static CompletionStage<List<String>> run(ConsoleContext caller, String rest, String usage, Action action) {
        String[] words = rest.split("\\s+", 2);
        Optional<RoomName> room = RoomName.parse(words[0]);
        if (words.length < 2 || words[1].isBlank()) {
            return refused("Say which room and which file: " + usage);
        }
        if (room.isEmpty()) {
            return refused(Refusal.roomInvalid());
        }
        try {
            return action.with(caller, room.get(), file(words[1].strip()));
        } catch (InvalidPathException ignored) {
            return refused("“" + words[1] + "” cannot be the name of a file.");
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return refused("The server shut down before this was done.");
        }
    }

    /** As in a shell, {@code ~/} is the home directory of the user that runs the server. */
    private static Path file(String typed) {
        Path file =
                typed.startsWith("~/") ? Path.of(System.getProperty("user.home"), typed.substring(2)) : Path.of(typed);
        return file.toAbsolutePath().normalize();
    }

    private static CompletionStage<List<String>> save(ConsoleContext caller, RoomName name, Path file)
            throws InterruptedException {
        ChatServer server = caller.chatServer();
        Optional<Room> room = server.roomRegistry().find(name);
        return room.isEmpty()
                ? refused(Refusal.noSuchRoom(name.text()))
                : new ExportFile(name, room.get().roomArchive(), file, caller.progress()).run(server.now());
    }

    private static CompletionStage<List<String>> load(ConsoleContext caller, RoomName name, Path file)
            throws InterruptedException {
        return new RoomImport(name, file, caller.progress()).run(caller.chatServer());
    }
}
