package dev.parley.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RoomArchive;
import dev.parley.text.RoomName;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Exports the messages that a room has at the start into a file, which appears when it is complete. Blocks on the disk;
 * runs on the console's thread.
 */
final class RoomExport {

    /** The number of messages per read. */
    private static final int PAGE = 500;

    /** The number of messages between two lines of progress. */
    private static final int PROGRESS = 10_000;

    private final RoomName room;
    private final RoomArchive archive;
    private final Path file;
    private final Consumer<String> progress;
    private long saved;

    RoomExport(RoomName room, RoomArchive archive, Path file, Consumer<String> progress) {
        this.room = room;
        this.archive = archive;
        this.file = file;
        this.progress = progress;
    }

    /** Runs the export and returns its result. */
    List<String> run(Instant now) throws InterruptedException {
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            return List.of(file + " is a folder. Say which file to save into.");
        }
        if (!Files.isDirectory(folder)) {
            return List.of("There is no folder " + folder + ". Make it first; nothing was saved.");
        }
        try {
            if (Files.exists(file) && !isSavedRoom()) {
                return List.of(file + " exists and is not a saved room. Choose another file; nothing was saved.");
            }
            Path beside = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
            try {
                write(beside, now);
                move(beside);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            return List.of("Nothing was saved: " + FileErrors.describe(e));
        } catch (ExecutionException ignored) {
            return List.of("Nothing was saved: the server could not read its history. The log has the cause.");
        }
        return List.of("Saved " + RoomImport.messages(saved) + " of " + room + " to " + file + ".");
    }

    private boolean isSavedRoom() throws IOException {
        try (var bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(RoomArchiveFormat.BEGINNING.length()), UTF_8)
                    .equals(RoomArchiveFormat.BEGINNING);
        }
    }

    private void write(Path beside, Instant now) throws IOException, InterruptedException, ExecutionException {
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE);
                BufferedWriter out = new BufferedWriter(Channels.newWriter(channel, UTF_8))) {
            MessageHistory.Bounds bounds =
                    archive.bounds().toCompletableFuture().get();
            line(out, RoomArchiveFormat.header(room, bounds.topic(), now));
            long after = bounds.oldest() - 1;
            while (after < bounds.head()) {
                MessageHistory.Page page = archive.after(after, bounds.head(), PAGE)
                        .toCompletableFuture()
                        .get();
                if (page.isEmpty()) {
                    break;
                }
                after = page.entries().get(page.entries().size() - 1).position().seq();
                for (Message message : page.messages()) {
                    line(out, RoomArchiveFormat.line(message));
                    if (++saved % PROGRESS == 0) {
                        progress.accept("Saving " + room + ": " + RoomImport.messages(saved) + "…");
                    }
                }
            }
            out.flush();
            channel.force(true);
        }
    }

    private static void line(BufferedWriter out, String line) throws IOException {
        out.write(line);
        out.write('\n');
    }

    private void move(Path beside) throws IOException {
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException ignored) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
