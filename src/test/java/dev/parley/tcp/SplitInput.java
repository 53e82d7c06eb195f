package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Splits the writes of a client as a network may do. */
public final class SplitInput {

    private SplitInput() {}

    /** Calls {@code each} for every split of one write at one position. */
    public static void everywhere(List<String> writes, Consumer<List<List<String>>> each) {
        for (int write = 0; write < writes.size(); write++) {
            for (int position = 1; position < writes.get(write).length(); position++) {
                List<List<String>> pieces = whole(writes);
                String cut = writes.get(write);
                pieces.set(write, List.of(cut.substring(0, position), cut.substring(position)));
                each.accept(pieces);
            }
        }
    }

    /** Returns each write in one piece. */
    public static List<List<String>> whole(List<String> writes) {
        List<List<String>> pieces = new ArrayList<>();
        writes.forEach(write -> pieces.add(List.of(write)));
        return pieces;
    }

    /** Returns each byte as a piece. */
    public static List<List<String>> bytes(List<String> writes) {
        List<List<String>> pieces = new ArrayList<>();
        writes.forEach(write -> pieces.add(
                write.chars().mapToObj(one -> String.valueOf((char) one)).toList()));
        return pieces;
    }

    /** Returns the text in ISO 8859-1. */
    public static byte[] raw(String latin) {
        return latin.getBytes(ISO_8859_1);
    }
}
