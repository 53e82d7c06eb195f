package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;

/**
 * How a client writes the length of a frame, in bytes, in front of it.
 *
 * @param bytes the size of the header
 * @param layout the layout of the header
 */
record LengthHeader(int bytes, Layout layout) {

    /** The longest length that is parsed; longer frames are refused. */
    private static final int MAX_DIGITS = 9;

    private static final Pattern DECIMAL = Pattern.compile(" *[0-9]+ *");

    /** The layout of a header. */
    enum Layout {
        /** Decimal, then spaces. */
        LEFT,
        /** Spaces, then decimal. */
        RIGHT,
        /** Zeros, then decimal. */
        ZEROS,
        BIG_ENDIAN,
        LITTLE_ENDIAN
    }

    /** The header of the client that expects pairs of frames, a sender and a text. */
    static final LengthHeader PAIRS = new LengthHeader(10, Layout.LEFT);

    /** The header of Java's {@code DataOutputStream.writeUTF}. */
    static final LengthHeader WRITE_UTF = new LengthHeader(2, Layout.BIG_ENDIAN);

    /** Returns the decimal header of this size whose padding is as in the text, or to the right. */
    static LengthHeader decimal(String header) {
        Layout layout = header.charAt(0) == ' ' ? Layout.RIGHT : header.endsWith(" ") ? Layout.LEFT : Layout.ZEROS;
        return new LengthHeader(header.length(), layout);
    }

    private boolean isBinary() {
        return layout == Layout.BIG_ENDIAN || layout == Layout.LITTLE_ENDIAN;
    }

    /**
     * Returns the length in a header; -1 if the header is malformed.
     *
     * @param header the header decoded as ISO 8859-1
     */
    long parse(String header) {
        if (isBinary()) {
            long length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | header.charAt(layout == Layout.BIG_ENDIAN ? i : bytes - 1 - i);
            }
            return length;
        } else if (!isDecimal(header)) {
            return -1;
        }
        String digits = header.strip().replaceFirst("^0+(?=.)", "");
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    static boolean isDecimal(String header) {
        return DECIMAL.matcher(header).matches();
    }

    /** Returns the greatest length that fits into the header. */
    int maxLength() {
        if (isBinary()) {
            return bytes == 2 ? 0xFFFF : Integer.MAX_VALUE;
        }
        return bytes > MAX_DIGITS ? Integer.MAX_VALUE : (int) Math.pow(10, bytes) - 1;
    }

    /** Returns a frame. */
    byte[] frame(byte[] body) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(bytes + body.length);
        frame.writeBytes(header(body.length));
        frame.writeBytes(body);
        return frame.toByteArray();
    }

    private byte[] header(int length) {
        if (isBinary()) {
            byte[] header = new byte[bytes];
            for (int i = 0; i < bytes; i++) {
                header[layout == Layout.BIG_ENDIAN ? bytes - 1 - i : i] = (byte) (length >>> (8 * i));
            }
            return header;
        }
        String digits = Integer.toString(length);
        String padding = (layout == Layout.ZEROS ? "0" : " ").repeat(bytes - digits.length());
        return (layout == Layout.LEFT ? digits + padding : padding + digits).getBytes(UTF_8);
    }

    /** Returns an example for the user. */
    String example() {
        return isBinary()
                ? bytes + " binary bytes"
                : bytes + " bytes, such as “" + new String(header(5), ISO_8859_1) + "”";
    }
}
