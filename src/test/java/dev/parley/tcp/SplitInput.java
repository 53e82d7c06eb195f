package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Ways in which the network may deliver what a client sends in several writes. */
public final class SplitInput {

    private SplitInput() {}

    /** Calls once for each way to cut one of the writes in two: every position in every write. */
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

    /** Each write in one piece. */
    public static List<List<String>> whole(List<String> writes) {
        List<List<String>> pieces = new ArrayList<>();
        writes.forEach(write -> pieces.add(List.of(write)));
        return pieces;
    }

    /** Each byte a piece of its own. */
    public static List<List<String>> bytes(List<String> writes) {
        List<List<String>> pieces = new ArrayList<>();
        writes.forEach(write -> pieces.add(
                write.chars().mapToObj(one -> String.valueOf((char) one)).toList()));
        return pieces;
    }

    /** The bytes of text whose characters are bytes. */
    public static byte[] raw(String latin) {
        return latin.getBytes(ISO_8859_1);
    }
}
