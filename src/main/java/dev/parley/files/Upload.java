package dev.parley.files;

import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One upload, from its first byte to the stored file. One thread at a time writes; any thread may abort. An upload that is
 * neither finished nor aborted keeps its place among the uploads.
 */
public final class Upload {

    private final FileUploads uploads;
    private final @Nullable RoomName room;
    private final FileName name;
    private final FileUploads.Client client;
    private final long reserved;
    private final Path folder;
    private final FileChannel content;
    private final AtomicBoolean ended = new AtomicBoolean();
    private long written;

    Upload(
            FileUploads uploads,
            @Nullable RoomName room,
            FileName name,
            FileUploads.Client client,
            long reserved,
            Path folder)
            throws IOException {
        this.uploads = uploads;
        this.room = room;
        this.name = name;
        this.client = client;
        this.reserved = reserved;
        this.folder = folder;
        this.content = FileChannel.open(
                FileDirectory.content(folder), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Writes the next bytes.
     *
     * @return false if they are more than the upload may have; nothing is written then
     * @throws IOException if the disk is full or fails
     */
    public boolean write(byte[] bytes, int count) throws IOException {
        if (written + count > reserved) {
            return false;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        while (buffer.hasRemaining()) {
            content.write(buffer);
        }
        written += count;
        return true;
    }

    /** Checks the content on the thread of files, and stores it. The stage never fails. */
    public CompletionStage<UploadResult> finish() {
        return uploads.finish(this);
    }

    /** Ends an upload that is not finished, and removes what has arrived. */
    public void abort() {
        if (end()) {
            uploads.discard(this);
        }
    }

    /** Ends the upload; returns false if it has ended before. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    void closeContent() throws IOException {
        content.close();
    }

    @Nullable
    RoomName room() {
        return room;
    }

    FileName name() {
        return name;
    }

    FileUploads.Client client() {
        return client;
    }

    /** Returns the most bytes that the upload may have. */
    public long reserved() {
        return reserved;
    }

    long written() {
        return written;
    }

    Path folder() {
        return folder;
    }
}
