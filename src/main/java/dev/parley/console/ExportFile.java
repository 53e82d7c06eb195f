package dev.parley.console;

import static dev.parley.command.RefusedCommandException.refused;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.archive.ExportFormat;
import dev.parley.archive.RoomExport;
import dev.parley.chat.room.RoomArchive;
import dev.parley.text.RoomName;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Exports the messages that a room has at the start into a file, which appears when it is complete. The extension of the file
 * selects the format. Blocks on the disk; runs on the console's thread.
 */
final class ExportFile {

    /** The number of messages between two lines of progress. */
    private static final int PROGRESS = 10_000;

    private final RoomName room;
    private final RoomArchive archive;
    private final Path file;
    private final ExportFormat format;
    private final Consumer<String> progress;

    ExportFile(RoomName room, RoomArchive archive, Path file, Consumer<String> progress) {
        this.room = room;
        this.archive = archive;
        this.file = file;
        this.format = ExportFormat.ofFile(file.toString());
        this.progress = progress;
    }

    /** Runs the export; the result is complete, and refused if nothing was saved. */
    CompletionStage<List<String>> run(Instant now) throws InterruptedException {
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            return refused(file + " is a folder. Say which file to save into.");
        }
        if (!Files.isDirectory(folder)) {
            return refused("There is no folder " + folder + ". Make it first; nothing was saved.");
        }
        RoomExport export = new RoomExport(room, archive, format, ZoneId.systemDefault(), now);
        try {
            if (Files.exists(file) && !isExport(file)) {
                return refused(file
                        + " exists and is not a saved room in this format. Choose another file; nothing was saved.");
            }
            Path beside = Files.createTempFile(folder, "." + file.getFileName(), ".tmp");
            try {
                write(beside, export);
                move(beside);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            return refused("Nothing was saved: " + FileErrors.describe(e));
        } catch (ExecutionException ignored) {
            return refused("Nothing was saved: the server could not read its history. The log has the cause.");
        }
        return CompletableFuture.completedFuture(
                List.of("Saved " + RoomImport.messages(export.messages()) + " of " + room + " to " + file + "."));
    }

    private boolean isExport(Path existing) throws IOException {
        try (var bytes = Files.newInputStream(existing)) {
            String beginning = format.beginning();
            return new String(bytes.readNBytes(beginning.length()), UTF_8).equals(beginning);
        }
    }

    private void write(Path beside, RoomExport export) throws IOException, InterruptedException, ExecutionException {
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE);
                Writer out = new BufferedWriter(Channels.newWriter(channel, UTF_8))) {
            long reported = 0;
            Optional<String> part = export.next().toCompletableFuture().get();
            while (part.isPresent()) {
                out.write(part.get());
                if (export.messages() / PROGRESS > reported) {
                    reported = export.messages() / PROGRESS;
                    progress.accept("Saving " + room + ": " + RoomImport.messages(reported * PROGRESS) + "…");
                }
                part = export.next().toCompletableFuture().get();
            }
            out.flush();
            channel.force(true);
        }
    }

    private void move(Path beside) throws IOException {
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException ignored) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
