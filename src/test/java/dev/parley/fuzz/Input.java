package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Represents one invalid input. The same seed always gives the same input.
 *
 * @param seed the seed of the random generator
 * @param pieces the bytes, split as a network may split them
 */
public record Input(long seed, List<byte[]> pieces) {

    private static final long SEED_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int MAX_CHANGES = 6;
    private static final int SHOWN = 1_000;

    /** Returns an input that is made of any dialect of the TCP port. */
    public static Input ofAnyDialect(long seed) {
        return of(seed, SampleDialogues.allDialects());
    }

    /** Returns an input that is made of STOMP frames. */
    public static Input ofStomp(long seed) {
        return of(seed, SampleDialogues.stomp());
    }

    /**
     * Returns the seeds from {@code -Dtest.fuzz.seed} on. Their number is {@code -Dtest.fuzz.count}, or else {@code
     * -Dtest.fuzz.percent} of the given number; the default build sets that percentage.
     */
    public static LongStream seeds(int all) {
        long first = Long.getLong("test.fuzz.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("test.fuzz.count", share(all)));
    }

    /** Returns {@code -Dtest.fuzz.percent} of the given number, all of it by default. */
    public static int share(int all) {
        return Math.toIntExact(all * Long.getLong("test.fuzz.percent", 100) / 100);
    }

    private static Input of(long seed, List<byte[]> dialogues) {
        Random random = random(seed);
        Mutation mutation = new Mutation(random);
        byte[] bytes = dialogues.get(random.nextInt(dialogues.size()));
        for (int changes = random.nextInt(MAX_CHANGES); changes > 0; changes--) {
            bytes = mutation.mutate(bytes, before -> dialogues.get(random.nextInt(dialogues.size())));
        }
        return new Input(seed, cut(bytes, random));
    }

    /** Mutates these bytes once. */
    public static byte[] mutate(byte[] bytes, Random random) {
        return new Mutation(random).mutate(bytes, before -> before);
    }

    /** Returns the random generator of a seed. The multiplier separates the sequences of neighboring seeds. */
    public static Random random(long seed) {
        return new Random(seed * SEED_MULTIPLIER);
    }

    private static List<byte[]> cut(byte[] bytes, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(bytes);
            case 1 -> cut(bytes, random.nextInt(bytes.length + 1));
            case 2 -> bytes.length <= 400 ? cut(bytes, everyPosition(bytes.length)) : List.of(bytes);
            default -> cut(bytes, random.ints(4, 0, bytes.length + 1).sorted().toArray());
        };
    }

    private static int[] everyPosition(int length) {
        int[] places = new int[Math.max(0, length - 1)];
        Arrays.setAll(places, i -> i + 1);
        return places;
    }

    private static List<byte[]> cut(byte[] bytes, int... places) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int place : places) {
            pieces.add(Arrays.copyOfRange(bytes, from, place));
            from = place;
        }
        pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
        return pieces;
    }

    /** Returns the number of bytes. */
    public int length() {
        return pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    /** Returns the settings that reproduce this input, and its beginning. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (byte[] piece : pieces) {
            text.append(new String(piece, ISO_8859_1)).append('\u00a6');
        }
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text.toString();
        return "-Dtest.fuzz.seed=" + seed + " -Dtest.fuzz.count=1 (" + length() + " bytes: " + escape(shown) + ")";
    }

    private static String escape(String text) {
        StringBuilder visible = new StringBuilder();
        text.chars().forEach(c -> {
            if (c == '\n') {
                visible.append("\\n");
            } else if (c < ' ' || c >= 0x7f) {
                visible.append(String.format("\\x%02x", c));
            } else {
                visible.append((char) c);
            }
        });
        return visible.toString();
    }
}
