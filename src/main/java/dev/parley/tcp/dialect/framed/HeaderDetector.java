package dev.parley.tcp.dialect.framed;

import dev.parley.tcp.DetectionTimeouts;
import dev.parley.tcp.Preamble;
import dev.parley.tcp.ProbeResult;
import dev.parley.tcp.dialect.framed.LengthHeader.Layout;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Detects the layout of the length from the first frame. A header of 10 bytes is certain by itself; one of another size
 * is certain only with a body of exactly that length. Safe from any thread.
 */
final class HeaderDetector {

    /** The size of the header of a tutorial that pads it with spaces. */
    private static final int LARGE = 64;

    private static final int[] SMALL = {8, 4, 3};

    private static final int BINARY = 4;

    /** The longest first frame of a small or binary header: a nickname, or a nickname and a text. */
    private static final int MAX_FIRST_BODY = 255;

    /** A little-endian length of at most this value is no character of a nickname. */
    private static final int MAX_LITTLE_ENDIAN = ' ';

    private static final Pattern DECIMAL_SO_FAR = Pattern.compile(" *[0-9]* *");
    private static final Pattern PADDED = Pattern.compile("[0-9]+ +| +[0-9]+|0+[1-9][0-9]*");

    private final DetectionTimeouts timeouts;

    HeaderDetector(DetectionTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    /**
     * The result of a detection.
     *
     * @param probe whether the input begins with a frame
     * @param header the header, if it does
     */
    record Detection(ProbeResult probe, @Nullable LengthHeader header) {

        private static final Detection NO = new Detection(ProbeResult.NO, null);
        private static final Detection MORE = new Detection(ProbeResult.MORE, null);

        private static Detection yes(LengthHeader header) {
            return new Detection(ProbeResult.YES, header);
        }

        private static Detection moreUnless(boolean isTimedOut) {
            return isTimedOut ? NO : MORE;
        }
    }

    Detection detect(Preamble preamble) {
        String bytes = preamble.bytes();
        if (bytes.charAt(0) == 0 || isLittleEndianSoFar(bytes)) {
            return detectBinary(preamble);
        }
        Detection pairs = detectLarge(preamble);
        if (pairs.probe() != ProbeResult.NO) {
            return pairs;
        }
        Detection best = Detection.NO;
        for (int size : SMALL) {
            Detection small = detectSmall(preamble, size);
            if (small.probe() == ProbeResult.YES) {
                return small;
            } else if (small.probe() == ProbeResult.MORE) {
                best = small;
            }
        }
        return best;
    }

    /** Detects the sizes 10 and 64. Spaces behind the first 10 bytes belong to a header of 64 bytes. */
    private Detection detectLarge(Preamble preamble) {
        String bytes = preamble.bytes();
        int small = LengthHeader.PAIRS.bytes();
        String first = bytes.substring(0, Math.min(LARGE, bytes.length()));
        boolean isPairs = bytes.length() >= small && LengthHeader.isDecimal(bytes.substring(0, small));
        if (first.length() == LARGE && LengthHeader.isDecimal(first)) {
            return Detection.yes(LengthHeader.decimal(first));
        }
        boolean isSoFar =
                first.length() < LARGE && DECIMAL_SO_FAR.matcher(first).matches();
        if (isSoFar && !preamble.isSilentFor(timeouts.start())) {
            return Detection.MORE;
        }
        return isPairs ? Detection.yes(LengthHeader.PAIRS) : Detection.NO;
    }

    private Detection detectSmall(Preamble preamble, int size) {
        String bytes = preamble.bytes();
        if (bytes.length() < size) {
            boolean isSoFar = DECIMAL_SO_FAR.matcher(bytes).matches();
            return isSoFar ? Detection.moreUnless(preamble.isSilentFor(timeout(bytes))) : Detection.NO;
        }
        String header = bytes.substring(0, size);
        if (!PADDED.matcher(header).matches()) {
            return Detection.NO;
        }
        LengthHeader lengthHeader = LengthHeader.decimal(header);
        long length = lengthHeader.parse(header);
        long end = size + length;
        if (length == 0 || length > MAX_FIRST_BODY || !isBody(bytes, size, end) || bytes.startsWith(" ", size)) {
            return Detection.NO;
        } else if (bytes.length() < end) {
            return Detection.moreUnless(preamble.isSilentFor(timeout(header)));
        } else if (bytes.length() == end) {
            return preamble.isSilentFor(timeouts.token()) ? Detection.yes(lengthHeader) : Detection.MORE;
        }
        String next = bytes.substring((int) end, (int) Math.min(end + size, bytes.length()));
        boolean isHeader = next.length() == size
                ? LengthHeader.isDecimal(next)
                : DECIMAL_SO_FAR.matcher(next).matches();
        return !isHeader ? Detection.NO : next.length() == size ? Detection.yes(lengthHeader) : Detection.MORE;
    }

    /** A word without spaces may also be a nickname, which is decided sooner. */
    private Duration timeout(String header) {
        return header.indexOf(' ') >= 0 ? timeouts.start() : timeouts.token();
    }

    private static boolean isLittleEndianSoFar(String bytes) {
        return bytes.charAt(0) <= MAX_LITTLE_ENDIAN
                && bytes.charAt(0) != '\r'
                && bytes.charAt(0) != '\n'
                && bytes.length() > 1
                && bytes.substring(1, Math.min(BINARY, bytes.length())).chars().allMatch(value -> value == 0);
    }

    private Detection detectBinary(Preamble preamble) {
        String bytes = preamble.bytes();
        boolean isWriteUtf = bytes.charAt(0) == 0 && bytes.length() > 1 && bytes.charAt(1) != 0;
        if (!isWriteUtf && bytes.length() < BINARY) {
            return Detection.moreUnless(preamble.isSilentFor(timeouts.start()));
        }
        Layout layout = bytes.charAt(0) == 0 ? Layout.BIG_ENDIAN : Layout.LITTLE_ENDIAN;
        LengthHeader header = isWriteUtf ? LengthHeader.WRITE_UTF : new LengthHeader(BINARY, layout);
        long length = header.parse(bytes.substring(0, header.bytes()));
        long end = header.bytes() + length;
        if (length == 0 || length > MAX_FIRST_BODY || !isBody(bytes, header.bytes(), end)) {
            return Detection.NO;
        }
        return bytes.length() >= end
                ? Detection.yes(header)
                : Detection.moreUnless(preamble.isSilentFor(timeouts.start()));
    }

    /** Returns whether the bytes in this range are text as far as they have arrived. */
    private static boolean isBody(String bytes, int start, long end) {
        return bytes.substring(start, (int) Math.min(end, bytes.length()))
                .chars()
                .allMatch(value -> value >= ' ' && value != '\u007F');
    }
}
