package dev.parley.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;

/**
 * The character U+FEFF, which some editors and shells write at the beginning of a file or a stream, and which is not part
 * of its text.
 */
public final class ByteOrderMark {

    private static final char MARK = '\uFEFF';

    private ByteOrderMark() {}

    /** Returns a text without a byte order mark at its beginning. */
    public static String skip(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    /** Returns a reader of UTF-8 input that skips a byte order mark at its beginning. */
    public static BufferedReader reader(InputStream in) {
        return new BufferedReader(new SkippingReader(new InputStreamReader(in, UTF_8)));
    }

    /** Skips the mark in the first characters that arrive. */
    private static final class SkippingReader extends FilterReader {

        private boolean atBeginning = true;

        SkippingReader(Reader in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            int length = read(one, 0, 1);
            return length < 0 ? length : one[0];
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            if (!atBeginning || count <= 0) {
                return count;
            }
            atBeginning = false;
            if (buffer[offset] != MARK) {
                return count;
            }
            System.arraycopy(buffer, offset + 1, buffer, offset, count - 1);
            return count > 1 ? count - 1 : in.read(buffer, offset, length);
        }
    }
}
