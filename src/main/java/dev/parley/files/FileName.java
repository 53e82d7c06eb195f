package dev.parley.files;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The name of a file, made safe from one that a client has chosen. It is a label: nothing on the server is stored under it, and
 * the type of a file does not depend on it.
 *
 * @param text 1 to 100 characters (code points): no path, no characters that are invisible or change the direction of a line,
 *     and none that file systems do not allow
 */
public record FileName(String text) {

    private static final int LONGEST = 100;
    private static final int LONGEST_EXTENSION = 12;
    private static final int LONGEST_IN_URL = 40;
    private static final String NAMELESS = "file";
    /** The last part of the path of thumbnails. */
    private static final String THUMBNAIL = "thumbnail";

    private static final Pattern FOLDERS = Pattern.compile(".*[/\\\\]", Pattern.DOTALL);
    private static final Pattern UNSAFE = Pattern.compile("[<>:\"|?*]");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern NOT_IN_URL = Pattern.compile("[^A-Za-z0-9.-]+");

    /** Makes a name of any text. */
    public static FileName of(String written) {
        String name = FOLDERS.matcher(written).replaceFirst("");
        name = SPACES.matcher(name).replaceAll(" ");
        name = name.codePoints()
                .filter(FileName::isVisible)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        name = UNSAFE.matcher(Normalizer.normalize(name, Normalizer.Form.NFC)).replaceAll("_");
        name = name.replaceAll("^[. ]+|[. ]+$", "");
        return new FileName(name.isEmpty() ? NAMELESS : shorten(name));
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String shorten(String name) {
        int length = name.codePointCount(0, name.length());
        if (length <= LONGEST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= LONGEST_EXTENSION ? name.substring(dot) : "";
        int kept = LONGEST - 1 - extension.codePointCount(0, extension.length());
        return name.substring(0, name.offsetByCodePoints(0, kept)).stripTrailing() + "…" + extension;
    }

    /** Returns a name for the end of a URL, of {@code A-Z a-z 0-9 . - _}; the server ignores it. */
    public String inUrl() {
        String plain = NOT_IN_URL.matcher(text).replaceAll("_").replaceAll("^[._]+", "");
        if (plain.length() > LONGEST_IN_URL) {
            plain = plain.substring(plain.length() - LONGEST_IN_URL).replaceAll("^[._]+", "");
        }
        return plain.isEmpty() || plain.equals(THUMBNAIL) ? NAMELESS : plain;
    }
}
