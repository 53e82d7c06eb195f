package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * One input that nobody should send. The same seed is always the same input.
 *
 * @param seed what it is made of
 * @param pieces how the network cuts it
 */
public record Input(long seed, List<byte[]> pieces) {

    private static final long MANY_FIRST_SEEDS = 0x9E3779B97F4A7C15L;
    private static final int MOST_CHANGES = 6;
    private static final int SHOWN = 1_000;

    /** Of any dialect of the terminal port. */
    public static Input ofAnyDialect(long seed) {
        return of(seed, SampleDialogues.all());
    }

    /** Of STOMP. */
    public static Input ofStomp(long seed) {
        return of(seed, SampleDialogues.stomp());
    }

    /**
     * Returns the seeds from {@code -Dtest.fuzz.seed} on. Their number is {@code -Dtest.fuzz.count}, or else
     * {@code -Dtest.fuzz.percent} of the given number; the short lane of the build sets that percentage.
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
        Random chance = random(seed);
        Mutation mutation = new Mutation(chance);
        byte[] bytes = dialogues.get(chance.nextInt(dialogues.size()));
        for (int changes = chance.nextInt(MOST_CHANGES); changes > 0; changes--) {
            bytes = mutation.of(bytes, before -> dialogues.get(chance.nextInt(dialogues.size())));
        }
        return new Input(seed, cut(bytes, chance));
    }

    /** Changes these bytes in one of the ways in which inputs are changed. */
    public static byte[] mutate(byte[] bytes, Random chance) {
        return new Mutation(chance).of(bytes, before -> before);
    }

    /** The chance that belongs to a seed. Neighbouring numbers begin alike otherwise. */
    public static Random random(long seed) {
        return new Random(seed * MANY_FIRST_SEEDS);
    }

    private static List<byte[]> cut(byte[] bytes, Random chance) {
        return switch (chance.nextInt(4)) {
            case 0 -> List.of(bytes);
            case 1 -> cut(bytes, chance.nextInt(bytes.length + 1));
            case 2 -> bytes.length <= 400 ? cut(bytes, every(bytes.length)) : List.of(bytes);
            default -> cut(bytes, chance.ints(4, 0, bytes.length + 1).sorted().toArray());
        };
    }

    private static int[] every(int length) {
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

    /** How many bytes it has. */
    public int length() {
        return pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    /** How to have it again, and its beginning. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (byte[] piece : pieces) {
            text.append(new String(piece, ISO_8859_1)).append('\u00a6');
        }
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text.toString();
        return "-Dtest.fuzz.seed=" + seed + " -Dtest.fuzz.count=1 (" + length() + " bytes: " + escaped(shown) + ")";
    }

    private static String escaped(String text) {
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
