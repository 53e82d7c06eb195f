package dev.parley.http;

import dev.parley.chat.room.Refusal;
import dev.parley.files.FileUploads;
import dev.parley.files.Upload;
import dev.parley.files.UploadResult;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the body of an upload without blocking a thread on the client, and ends the step with an {@link UploadResult}. Confined to
 * the threads on which the container calls listeners, one at a time.
 */
final class UploadReader implements ReadListener {

    private static final Logger LOG = LoggerFactory.getLogger(UploadReader.class);
    private static final int PART = 16 * 1024;

    private final AsyncStep step;
    private final FileUploads uploads;
    private final Upload upload;
    private final ServletInputStream input;
    private final long deadline; // of System.nanoTime
    private final RefusalWriter onFailure;
    private final byte[] part = new byte[PART];

    /** Writes the response to a client whose body cannot be read, and sends it. */
    interface RefusalWriter {
        void write(Refusal refusal) throws IOException;
    }

    /**
     * Creates a reader.
     *
     * @param within the time within which the whole body must arrive
     * @param onFailure answers a client that sends nothing more, or no valid body; a dispatch is not possible then
     */
    UploadReader(
            AsyncStep step,
            FileUploads uploads,
            Upload upload,
            ServletInputStream input,
            Duration within,
            RefusalWriter onFailure) {
        this.onFailure = onFailure;
        this.step = step;
        this.uploads = uploads;
        this.upload = upload;
        this.input = input;
        this.deadline = System.nanoTime() + within.toNanos();
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!step.isEnded() && input.isReady() && !input.isFinished()) {
            int count = input.read(part);
            if (count < 0) {
                return;
            }
            write(count);
        }
    }

    private void write(int count) {
        if (System.nanoTime() - deadline > 0) {
            end(Refusal.uploadTooSlow());
            return;
        }
        try {
            if (!upload.write(part, count)) {
                end(uploads.tooLarge());
            }
        } catch (ClosedChannelException ignored) {
            return; // the step has ended meanwhile
        } catch (IOException e) {
            LOG.warn("A file was not stored.", e);
            end(Refusal.filesFull());
        }
    }

    private void end(Refusal refusal) {
        upload.abort();
        step.end(new UploadResult.Refused(refusal));
    }

    @Override
    public void onAllDataRead() {
        if (!step.isEnded()) {
            upload.finish().thenAccept(step::end);
        }
    }

    /**
     * The client has sent nothing for the time that the container waits for bytes, or has sent no valid body, as with the length of
     * a chunk that is no number; or it is gone.
     */
    @Override
    public void onError(Throwable broken) {
        upload.abort();
        if (!step.isEnded()) {
            boolean isSilent = broken instanceof SocketTimeoutException;
            try {
                onFailure.write(isSilent ? Refusal.uploadTooSlow() : Refusal.malformed("The body cannot be read."));
            } catch (IOException e) {
                LOG.debug("The client of an upload that cannot be read is gone.", e);
            }
        }
        step.complete();
    }
}
