package dev.parley.console;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.ChatServer;
import dev.parley.command.Command;
import dev.parley.text.RoomName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The commands that export and import rooms. The console reads the next line when they have completed. */
final class ArchiveCommands {

    private ArchiveCommands() {}

    static List<Command<OperatorContext>> all() {
        return List.of(
                new Command<>(
                        "save",
                        "ROOM FILE",
                        "Exports the messages of a room to a file.",
                        (caller, rest) -> run(caller, rest, "/save ROOM FILE", ArchiveCommands::save)),
                new Command<>(
                        "load",
                        "ROOM FILE",
                        "Imports messages from a file. Skips those that the room has already.",
                        (caller, rest) -> run(caller, rest, "/load ROOM FILE", ArchiveCommands::load)));
    }

    private interface Action {
        List<String> with(OperatorContext caller, RoomName room, Path file) throws InterruptedException;
    }

    private static CompletionStage<List<String>> run(OperatorContext caller, String rest, String usage, Action action) {
        String[] words = rest.split("\\s+", 2);
        Optional<RoomName> room = RoomName.parse(words[0]);
        if (words.length < 2 || words[1].isBlank()) {
            return reply("Say which room and which file: " + usage);
        }
        if (room.isEmpty()) {
            return reply(Refusal.roomInvalid().sentence());
        }
        try {
            return CompletableFuture.completedFuture(action.with(caller, room.get(), file(words[1].strip())));
        } catch (InvalidPathException ignored) {
            return reply("“" + words[1] + "” cannot be the name of a file.");
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return reply("The server shut down before this was done.");
        }
    }

    /** As in a shell, {@code ~/} is the home directory of the user that runs the server. */
    private static Path file(String typed) {
        Path file =
                typed.startsWith("~/") ? Path.of(System.getProperty("user.home"), typed.substring(2)) : Path.of(typed);
        return file.toAbsolutePath().normalize();
    }

    private static List<String> save(OperatorContext caller, RoomName name, Path file) throws InterruptedException {
        ChatServer server = caller.chatServer();
        Optional<Room> room = server.roomRegistry().find(name);
        return room.isEmpty()
                ? List.of(Refusal.noSuchRoom(name.text()).sentence())
                : new RoomExport(name, room.get().roomArchive(), file, caller.progress()).run(server.now());
    }

    private static List<String> load(OperatorContext caller, RoomName name, Path file) throws InterruptedException {
        return new RoomImport(name, file, caller.progress()).run(caller.chatServer());
    }

    private static CompletionStage<List<String>> reply(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
