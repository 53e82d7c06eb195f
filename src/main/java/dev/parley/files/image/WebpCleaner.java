package dev.parley.files.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies the chunks of a WebP (RFC 9649) that a picture needs, also those of an animation, and drops Exif, XMP, color profiles
 * and the rest of the file. The length at {@link #LENGTH_AT} is that of the original; the caller replaces it.
 */
final class WebpCleaner {

    /** Where the file has its own length without the first 8 bytes, least significant byte first. */
    static final int LENGTH_AT = 4;

    private static final Set<String> FRAME = Set.of("VP8 ", "VP8L", "ALPH");
    private static final int FRAME_HEADER = 16;
    private static final int EXTENDED = 10;
    private static final int ANIMATION = 6;

    /** The bits of the extended header that announce an alpha channel and an animation. */
    private static final int KEPT_FLAGS = 0x12;

    private static final int CHUNK_HEADER = 8;
    private static final int LOSSY_HEADER = 10;
    private static final int LOSSLESS_HEADER = 5;
    private static final int LOSSLESS_MARK = 0x2f;
    private static final int SIDE = 0x3fff;

    private final ImageInput input;
    private final OutputStream output;
    private @Nullable ImageSize size;
    private boolean hasPicture;

    private WebpCleaner(ImageInput input, OutputStream output) {
        this.input = input;
        this.output = output;
    }

    static CleanImage clean(ImageInput input, OutputStream output) throws IOException {
        return new WebpCleaner(input, output).clean();
    }

    private CleanImage clean() throws IOException {
        output.write(input.read(LENGTH_AT));
        byte[] length = input.read(4);
        output.write(length);
        output.write(input.read(4));
        copyChunks(number(length) - 4, false);
        ImageSize found = size;
        if (found == null || !hasPicture) {
            throw InvalidImageException.malformed("there are no pixels");
        }
        return new CleanImage(found);
    }

    private void copyChunks(long total, boolean isFrame) throws IOException {
        long left = total;
        while (left >= CHUNK_HEADER) {
            String name = input.readName();
            long length = number(input.read(4));
            left -= CHUNK_HEADER + length;
            if (left < 0) {
                throw InvalidImageException.malformed("a chunk is too long");
            }
            copyChunk(name, length, isFrame);
            if ((length & 1) != 0 && left > 0) {
                input.skip(1);
                left--;
            }
        }
    }

    private static long number(byte[] bytes) {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    private void copyChunk(String name, long length, boolean isFrame) throws IOException {
        if (isFrame && !FRAME.contains(name)) {
            throw InvalidImageException.malformed("a frame contains an unknown chunk");
        } else if (name.equals("VP8X") && length == EXTENDED && size == null) {
            copyExtended();
        } else if (name.equals("ANMF") && length >= FRAME_HEADER) {
            begin(name, length);
            input.copy(output, FRAME_HEADER);
            copyChunks(length - FRAME_HEADER, true);
        } else if (name.equals("VP8 ") && length >= LOSSY_HEADER) {
            byte[] header = input.read(LOSSY_HEADER);
            copyPicture(name, length, header, lossySize(header));
        } else if (name.equals("VP8L") && length >= LOSSLESS_HEADER) {
            byte[] header = input.read(LOSSLESS_HEADER);
            copyPicture(name, length, header, losslessSize(header));
        } else if (name.equals("ALPH") || (name.equals("ANIM") && length == ANIMATION)) {
            begin(name, length);
            copyContent(length);
        } else {
            input.skip(length);
        }
    }

    private void copyExtended() throws IOException {
        byte[] header = input.read(EXTENDED);
        header[0] &= KEPT_FLAGS;
        size = ImageSize.checked(side(header, 4), side(header, 7));
        begin("VP8X", EXTENDED);
        output.write(header);
    }

    private static int side(byte[] header, int at) {
        return 1 + ((header[at] & 0xff) | (header[at + 1] & 0xff) << 8 | (header[at + 2] & 0xff) << 16);
    }

    private void copyPicture(String name, long length, byte[] header, ImageSize ofPicture) throws IOException {
        size = size == null ? ofPicture : size;
        hasPicture = true;
        begin(name, length);
        output.write(header);
        copyContent(length, length - header.length);
    }

    private void copyContent(long length) throws IOException {
        copyContent(length, length);
    }

    private void copyContent(long length, long rest) throws IOException {
        input.copy(output, rest);
        if ((length & 1) != 0) {
            output.write(0);
        }
    }

    private void begin(String name, long length) throws IOException {
        output.write(name.getBytes(StandardCharsets.ISO_8859_1));
        output.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) length)
                .array());
    }

    private static ImageSize lossySize(byte[] frame) throws InvalidImageException {
        if (frame[3] != (byte) 0x9d || frame[4] != 0x01 || frame[5] != 0x2a) {
            throw InvalidImageException.malformed("there is no key frame");
        }
        ByteBuffer numbers = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        return ImageSize.checked(numbers.getShort(6) & SIDE, numbers.getShort(8) & SIDE);
    }

    private static ImageSize losslessSize(byte[] stream) throws InvalidImageException {
        if (stream[0] != LOSSLESS_MARK) {
            throw InvalidImageException.malformed("there is no lossless picture");
        }
        int sides = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
        return ImageSize.checked((sides & SIDE) + 1, (sides >>> 14 & SIDE) + 1);
    }
}
