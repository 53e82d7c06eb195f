package dev.parley.files.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Copies the frames of a GIF with their timing and repetition, and drops comments, other extensions and the rest of the file. */
final class GifCleaner {

    private static final int HEADER = 13;
    private static final int FRAME = 9;
    private static final int FRAME_FLAGS = 8;
    private static final int HAS_COLORS = 0x80;
    private static final int COLORS_SIZE = 0x07;

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int TRAILER = 0x3b;
    private static final int CONTROL = 0xf9;
    private static final int APPLICATION = 0xff;

    private static final int CONTROL_SIZE = 4;
    private static final int APPLICATION_SIZE = 11;
    private static final int LOOP_SIZE = 3;
    private static final String LOOP = "NETSCAPE2.0";

    private GifCleaner() {}

    static CleanImage clean(ImageInput input, OutputStream output) throws IOException {
        byte[] header = input.read(HEADER);
        output.write(header);
        CleanImage image = new CleanImage(ImageSize.checked(number(header, 6), number(header, 8)));
        copyColors(input, output, header[10]);
        boolean hasFrame = false;
        while (true) {
            int kind = input.readByte();
            if (kind == TRAILER && hasFrame) {
                output.write(TRAILER);
                return image;
            } else if (kind == IMAGE) {
                copyFrame(input, output);
                hasFrame = true;
            } else if (kind == EXTENSION) {
                copyExtension(input, output);
            } else {
                throw InvalidImageException.malformed("there is an unknown block or no frame");
            }
        }
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    private static void copyColors(ImageInput input, OutputStream output, int flags) throws IOException {
        if ((flags & HAS_COLORS) != 0) {
            input.copy(output, 3L << ((flags & COLORS_SIZE) + 1));
        }
    }

    private static void copyFrame(ImageInput input, OutputStream output) throws IOException {
        byte[] frame = input.read(FRAME);
        var unused = ImageSize.checked(number(frame, 4), number(frame, 6));
        output.write(IMAGE);
        output.write(frame);
        copyColors(input, output, frame[FRAME_FLAGS]);
        output.write(input.readByte()); // the size of the codes
        for (int size = input.readByte(); size > 0; size = input.readByte()) {
            output.write(size);
            input.copy(output, size);
        }
        output.write(0);
    }

    private static void copyExtension(ImageInput input, OutputStream output) throws IOException {
        int label = input.readByte();
        int size = input.readByte();
        byte[] first = input.read(size);
        if (label == CONTROL && size == CONTROL_SIZE) {
            output.write(new byte[] {EXTENSION, (byte) CONTROL, CONTROL_SIZE});
            output.write(first);
            output.write(0);
        } else if (label == APPLICATION
                && size == APPLICATION_SIZE
                && new String(first, StandardCharsets.ISO_8859_1).equals(LOOP)) {
            copyLoop(input, output, first);
            return;
        }
        if (size > 0) {
            skipBlocks(input);
        }
    }

    private static void copyLoop(ImageInput input, OutputStream output, byte[] name) throws IOException {
        int size = input.readByte();
        byte[] loop = input.read(size);
        if (size == LOOP_SIZE && loop[0] == 1) {
            output.write(new byte[] {EXTENSION, (byte) APPLICATION, APPLICATION_SIZE});
            output.write(name);
            output.write(LOOP_SIZE);
            output.write(loop);
            output.write(0);
        }
        if (size > 0) {
            skipBlocks(input);
        }
    }

    private static void skipBlocks(ImageInput input) throws IOException {
        for (int size = input.readByte(); size > 0; size = input.readByte()) {
            input.skip(size);
        }
    }
}
