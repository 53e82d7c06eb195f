package dev.parley.files;

import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory of files: a folder per file, named by its token, with its properties, content and thumbnail; and per message a
 * marker with the token of its file. Nodes of one server share it. An upload is in a folder of its own until it is complete.
 * Blocks on the disk; thread-safe, except that one thread at a time changes a file.
 */
final class FileDirectory {

    private static final String PROPERTIES = "properties";
    private static final String CONTENT = "content";
    private static final String THUMBNAIL = "thumbnail";
    private static final String NEW = ".new";
    private static final String MESSAGES = "messages";
    private static final String MESSAGE_PREFIX = "m-";
    private static final String UPLOAD_PREFIX = "upload-";

    private final Path root;
    private final Path messages;

    /** Creates a directory that need not exist. */
    FileDirectory(Path root) {
        this.root = root.toAbsolutePath();
        this.messages = this.root.resolve(MESSAGES);
    }

    /** Creates the directory, for its owner only, if it does not exist. */
    void create() throws IOException {
        create(root);
        create(messages);
    }

    private static void create(Path folder) throws IOException {
        boolean hasPermissions =
                folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = hasPermissions
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownerOnly);
        }
    }

    /** Creates a folder for an upload. */
    Path newUpload() throws IOException {
        create();
        Path folder = root.resolve(UPLOAD_PREFIX + FileToken.generate().text());
        create(folder);
        return folder;
    }

    /** Returns the path of the content in a folder. */
    static Path content(Path folder) {
        return folder.resolve(CONTENT);
    }

    /** Returns the path of the thumbnail in a folder. */
    static Path thumbnail(Path folder) {
        return folder.resolve(THUMBNAIL);
    }

    /** Returns the folder of a file. */
    Path folder(FileToken token) {
        return root.resolve(token.text());
    }

    /** Returns the bytes that can still be written to the disk. */
    long usableSpace() throws IOException {
        Path existing = root;
        for (Path parent = root; parent != null && !Files.exists(existing); parent = parent.getParent()) {
            existing = parent;
        }
        return Files.getFileStore(existing).getUsableSpace();
    }

    /** Makes a complete upload a file, on the disk before this method returns. */
    void publish(Path upload, StoredFile file) throws IOException {
        force(content(upload));
        writeProperties(upload, file);
        Files.move(upload, folder(file.token()));
    }

    private static void writeProperties(Path folder, StoredFile file) throws IOException {
        Path written = folder.resolve(PROPERTIES + NEW);
        Files.writeString(written, FileProperties.write(file));
        force(written);
        replace(written, folder.resolve(PROPERTIES));
    }

    private static void force(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    private static void replace(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException ignored) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Finds a file. */
    Optional<StoredFile> find(FileToken token) throws IOException {
        return FileProperties.read(folder(token).resolve(PROPERTIES), token);
    }

    /** Records the message that a file of a room belongs to. */
    void attach(StoredFile file, long message) throws IOException {
        Files.writeString(marker(file.room(), message), file.token().text());
        writeProperties(folder(file.token()), file.belongingTo(message));
    }

    private Path marker(@Nullable RoomName room, long message) {
        return messages.resolve(MESSAGE_PREFIX + (room == null ? "" : room.text()) + "." + message);
    }

    /** Finds the file of a message. */
    Optional<StoredFile> findByMessage(RoomName room, long message) throws IOException {
        Path marker = marker(room, message);
        if (!Files.exists(marker)) {
            return Optional.empty();
        }
        Optional<FileToken> token = FileToken.parse(Files.readString(marker));
        return token.isEmpty() ? Optional.empty() : find(token.get());
    }

    /** Removes a file; one that is being read may stay until the next clean-up. */
    void remove(StoredFile file) throws IOException {
        if (file.message() > 0) {
            Files.deleteIfExists(marker(file.room(), file.message()));
        }
        removeFolder(folder(file.token()));
    }

    /** Removes the folder of an upload or a file, if it exists. The properties go first, so that no part of it is served. */
    void removeFolder(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(PROPERTIES));
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        } catch (NoSuchFileException ignored) {
            return; // removed before, or by another node
        }
        Files.deleteIfExists(folder);
    }

    /** Returns the tokens of all folders. */
    List<FileToken> tokens() throws IOException {
        List<FileToken> tokens = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                FileToken.parse(folder.getFileName().toString()).ifPresent(tokens::add);
            }
        } catch (NoSuchFileException ignored) {
            return tokens; // nothing was uploaded yet
        }
        return tokens;
    }

    /** Removes the uploads that nothing has written to since a time. */
    void removeUploads(Instant before) throws IOException {
        try (DirectoryStream<Path> uploads = Files.newDirectoryStream(root, UPLOAD_PREFIX + "*")) {
            for (Path upload : uploads) {
                Path content = content(upload);
                FileTime written = Files.getLastModifiedTime(Files.exists(content) ? content : upload);
                if (written.toInstant().isBefore(before)) {
                    removeFolder(upload);
                }
            }
        } catch (NoSuchFileException ignored) {
            return; // nothing was uploaded yet
        }
    }

    /** Returns the bytes that a file with this folder takes; 0 if it does not exist. */
    long bytes(Path folder) throws IOException {
        return Files.exists(folder) ? size(content(folder)) + size(thumbnail(folder)) + FileQuota.OVERHEAD : 0;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException ignored) {
            return 0;
        }
    }

    /** Returns when a folder without readable properties was changed. */
    Instant changed(FileToken token) throws IOException {
        return Files.getLastModifiedTime(folder(token)).toInstant();
    }
}
