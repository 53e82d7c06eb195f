package dev.parley.console;

import static dev.parley.command.RefusedCommandException.refused;

import dev.parley.archive.RoomArchiveFormat;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomArchive;
import dev.parley.chat.session.ChatServer;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Imports the messages of a file into a room. Reads the whole file first, so that a file with an error changes nothing.
 * Blocks on the disk; runs on the console's thread.
 */
final class RoomImport {

    private static final int AT_ONCE = 500;
    private static final int PROGRESS = 10_000;

    private final RoomName room;
    private final Path file;
    private final Consumer<String> progress;

    private String topic = "";
    private long all;
    private long read;
    private long stored;

    RoomImport(RoomName room, Path file, Consumer<String> progress) {
        this.room = room;
        this.file = file;
        this.progress = progress;
    }

    /** Consumes messages in order; returns false to stop. */
    private interface BatchConsumer {
        boolean take(List<ArchivedMessage> messages) throws InterruptedException, ExecutionException;
    }

    /** Runs the import; the result is complete, and refused if not everything was loaded. */
    CompletionStage<List<String>> run(ChatServer server) throws InterruptedException {
        if (Files.isDirectory(file)) {
            return refused(file + " is a folder. Say which file to load.");
        }
        Optional<String> mistake = mistake();
        if (mistake.isPresent()) {
            return refused("Nothing was loaded: " + mistake.get());
        }
        all = read;
        Optional<Room> found = server.roomRegistry().open(room);
        if (found.isEmpty()) {
            return refused(Refusal.roomsFull(server.limits().rooms()));
        }
        List<String> problems = put(found.get(), server);
        List<String> lines = summary(problems);
        return problems.isEmpty() ? CompletableFuture.completedFuture(lines) : refused(lines);
    }

    private Optional<String> mistake() throws InterruptedException {
        try (BoundedLineReader lines = BoundedLineReader.of(file)) {
            try {
                each(lines, messages -> true);
                return Optional.empty();
            } catch (RoomArchiveFormat.MalformedLineException e) {
                return Optional.of("line " + lines.number() + " of " + file + ": " + e.getMessage() + ".");
            }
        } catch (IOException e) {
            return Optional.of(FileErrors.describe(e));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> put(Room into, ChatServer server) throws InterruptedException {
        RoomArchive archive = into.roomArchive();
        List<String> problems = new ArrayList<>();
        try (BoundedLineReader lines = BoundedLineReader.of(file)) {
            archive.hold(true).toCompletableFuture().get();
            read = 0;
            each(lines, messages -> {
                problems.addAll(problem(
                        archive.importMessages(messages).toCompletableFuture().get()));
                return problems.isEmpty();
            });
            if (problems.isEmpty() && into.summary().topic().isEmpty() && !topic.isEmpty()) {
                into.setTopic(topic, server.operator()).toCompletableFuture().get();
            }
        } catch (IOException | RoomArchiveFormat.MalformedLineException ignored) {
            problems.add("The file has just changed, or cannot be read any more.");
        } catch (ExecutionException ignored) {
            problems.add("The server could not continue. The log has the cause.");
        } finally {
            archive.hold(false);
        }
        return problems;
    }

    private List<String> problem(RoomArchive.ImportResult importResult) {
        if (importResult instanceof RoomArchive.Imported imported) {
            stored += imported.stored();
            return List.of();
        }
        if (importResult instanceof RoomArchive.OutOfOrder outOfOrder) {
            return List.of(
                    "In " + room + " there are messages that are newer than those of the file, from "
                            + outOfOrder.message().at() + " on, and a room keeps its messages in order of time.",
                    "Load it into a room of its own: /load old-" + room + " " + file);
        }
        return List.of(((RoomArchive.Failed) importResult).refusal().sentence());
    }

    private List<String> summary(List<String> problems) {
        List<String> lines = new ArrayList<>();
        if (!problems.isEmpty()) {
            lines.add((stored == 0
                            ? "Nothing was"
                            : String.format(Locale.ROOT, "Only %,d of ", stored) + messages(all) + " were")
                    + " loaded into " + room + ":");
            lines.addAll(problems);
        } else if (stored == 0) {
            lines.add(
                    all == 0
                            ? file + " holds no messages."
                            : "Nothing to load: all of " + messages(all) + " are in " + room + " already.");
        } else {
            lines.add("Loaded " + messages(stored) + " into " + room + " from " + file
                    + (stored < all ? "; " + messages(all - stored) + " were there already." : "."));
        }
        return lines;
    }

    /**
     * Reads the file and passes its messages on. A batch begins with the last message of the batch before, so that the
     * room knows what follows it even if its time is earlier.
     */
    private void each(BoundedLineReader lines, BatchConsumer batchConsumer)
            throws IOException, RoomArchiveFormat.MalformedLineException, InterruptedException, ExecutionException {
        String header = lines.next();
        if (header == null) {
            throw new RoomArchiveFormat.MalformedLineException("it is empty");
        }
        topic = RoomArchiveFormat.topic(header);
        List<ArchivedMessage> messages = new ArrayList<>();
        Map<ArchivedMessage.Key, Integer> sameTime = new HashMap<>();
        Instant before = Instant.MIN;
        for (String line = lines.next(); line != null; line = lines.next()) {
            ArchivedMessage message = RoomArchiveFormat.message(line);
            if (!message.at().equals(before)) {
                sameTime.clear();
                before = message.at();
            }
            messages.add(message.repeated(sameTime.merge(message.key(), 1, Integer::sum)));
            read++;
            if (all > 0 && read % PROGRESS == 0) {
                progress.accept(
                        "Loading " + room + ": " + String.format(Locale.ROOT, "%,d of ", read) + messages(all) + "…");
            }
            if (messages.size() == AT_ONCE) {
                if (!batchConsumer.take(List.copyOf(messages))) {
                    return;
                }
                messages.subList(0, messages.size() - 1).clear();
            }
        }
        if (!messages.isEmpty()) {
            batchConsumer.take(messages);
        }
    }

    /** Returns {@code 1 message} or {@code 12,000 messages}. */
    static String messages(long count) {
        return String.format(Locale.ROOT, count == 1 ? "%,d message" : "%,d messages", count);
    }
}
