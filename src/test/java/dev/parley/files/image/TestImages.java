package dev.parley.files.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Creates images, also such that no program would write. */
public final class TestImages {

    /** The smallest lossless WebP, of 1 × 1 pixel. */
    private static final byte[] WEBP_PICTURE = {0x2f, 0, 0, 0, 0x10, 0x07, 0x10, 0x11, 0x11, (byte) 0x88, (byte) 0x88};

    private TestImages() {}

    /** Returns an image whose left half is red and whose right half is blue. */
    public static byte[] redAndBlue(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x < width / 2 ? 0xff0000 : 0x0000ff);
            }
        }
        return encode(format, image);
    }

    static byte[] encode(String format, BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a PNG with a header of this size and hardly any pixels. */
    public static byte[] bomb(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 6, 0, 0, 0})
                .array();
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels)) {
            deflater.write(new byte[1_000_000]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return join(
                latin("\u0089PNG\r\n\u001a\n"),
                pngChunk("IHDR", header),
                pngChunk("IDAT", pixels.toByteArray()),
                pngChunk("IEND", new byte[0]));
    }

    static byte[] pngChunk(String name, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(latin(name));
        checksum.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(latin(name))
                .put(content)
                .putInt((int) checksum.getValue())
                .array();
    }

    /** Returns a PNG with a chunk after its header, and with bytes after its end. */
    public static byte[] pngWith(byte[] png, byte[] chunk, byte[] after) {
        int header = 8 + 12 + 13;
        return join(slice(png, 0, header), chunk, slice(png, header, png.length), after);
    }

    /** Returns a JPEG with the orientation and a GPS position in Exif, and with a comment. */
    public static byte[] photo(byte[] jpeg, int orientation) {
        ByteBuffer tiff = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin("II"))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 2);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(orientation);
        tiff.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(38);
        tiff.putInt(0).put(latin("GPS 52.5200 N 13.40 E"));
        return join(
                slice(jpeg, 0, 2),
                segment(0xe1, join(latin("Exif\0\0"), tiff.array())),
                segment(0xfe, latin("a comment")),
                slice(jpeg, 2, jpeg.length));
    }

    private static byte[] segment(int marker, byte[] content) {
        int length = content.length + 2;
        return join(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length}, content);
    }

    /** Returns a WebP of 1 × 1 pixel with Exif. */
    public static byte[] webp() {
        byte[] extended = {0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] chunks = join(
                latin("WEBP"),
                webpChunk("VP8X", extended),
                webpChunk("VP8L", WEBP_PICTURE),
                webpChunk("EXIF", latin("GPS 52.5200 N")));
        return join(webpChunk("RIFF", chunks), latin("<script>alert(1)</script>"));
    }

    private static byte[] webpChunk(String name, byte[] content) {
        byte[] head = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin(name))
                .putInt(content.length)
                .array();
        return join(head, content, new byte[content.length & 1]);
    }

    /** Returns a GIF with a comment after its header. */
    static byte[] gifWithComment(byte[] gif, String comment) {
        int colors = (gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1);
        int header = 13 + colors;
        return join(
                slice(gif, 0, header),
                new byte[] {0x21, (byte) 0xfe, (byte) comment.length()},
                latin(comment),
                new byte[1],
                slice(gif, header, gif.length));
    }

    /** Returns the last place of 2 bytes. */
    static int find(byte[] bytes, int first, int second) {
        int at = bytes.length - 2;
        while ((bytes[at] & 0xff) != first || (bytes[at + 1] & 0xff) != second) {
            at--;
        }
        return at;
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    public static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
