package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What can go wrong with bytes on their way, or be made to. The chance it is given decides everything. */
final class Mutation {

    /** No input is longer, or a million of them take for ever. */
    private static final int LONGEST = 200_000;

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

    /** Bytes that are no UTF-8, or mean something to telnet. */
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

    private final Random chance;

    Mutation(Random chance) {
        this.chance = chance;
    }

    /** Changes it in one of many ways. */
    byte[] of(byte[] input, UnaryOperator<byte[]> another) {
        if (input.length > LONGEST) {
            return input;
        }
        int at = chance.nextInt(input.length + 1);
        return switch (chance.nextInt(16)) {
            case 0 -> flipped(input);
            case 1 -> spliced(input, at, noise(1 + chance.nextInt(8)), at);
            case 2 -> part(input, 0, at);
            case 3 -> spliced(input, at, new byte[0], Math.min(input.length, at + 1 + chance.nextInt(20)));
            case 4 -> spliced(input, at, another.apply(input), at);
            case 5 -> glued(input, another.apply(input));
            case 6 -> repeated(input, at, 2 + chance.nextInt(40));
            case 7 -> chance.nextInt(40) == 0 ? repeated(input, at, 2_000) : input;
            case 8 -> numbered(input);
            case 9 -> withHeaders(input);
            case 10 -> spliced(input, at, any(TOKENS).getBytes(UTF_8), at);
            case 11 -> spliced(input, at, any(BYTES).getBytes(ISO_8859_1), at);
            case 12 -> withOtherEnds(input);
            case 13 -> withJson(input);
            case 14 -> overwritten(input);
            default ->
                spliced(input, at, any(TOKENS).repeat(1 + chance.nextInt(300)).getBytes(UTF_8), at);
        };
    }

    private static byte[] part(byte[] input, int from, int to) {
        byte[] part = new byte[to - from];
        System.arraycopy(input, from, part, 0, part.length);
        return part;
    }

    /** In place of what is between these two. */
    private static byte[] spliced(byte[] input, int from, byte[] middle, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(input, 0, from);
        bytes.writeBytes(middle);
        bytes.write(input, to, input.length - to);
        return bytes.toByteArray();
    }

    private static byte[] glued(byte[] first, byte[] second) {
        return spliced(first, first.length, second, first.length);
    }

    private byte[] flipped(byte[] input) {
        byte[] bytes = input.clone();
        for (int flips = 1 + chance.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
            bytes[chance.nextInt(bytes.length)] ^= (byte) (1 << chance.nextInt(8));
        }
        return bytes;
    }

    private byte[] overwritten(byte[] input) {
        byte[] bytes = input.clone();
        for (int changes = 1 + chance.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
        }
        return bytes;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        chance.nextBytes(noise);
        return noise;
    }

    private byte[] repeated(byte[] input, int from, int times) {
        int to = Math.min(input.length, from + 1 + chance.nextInt(60));
        byte[] piece = part(input, from, to);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < times && bytes.size() < LONGEST; i++) {
            bytes.writeBytes(piece);
        }
        return spliced(input, from, bytes.toByteArray(), to);
    }

    /** Another number where there is one. */
    private byte[] numbered(byte[] input) {
        String text = new String(input, ISO_8859_1);
        int start = chance.nextInt(input.length + 1);
        while (start < text.length() && !Character.isDigit(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return spliced(input, start, any(NUMBERS).getBytes(UTF_8), end);
    }

    private byte[] withHeaders(byte[] input) {
        int line = new String(input, ISO_8859_1).indexOf('\n', chance.nextInt(input.length + 1)) + 1;
        int many = chance.nextInt(8) == 0 ? 1_000 : 1 + chance.nextInt(70);
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < many; i++) {
            headers.append("h")
                    .append(i)
                    .append(':')
                    .append("v".repeat(chance.nextInt(30)))
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
        String inserted = chance.nextBoolean() ? known + "\n" : headers.toString();
        return spliced(input, line, inserted.getBytes(UTF_8), line);
    }

    private byte[] withOtherEnds(byte[] input) {
        String text = new String(input, ISO_8859_1);
        String other = any(List.of("\r\n", "\r", "\n\n", "\n\r", "\0", ""));
        int from = chance.nextBoolean() ? 0 : chance.nextInt(input.length + 1);
        return (text.substring(0, from) + text.substring(from).replace("\n", other)).getBytes(ISO_8859_1);
    }

    private byte[] withJson(byte[] input) {
        String text = new String(input, ISO_8859_1);
        int start = text.indexOf('{', chance.nextInt(input.length + 1));
        int at = start < 0 ? chance.nextInt(input.length + 1) : start;
        int many = 1 + chance.nextInt(chance.nextInt(8) == 0 ? 20_000 : 40);
        String json = switch (chance.nextInt(6)) {
            case 0 -> "[".repeat(many);
            case 1 -> "{\"a\":".repeat(many);
            case 2 -> "{\"text\":\"" + "\\u0001".repeat(Math.min(many, 600)) + "\"}";
            case 3 -> "{\"" + "k".repeat(many) + "\":1,\"text\":\"x\"}";
            case 4 -> "{\"text\":" + "9".repeat(many) + "}";
            default -> "{\"text\":\"\\ud83d\",\"text\":null}";
        };
        return spliced(input, at, json.getBytes(UTF_8), at);
    }

    private String any(List<String> list) {
        return list.get(chance.nextInt(list.size()));
    }
}
