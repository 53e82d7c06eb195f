package dev.parley.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * Breaks lines between words. The following rows are indented like the later lines of a message, so that none of them
 * imitates another line. Columns are counted as a terminal counts them: wide characters have 2, and colors none.
 */
final class WordWrap {

    /** Below this width an indent would take too much of each row. */
    static final int MIN_WIDTH = 20;

    private static final int INDENT = MessageFormatter.INDENT.length();

    /** Color codes, runs of blanks, and grapheme clusters (UAX #29), which are never divided. */
    private static final Pattern PIECES = Pattern.compile("\u001b\\[[0-9;]*m| +|\\X");

    private final int width;
    private final StringBuilder wrapped = new StringBuilder();
    private final StringBuilder word = new StringBuilder();
    private final List<Integer> breaks = new ArrayList<>(); // the positions in the word after wide characters
    private String blanks = "";
    private int column;
    private int wordWidth;

    private WordWrap(int width) {
        this.width = width;
    }

    /**
     * Returns a text in rows.
     *
     * @param text lines without control characters other than color codes
     * @param width the columns of a row, one less than those of the terminal; lines stay as they are below {@link #MIN_WIDTH}
     */
    static String wrap(String text, int width) {
        if (width < MIN_WIDTH) {
            return text;
        }
        return String.join(
                "\n", text.lines().map(line -> new WordWrap(width).line(line)).toList());
    }

    /** Returns the columns of a text, if it is one line. */
    private static int columns(String text) {
        int columns = 0;
        Matcher pieces = PIECES.matcher(text);
        while (pieces.find()) {
            columns += isColor(pieces.group()) ? 0 : width(pieces.group());
        }
        return columns;
    }

    private static boolean isColor(String piece) {
        return piece.charAt(0) == '\u001b';
    }

    private static int width(String piece) {
        return piece.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }

    private String line(String line) {
        if (columns(line) <= width) {
            return line;
        }
        Matcher pieces = PIECES.matcher(line);
        while (pieces.find()) {
            String piece = pieces.group();
            if (piece.charAt(0) == ' ') {
                addWord();
                blanks = piece;
            } else {
                add(piece);
            }
        }
        addWord();
        return wrapped.toString();
    }

    private void add(String piece) {
        int pieceWidth = isColor(piece) ? 0 : width(piece);
        // Ideographs have no blanks between words. A sign such as a full stop stays behind its character.
        if (pieceWidth == 2 && wordWidth > 0 && Character.isLetterOrDigit(piece.codePointAt(0))) {
            breaks.add(word.length());
        }
        word.append(piece);
        wordWidth += pieceWidth;
    }

    /** Adds the word with the blanks before it, or begins a row with it. */
    private void addWord() {
        String whole = word.toString();
        boolean isLong = wordWidth > width - INDENT;
        if (column + blanks.length() + wordWidth <= width || (isLong && whole.contains("://"))) {
            // The terminal breaks a long URL, which stays one for a click or a copy.
            append(whole);
        } else if (isLong || !breaks.isEmpty()) {
            addParts(whole);
        } else {
            beginRow();
            append(whole);
        }
        word.setLength(0);
        breaks.clear();
        wordWidth = 0;
    }

    /** Adds a word that is broken after wide characters, or anywhere if it has none. */
    private void addParts(String whole) {
        List<Integer> ends = new ArrayList<>(breaks);
        if (ends.isEmpty()) {
            Matcher pieces = PIECES.matcher(whole);
            while (pieces.find()) {
                ends.add(pieces.end());
            }
        } else {
            ends.add(whole.length());
        }
        int from = 0;
        for (int end : ends) {
            String part = whole.substring(from, end);
            if (column + blanks.length() + columns(part) > width) {
                beginRow();
            }
            append(part);
            from = end;
        }
    }

    private void append(String text) {
        wrapped.append(blanks).append(text);
        column += blanks.length() + columns(text);
        column = column > width ? column % (width + 1) : column;
        blanks = "";
    }

    private void beginRow() {
        wrapped.append('\n').append(MessageFormatter.INDENT);
        column = INDENT;
        blanks = "";
    }
}
