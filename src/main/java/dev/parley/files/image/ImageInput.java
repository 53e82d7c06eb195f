package dev.parley.files.image;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the numbers and blocks of image files. The end of the file within one is a malformed image. */
final class ImageInput implements Closeable {

    private static final int BUFFER = 64 * 1024;

    private final InputStream input;

    ImageInput(Path file) throws IOException {
        this.input = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    }

    /** Returns the next byte, 0 to 255. */
    int readByte() throws IOException {
        int next = input.read();
        if (next < 0) {
            throw ended();
        }
        return next;
    }

    /** Returns a number of 2 bytes, the most significant one first. */
    int readShort() throws IOException {
        return readByte() << 8 | readByte();
    }

    /** Returns a number of 4 bytes, the most significant one first; up to 2^31 - 1, as PNG requires. */
    int readLength() throws IOException {
        int length = readShort() << 16 | readShort();
        if (length < 0) {
            throw InvalidImageException.malformed("a length is above 2^31");
        }
        return length;
    }

    /** Returns the next bytes. The number is one that the caller has bounded. */
    byte[] read(int count) throws IOException {
        byte[] bytes = input.readNBytes(count);
        if (bytes.length < count) {
            throw ended();
        }
        return bytes;
    }

    /** Returns 4 letters, one per byte. */
    String readName() throws IOException {
        return new String(read(4), StandardCharsets.ISO_8859_1);
    }

    void copy(OutputStream output, long count) throws IOException {
        byte[] part = new byte[(int) Math.min(BUFFER, count)];
        for (long left = count; left > 0; ) {
            int read = input.read(part, 0, (int) Math.min(part.length, left));
            if (read < 0) {
                throw ended();
            }
            output.write(part, 0, read);
            left -= read;
        }
    }

    void skip(long count) throws IOException {
        try {
            input.skipNBytes(count);
        } catch (EOFException ignored) {
            throw ended();
        }
    }

    private static InvalidImageException ended() {
        return InvalidImageException.malformed("the file ends within the image");
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
