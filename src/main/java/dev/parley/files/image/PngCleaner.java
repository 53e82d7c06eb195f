package dev.parley.files.image;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Copies the chunks of a PNG that a picture needs, also those of an animation, and drops all others and the rest of the file. */
final class PngCleaner {

    private static final Set<String> LARGE = Set.of("IDAT", "fdAT");
    private static final Set<String> SMALL =
            Set.of("PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs", "acTL", "fcTL");

    /** The most bytes of a small chunk; a palette has 768. */
    private static final int MOST_SMALL = 1_024;

    private static final int SIGNATURE = 8;
    private static final int HEADER = 13;
    private static final int CHECKSUM = 4;

    private PngCleaner() {}

    static CleanImage clean(ImageInput input, OutputStream target) throws IOException {
        DataOutputStream output = new DataOutputStream(target);
        output.write(input.read(SIGNATURE));
        if (input.readLength() != HEADER || !input.readName().equals("IHDR")) {
            throw InvalidImageException.malformed("the first chunk is no header");
        }
        byte[] header = input.read(HEADER);
        ByteBuffer numbers = ByteBuffer.wrap(header);
        CleanImage image = new CleanImage(ImageSize.checked(numbers.getInt(), numbers.getInt()));
        begin(output, HEADER, "IHDR");
        output.write(header);
        input.copy(output, CHECKSUM);
        boolean hasPixels = false;
        while (true) {
            int length = input.readLength();
            String name = input.readName();
            if (name.equals("IEND")) {
                if (!hasPixels) {
                    throw InvalidImageException.malformed("there are no pixels");
                }
                begin(output, 0, name);
                input.copy(output, CHECKSUM);
                output.flush();
                return image;
            }
            if (LARGE.contains(name) || (SMALL.contains(name) && length <= MOST_SMALL)) {
                begin(output, length, name);
                input.copy(output, (long) length + CHECKSUM);
            } else {
                input.skip((long) length + CHECKSUM);
            }
            hasPixels |= name.equals("IDAT");
        }
    }

    private static void begin(DataOutputStream output, int length, String name) throws IOException {
        output.writeInt(length);
        output.write(name.getBytes(StandardCharsets.ISO_8859_1));
    }
}
