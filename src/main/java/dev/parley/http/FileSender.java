package dev.parley.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the content of a file as fast as the client reads it, without blocking a thread. Confined to the threads on which the
 * container calls listeners, one at a time.
 */
final class FileSender implements WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(FileSender.class);
    private static final int PART = 16 * 1024;

    private final AsyncStep step;
    private final FileChannel file;
    private final ServletOutputStream output;
    private final long deadline; // of System.nanoTime
    private final byte[] part = new byte[PART];

    /**
     * Creates a sender.
     *
     * @param step ends with the file; closes it
     * @param within the time within which the client must have read the file; one that reads nothing at all is disconnected
     *     earlier by the container
     */
    FileSender(AsyncStep step, FileChannel file, ServletOutputStream output, Duration within) {
        this.deadline = System.nanoTime() + within.toNanos();
        this.step = step;
        this.file = file;
        this.output = output;
    }

    @Override
    public void onWritePossible() throws IOException {
        if (System.nanoTime() - deadline > 0) {
            // The response has begun, so that only the end of the connection shows that it is incomplete.
            throw new IOException("The client reads too slowly.");
        }
        while (!step.isEnded() && output.isReady()) {
            int count = file.read(ByteBuffer.wrap(part));
            if (count < 0) {
                step.complete();
            } else {
                output.write(part, 0, count);
            }
        }
    }

    /** The client is gone, or the file was removed and cannot be read any more. */
    @Override
    public void onError(Throwable broken) {
        LOG.debug("A file was not sent completely.", broken);
        step.complete();
    }
}
