package dev.parley.command;

import dev.parley.chat.room.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Limits the size of the answer to a command, because the server holds an answer until the client has read it. */
public final class AnswerLimit {

    /** The most characters of an answer. */
    static final int MOST = 64 * 1024;

    private static final int AROUND_TEXT = 64;

    private AnswerLimit() {}

    /** Returns the newest of these messages that fit into one answer, at least one if there is any; oldest first. */
    public static List<Message> newest(List<Message> messages) {
        int from = messages.size() - fitting(messages.size(), i -> sizeOf(messages.get(messages.size() - 1 - i)));
        return messages.subList(from, messages.size());
    }

    private static int sizeOf(Message message) {
        return AROUND_TEXT + message.name().length() + message.text().length();
    }

    /** Returns the first of these lines that fit into one answer, and the number of the others as the last line. */
    static List<String> first(List<String> lines) {
        int fitting = fitting(lines.size(), i -> lines.get(i).length());
        if (fitting == lines.size()) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, fitting));
        first.add("The answer is too long; " + (lines.size() - fitting) + " more lines are not shown.");
        return first;
    }

    /** Returns how many of the first elements fit, at least one. */
    private static int fitting(int count, IntUnaryOperator size) {
        int total = 0;
        for (int i = 0; i < count; i++) {
            total += size.applyAsInt(i);
            if (total > MOST && i > 0) {
                return i;
            }
        }
        return count;
    }
}
