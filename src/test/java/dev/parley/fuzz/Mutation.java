package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Mutates bytes. The given random generator determines each mutation. */
final class Mutation {

    /** The maximum length of an input. It limits the duration of a million inputs. */
    private static final int MAX_LENGTH = 200_000;

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "+7",
            "65536",
            "65537",
            "2147483647",
            "2147483648",
            "4294967296",
            "9999999999",
            "99999999999999999999999999",
            "1e9",
            "0x10",
            " ",
            "\u0661");

    private static final List<String> TOKENS = List.of(
            "\0",
            "\0\0\0",
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "\r\r\n",
            "\n\0",
            "\\c",
            "\\r",
            "\\n",
            "\\\\",
            "\\x",
            "\\",
            ":",
            "::",
            "> ",
            "SEND_HANDLE",
            "\\quit",
            "/quit\n",
            "/who\n",
            "/last 200\n",
            "/nick x\n",
            "/join x\n",
            "//",
            "\u001b[2J",
            "\u001b]0;x\u0007",
            "\u202e",
            "\u2066",
            "\ufeff",
            "\ud83d\ude00",
            "\u0007",
            "\b",
            "\u007f",
            "a\u0300\u0301\u0302");

    /** Bytes that are invalid UTF-8, or telnet commands. */
    private static final List<String> BYTES = List.of(
            "\u00c3(",
            "\u00e2\u0082",
            "\u00ed\u00a0\u0080",
            "\u00f8\u0088\u0080\u0080\u0080",
            "\u00c0\u0080",
            "\u00fe\u00ff",
            "\u00ff\u00fb\u001f",
            "\u00ff\u00fd\u0006",
            "\u00ff\u00fa\u001f\u0000P",
            "\u00ff\u00f0",
            "\u00ff\u00ff",
            "\u00ff");

    private final Random random;

    Mutation(Random random) {
        this.random = random;
    }

    /** Applies one random mutation. */
    byte[] mutate(byte[] input, UnaryOperator<byte[]> another) {
        if (input.length > MAX_LENGTH) {
            return input;
        }
        int at = random.nextInt(input.length + 1);
        return switch (random.nextInt(16)) {
            case 0 -> flipBits(input);
            case 1 -> splice(input, at, randomBytes(1 + random.nextInt(8)), at);
            case 2 -> copyRange(input, 0, at);
            case 3 -> splice(input, at, new byte[0], Math.min(input.length, at + 1 + random.nextInt(20)));
            case 4 -> splice(input, at, another.apply(input), at);
            case 5 -> concat(input, another.apply(input));
            case 6 -> repeat(input, at, 2 + random.nextInt(40));
            case 7 -> random.nextInt(40) == 0 ? repeat(input, at, 2_000) : input;
            case 8 -> replaceNumber(input);
            case 9 -> insertHeaders(input);
            case 10 -> splice(input, at, any(TOKENS).getBytes(UTF_8), at);
            case 11 -> splice(input, at, any(BYTES).getBytes(ISO_8859_1), at);
            case 12 -> replaceLineEnds(input);
            case 13 -> insertJson(input);
            case 14 -> overwrite(input);
            default ->
                splice(input, at, any(TOKENS).repeat(1 + random.nextInt(300)).getBytes(UTF_8), at);
        };
    }

    private static byte[] copyRange(byte[] input, int from, int to) {
        byte[] part = new byte[to - from];
        System.arraycopy(input, from, part, 0, part.length);
        return part;
    }

    /** Replaces the bytes between these two positions. */
    private static byte[] splice(byte[] input, int from, byte[] middle, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(input, 0, from);
        bytes.writeBytes(middle);
        bytes.write(input, to, input.length - to);
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return splice(first, first.length, second, first.length);
    }

    private byte[] flipBits(byte[] input) {
        byte[] bytes = input.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] overwrite(byte[] input) {
        byte[] bytes = input.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private byte[] randomBytes(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] repeat(byte[] input, int from, int times) {
        int to = Math.min(input.length, from + 1 + random.nextInt(60));
        byte[] piece = copyRange(input, from, to);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < times && bytes.size() < MAX_LENGTH; i++) {
            bytes.writeBytes(piece);
        }
        return splice(input, from, bytes.toByteArray(), to);
    }

    /** Replaces a number with another one. */
    private byte[] replaceNumber(byte[] input) {
        String text = new String(input, ISO_8859_1);
        int start = random.nextInt(input.length + 1);
        while (start < text.length() && !Character.isDigit(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return splice(input, start, any(NUMBERS).getBytes(UTF_8), end);
    }

    private byte[] insertHeaders(byte[] input) {
        int line = new String(input, ISO_8859_1).indexOf('\n', random.nextInt(input.length + 1)) + 1;
        int many = random.nextInt(8) == 0 ? 1_000 : 1 + random.nextInt(70);
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < many; i++) {
            headers.append("h")
                    .append(i)
                    .append(':')
                    .append("v".repeat(random.nextInt(30)))
                    .append('\n');
        }
        String known = any(List.of(
                "content-length:" + any(NUMBERS),
                "heart-beat:" + any(NUMBERS) + "," + any(NUMBERS),
                "receipt:" + "r".repeat(300),
                "after:x:" + any(NUMBERS),
                "replay:" + any(NUMBERS),
                "resume:" + "0".repeat(32),
                "selector:a=b",
                "ack:client",
                "reference:\u00e9",
                "transaction:t",
                "accept-version:" + any(NUMBERS)));
        String inserted = random.nextBoolean() ? known + "\n" : headers.toString();
        return splice(input, line, inserted.getBytes(UTF_8), line);
    }

    private byte[] replaceLineEnds(byte[] input) {
        String text = new String(input, ISO_8859_1);
        String other = any(List.of("\r\n", "\r", "\n\n", "\n\r", "\0", ""));
        int from = random.nextBoolean() ? 0 : random.nextInt(input.length + 1);
        return (text.substring(0, from) + text.substring(from).replace("\n", other)).getBytes(ISO_8859_1);
    }

    private byte[] insertJson(byte[] input) {
        String text = new String(input, ISO_8859_1);
        int start = text.indexOf('{', random.nextInt(input.length + 1));
        int at = start < 0 ? random.nextInt(input.length + 1) : start;
        int many = 1 + random.nextInt(random.nextInt(8) == 0 ? 20_000 : 40);
        String json = switch (random.nextInt(6)) {
            case 0 -> "[".repeat(many);
            case 1 -> "{\"a\":".repeat(many);
            case 2 -> "{\"text\":\"" + "\\u0001".repeat(Math.min(many, 600)) + "\"}";
            case 3 -> "{\"" + "k".repeat(many) + "\":1,\"text\":\"x\"}";
            case 4 -> "{\"text\":" + "9".repeat(many) + "}";
            default -> "{\"text\":\"\\ud83d\",\"text\":null}";
        };
        return splice(input, at, json.getBytes(UTF_8), at);
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
