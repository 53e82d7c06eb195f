package dev.parley.files.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The orientation in an Exif segment of a JPEG (Exif 2.32, section 4.6), with the segment's mark at its beginning. */
final class ExifOrientation {

    private static final byte[] MARK = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final short LITTLE_ENDIAN = 0x4949;
    private static final short BIG_ENDIAN = 0x4d4d;
    private static final int TIFF_HEADER = 8;
    private static final int ENTRY = 12;
    private static final short TAG = 0x0112;
    private static final short SHORT_NUMBER = 3;
    private static final int LAST = 8;

    private ExifOrientation() {}

    /** Returns the orientation, 1 to 8; 1 if there is none. */
    static int read(byte[] segment) {
        if (segment.length < MARK.length + TIFF_HEADER + 2) {
            return CleanImage.UPRIGHT;
        }
        ByteBuffer tiff = ByteBuffer.wrap(segment, MARK.length, segment.length - MARK.length)
                .slice();
        if (tiff.getShort(0) == LITTLE_ENDIAN) {
            tiff.order(ByteOrder.LITTLE_ENDIAN);
        }
        int directory = tiff.getInt(4);
        if (directory < TIFF_HEADER || directory > tiff.limit() - 2) {
            return CleanImage.UPRIGHT;
        }
        int entries = tiff.getShort(directory) & 0xffff;
        for (int at = directory + 2; entries > 0 && at <= tiff.limit() - ENTRY; at += ENTRY, entries--) {
            if (tiff.getShort(at) == TAG && tiff.getShort(at + 2) == SHORT_NUMBER) {
                int value = tiff.getShort(at + 8);
                return value >= 1 && value <= LAST ? value : CleanImage.UPRIGHT;
            }
        }
        return CleanImage.UPRIGHT;
    }

    /** Returns a segment with the orientation as its only entry. */
    static byte[] write(int orientation) {
        return ByteBuffer.allocate(MARK.length + TIFF_HEADER + 2 + ENTRY + 4)
                .put(MARK)
                .putShort(BIG_ENDIAN)
                .putShort((short) 42)
                .putInt(TIFF_HEADER)
                .putShort((short) 1)
                .putShort(TAG)
                .putShort(SHORT_NUMBER)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }
}
