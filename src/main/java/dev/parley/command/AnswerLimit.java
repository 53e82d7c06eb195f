package dev.parley.command;

import java.util.ArrayList;
import java.util.List;

/** Limits the size of the answer to a command, because the server holds an answer until the client has read it. */
final class AnswerLimit {

    /** The most characters of an answer. */
    static final int MOST = 64 * 1024;

    private AnswerLimit() {}

    /** Returns the first of these lines that fit into one answer, and the number of the others as the last line. */
    static List<String> first(List<String> lines) {
        int characters = 0;
        for (int i = 0; i < lines.size(); i++) {
            characters += lines.get(i).length();
            if (characters > MOST && i > 0) {
                List<String> first = new ArrayList<>(lines.subList(0, i));
                first.add("The answer is too long; " + (lines.size() - i) + " more lines are not shown.");
                return first;
            }
        }
        return lines;
    }
}
