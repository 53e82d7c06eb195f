package dev.parley.files;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.Refusal;
import dev.parley.files.image.ImageFile;
import dev.parley.files.image.ImageType;
import dev.parley.files.image.InvalidImageException;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives files. The space of an upload is reserved before its first byte, so that all together never exceed the limit; an
 * upload that is refused or aborted leaves nothing. Images lose their metadata. Thread-safe.
 */
public final class FileUploads {

    private static final Logger LOG = LoggerFactory.getLogger(FileUploads.class);

    /** The uploads under way. */
    private static final int MOST = 64;

    private static final int MOST_PER_USER = 4;
    private static final int MOST_PER_ADDRESS = 16;

    private final FileDirectory directory;
    private final FileQuota quota;
    private final long maxSize;
    private final Executor worker;
    private final Clock clock;
    private final List<Client> underWay = new ArrayList<>(); // guarded by itself

    FileUploads(FileDirectory directory, FileQuota quota, long maxSize, Executor worker, Clock clock) {
        this.directory = directory;
        this.quota = quota;
        this.maxSize = maxSize;
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * Begins an upload.
     *
     * @param room the room whose message the file is for; null for a direct message
     * @param length the length that the client has announced; negative if it has announced none
     * @param user the id of the user, for the limits of uploads at the same time and of stored bytes
     * @param address the remote address, for the limit of uploads at the same time
     * @return the upload, or the refusal
     */
    public UploadResult begin(@Nullable RoomName room, FileName name, long length, String user, String address) {
        Client client = new Client(user, IpAddresses.clientPrefix(address));
        if (length > maxSize) {
            return new UploadResult.Refused(Refusal.fileTooLarge(FileLine.bytes(maxSize)));
        } else if (length == 0) {
            return new UploadResult.Refused(Refusal.fileEmpty());
        } else if (!tryEnter(client)) {
            return new UploadResult.Refused(Refusal.tooManyUploads());
        }
        long bytes = length < 0 ? maxSize : length;
        FileQuota.Answer answer = quota.reserve(user, bytes + FileQuota.OVERHEAD);
        if (answer != FileQuota.Answer.RESERVED) {
            leave(client);
            return new UploadResult.Refused(
                    answer == FileQuota.Answer.FULL
                            ? Refusal.filesFull()
                            : Refusal.filesFullForUser(FileLine.bytes(quota.mostPerUser())));
        }
        try {
            return new UploadResult.Begun(new Upload(this, room, name, client, bytes, directory.newUpload()));
        } catch (IOException e) {
            LOG.warn("A file cannot be stored.", e);
            quota.release(user, bytes + FileQuota.OVERHEAD);
            leave(client);
            return new UploadResult.Refused(Refusal.filesFull());
        }
    }

    /** Returns the refusal of an upload of which more arrives than allowed. */
    public Refusal tooLarge() {
        return Refusal.fileTooLarge(FileLine.bytes(maxSize));
    }

    /** A client of uploads. */
    record Client(String user, String address) {}

    private boolean tryEnter(Client client) {
        synchronized (underWay) {
            boolean isAllowed = underWay.size() < MOST
                    && count(other -> other.user().equals(client.user())) < MOST_PER_USER
                    && count(other -> other.address().equals(client.address())) < MOST_PER_ADDRESS;
            return isAllowed && underWay.add(client);
        }
    }

    private long count(Predicate<Client> which) {
        return underWay.stream().filter(which).count();
    }

    private void leave(Client client) {
        synchronized (underWay) {
            underWay.remove(client);
        }
    }

    CompletionStage<UploadResult> finish(Upload upload) {
        CompletableFuture<UploadResult> result = new CompletableFuture<>();
        if (!upload.end()) {
            return CompletableFuture.completedFuture(new UploadResult.Refused(Refusal.filesFull()));
        }
        try {
            worker.execute(() -> {
                UploadResult stored = store(upload);
                discard(upload);
                result.complete(stored);
            });
        } catch (RejectedExecutionException ignored) {
            // The server shuts down, or too many tasks wait.
            discard(upload);
            result.complete(new UploadResult.Refused(Refusal.busy()));
        }
        return result;
    }

    /** Returns the reserved space, and removes the folder unless it has become that of a file. */
    void discard(Upload upload) {
        try {
            upload.closeContent();
            directory.removeFolder(upload.folder());
        } catch (IOException e) {
            LOG.debug("An upload was not removed; the clean-up tries again.", e);
        } finally {
            quota.release(upload.client().user(), upload.reserved() + FileQuota.OVERHEAD);
            leave(upload.client());
        }
    }

    private UploadResult store(Upload upload) {
        try {
            upload.closeContent();
            if (upload.written() == 0) {
                return new UploadResult.Refused(Refusal.fileEmpty());
            }
            StoredFile file = check(upload);
            long bytes = directory.bytes(upload.folder());
            directory.publish(upload.folder(), file);
            quota.add(file.owner(), bytes);
            return new UploadResult.Done(file);
        } catch (InvalidImageException e) {
            LOG.debug("An image was refused: {}", e.getMessage());
            return new UploadResult.Refused(
                    e.reason() == InvalidImageException.Reason.TOO_LARGE
                            ? Refusal.imageTooLarge()
                            : Refusal.imageUnreadable());
        } catch (IOException | RuntimeException e) {
            LOG.warn("A file was not stored.", e);
            return new UploadResult.Refused(Refusal.filesFull());
        }
    }

    /** Finds the type of a complete upload by its content; replaces an image by a copy without metadata. */
    private StoredFile check(Upload upload) throws IOException {
        Path content = FileDirectory.content(upload.folder());
        Optional<ImageType> type = ImageType.of(head(content));
        ImageFile image = null;
        if (type.isPresent()) {
            Path copy = upload.folder().resolve("copy");
            image = ImageFile.create(type.get(), content, copy, FileDirectory.thumbnail(upload.folder()));
            Files.move(copy, content, StandardCopyOption.REPLACE_EXISTING);
        }
        return new StoredFile(
                FileToken.generate(),
                upload.room(),
                upload.name(),
                type.orElse(null),
                image == null ? null : image.size(),
                image == null ? null : image.thumbnail(),
                Files.size(content),
                clock.instant(),
                0,
                upload.client().user());
    }

    private static byte[] head(Path content) throws IOException {
        try (InputStream input = Files.newInputStream(content)) {
            return input.readNBytes(ImageType.HEAD);
        }
    }
}
