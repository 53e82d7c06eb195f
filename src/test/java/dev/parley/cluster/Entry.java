package dev.parley.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** An event in the transcript of a client, and its line. Times are microseconds since 1970. */
public sealed interface Entry {

    /** Returns the time at which the client noticed the event. */
    long at();

    /** The client is logged in under a nickname. */
    record Connected(long at, String name, String node, String transport) implements Entry {}

    /**
     * The client is in a room.
     *
     * @param requested the position after which the client continues; empty if it requested none
     * @param epoch the epoch of the room
     * @param after the number before the first message that follows
     */
    record Joined(long at, String room, String requested, String epoch, long after, boolean recovered)
            implements Entry {}

    /** A message arrived. */
    record Received(long at, String epoch, long seq, String digest) implements Entry {}

    /** A message was sent; {@code key} identifies it in the transcript. */
    record Sent(long at, String key, String reference, String digest) implements Entry {}

    /** A message was acknowledged. */
    record Acknowledged(long at, String key, String epoch, long seq) implements Entry {}

    /** A message was refused. */
    record Refused(long at, String key, String code) implements Entry {}

    /** The connection has ended, or the client ends it. */
    record Closed(long at) implements Entry {}

    /** Returns the present time. */
    static long now() {
        return micros(Instant.now());
    }

    /** Returns a time in microseconds. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** Returns a short digest of a text, which the database computes as well. */
    static String digest(String text) {
        try {
            byte[] all = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the line. */
    default String line() {
        if (this instanceof Connected e) {
            return join("connected", e.at, e.name, e.node, e.transport);
        } else if (this instanceof Joined e) {
            return join("joined", e.at, e.room, e.requested, e.epoch, e.after, e.recovered);
        } else if (this instanceof Received e) {
            return join("received", e.at, e.epoch, e.seq, e.digest);
        } else if (this instanceof Sent e) {
            return join("sent", e.at, e.key, e.reference, e.digest);
        } else if (this instanceof Acknowledged e) {
            return join("acknowledged", e.at, e.key, e.epoch, e.seq);
        } else if (this instanceof Refused e) {
            return join("refused", e.at, e.key, e.code);
        }
        return join("closed", at());
    }

    private static String join(Object... values) {
        StringBuilder line = new StringBuilder();
        for (Object value : values) {
            line.append(line.isEmpty() ? "" : "\t").append(value);
        }
        return line.toString();
    }

    /** Parses a line. */
    static Entry parse(String line) {
        String[] words = line.split("\t", -1);
        long at = Long.parseLong(words[1]);
        return switch (words[0]) {
            case "connected" -> new Connected(at, words[2], words[3], words[4]);
            case "joined" ->
                new Joined(at, words[2], words[3], words[4], Long.parseLong(words[5]), Boolean.parseBoolean(words[6]));
            case "received" -> new Received(at, words[2], Long.parseLong(words[3]), words[4]);
            case "sent" -> new Sent(at, words[2], words[3], words[4]);
            case "acknowledged" -> new Acknowledged(at, words[2], words[3], Long.parseLong(words[4]));
            case "refused" -> new Refused(at, words[2], words[3]);
            case "closed" -> new Closed(at);
            default -> throw new IllegalArgumentException("No entry of a transcript: " + line);
        };
    }
}
