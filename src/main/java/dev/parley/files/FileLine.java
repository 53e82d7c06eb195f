package dev.parley.files;

import dev.parley.files.image.ImageSize;
import dev.parley.text.FilePreview;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * The text of a message with a file: {@code [image: NAME, 640×480, URL]} or {@code [file: NAME, 12 kB, URL]}. It is all that a
 * message has of its file, so that every client and every archive shows it, and an edit or a deletion removes it.
 */
public final class FileLine {

    private static final String[] UNITS = {"kB", "MB", "GB"};
    private static final int KILO = 1_000;
    private static final int TEN = 10;

    private FileLine() {}

    /**
     * Returns the text for a file.
     *
     * @param base the address of the page, with a slash at its end
     */
    public static String of(StoredFile file, String base) {
        ImageSize size = file.imageSize();
        String kind = size == null ? "file" : "image";
        String detail = size == null ? bytes(file.bytes()) : size.width() + "×" + size.height();
        return "[" + kind + ": " + file.name().text() + ", " + detail + ", " + base + file.path() + "]";
    }

    /** Finds the token of the file in a text that is such a line. */
    static Optional<FileToken> tokenIn(String text) {
        // Nearly all messages end here.
        if (!text.endsWith("]") || !text.startsWith("[") || !text.contains("/files/")) {
            return Optional.empty();
        }
        Matcher line = FilePreview.LINE.matcher(text);
        return line.matches() ? Optional.of(new FileToken(line.group("token"))) : Optional.empty();
    }

    /** Returns a number of bytes in units of 1000, such as {@code 812 B}, {@code 1.2 kB} or {@code 12 MB}. */
    public static String bytes(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        double number = bytes;
        int unit = -1;
        while (number >= KILO - 0.5 && unit < UNITS.length - 1) {
            number /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, number < TEN - 0.05 ? "%.1f %s" : "%.0f %s", number, UNITS[unit]);
    }
}
