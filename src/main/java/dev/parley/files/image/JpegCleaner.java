package dev.parley.files.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Copies the segments of a JPEG that a picture needs, and drops comments, Exif, XMP, color profiles, embedded previews and the
 * rest of the file. Exif's orientation stays, as the only entry of a new Exif segment: without it photos of phones lie on their
 * side.
 */
final class JpegCleaner {

    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int COMMENT = 0xfe;

    /** JFIF without its thumbnail, whose size is in the last 2 bytes. */
    private static final int JFIF = 14;

    private static final int JFIF_THUMBNAIL = 12;
    private static final int ADOBE = 12;
    private static final int MOST_EXIF = 65_536;

    /** A decoder passes over the whole image for each scan, however short it is. Encoders make about 10. */
    private static final int MOST_SCANS = 100;

    private final ImageInput input;
    private final OutputStream output;
    private byte[] jfif = {};
    private byte[] adobe = {};
    private int orientation = CleanImage.UPRIGHT;
    private CleanImage image = new CleanImage(new ImageSize(1, 1));
    private boolean hasSize;
    private int scans;
    private boolean hasHeader;

    private JpegCleaner(ImageInput input, OutputStream output) {
        this.input = input;
        this.output = output;
    }

    static CleanImage clean(ImageInput input, OutputStream output) throws IOException {
        return new JpegCleaner(input, output).clean();
    }

    private CleanImage clean() throws IOException {
        input.skip(2);
        output.write(0xff);
        output.write(START);
        int marker = nextMarker();
        while (marker != END) {
            marker = segment(marker);
        }
        if (scans == 0) {
            throw InvalidImageException.malformed("there are no pixels");
        }
        output.write(0xff);
        output.write(END);
        return image;
    }

    private int nextMarker() throws IOException {
        if (input.readByte() != 0xff) {
            throw InvalidImageException.malformed("a marker is missing");
        }
        int marker = input.readByte();
        while (marker == 0xff) {
            marker = input.readByte();
        }
        return marker;
    }

    /** Copies or drops a segment; returns the marker of the next one. */
    private int segment(int marker) throws IOException {
        int length = input.readShort() - 2;
        if (length < 0 || !isSegment(marker)) {
            throw InvalidImageException.malformed("a segment is invalid");
        }
        byte[] content = input.read(length);
        if (marker >= APP0 && marker <= 0xef) {
            readApplication(marker, content);
        } else if (marker != COMMENT) {
            writeHeader();
            readSize(marker, content);
            write(marker, content);
        }
        if (marker != SCAN) {
            return nextMarker();
        } else if (!hasSize) {
            throw InvalidImageException.malformed("the pixels have no size");
        }
        scans++;
        if (scans > MOST_SCANS) {
            throw InvalidImageException.malformed("there are more than " + MOST_SCANS + " scans");
        }
        return copyScan();
    }

    /** Tests whether a marker begins a segment of a picture, of an application or a comment. */
    private static boolean isSegment(int marker) {
        return (marker >= 0xc0 && marker <= 0xcf && marker != 0xc8)
                || (marker >= SCAN && marker <= 0xdd)
                || (marker >= APP0 && marker <= 0xef)
                || marker == COMMENT;
    }

    private void readApplication(int marker, byte[] content) {
        if (marker == APP0 && content.length >= JFIF && begins(content, "JFIF\0")) {
            jfif = Arrays.copyOf(content, JFIF);
            jfif[JFIF_THUMBNAIL] = 0;
            jfif[JFIF_THUMBNAIL + 1] = 0;
        } else if (marker == APP14 && content.length >= ADOBE && begins(content, "Adobe")) {
            adobe = Arrays.copyOf(content, ADOBE);
        } else if (marker == APP1 && content.length < MOST_EXIF && begins(content, "Exif\0\0")) {
            orientation = ExifOrientation.read(content);
        }
    }

    private static boolean begins(byte[] content, String mark) {
        byte[] wanted = mark.getBytes(StandardCharsets.ISO_8859_1);
        return content.length >= wanted.length && Arrays.equals(content, 0, wanted.length, wanted, 0, wanted.length);
    }

    private void readSize(int marker, byte[] content) throws IOException {
        boolean isFrame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xcc;
        if (!isFrame) {
            return;
        }
        if (hasSize || content.length < 6) {
            throw InvalidImageException.malformed("the image has no size, or several");
        }
        int height = (content[1] & 0xff) << 8 | (content[2] & 0xff);
        int width = (content[3] & 0xff) << 8 | (content[4] & 0xff);
        boolean sequential = marker <= 0xc1 || marker == 0xc9;
        image = new CleanImage(ImageSize.checked(width, height), orientation, !sequential);
        hasSize = true;
    }

    /** Writes the segments of applications, once, before the first other one. */
    private void writeHeader() throws IOException {
        if (hasHeader) {
            return;
        }
        hasHeader = true;
        if (jfif.length > 0) {
            write(APP0, jfif);
        }
        if (orientation != CleanImage.UPRIGHT) {
            write(APP1, ExifOrientation.write(orientation));
        }
        if (adobe.length > 0) {
            write(APP14, adobe);
        }
    }

    private void write(int marker, byte[] content) throws IOException {
        int length = content.length + 2;
        output.write(new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length});
        output.write(content);
    }

    /** Copies the compressed pixels; returns the marker that ends them. */
    private int copyScan() throws IOException {
        while (true) {
            int next = input.readByte();
            if (next != 0xff) {
                output.write(next);
                continue;
            }
            int marker = input.readByte();
            while (marker == 0xff) {
                marker = input.readByte();
            }
            boolean isRestart = marker >= 0xd0 && marker <= 0xd7;
            if (marker != 0 && !isRestart) {
                return marker;
            }
            output.write(0xff);
            output.write(marker);
        }
    }
}
