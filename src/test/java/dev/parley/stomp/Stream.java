package dev.parley.stomp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection's incoming bytes, cut as a test likes, and what a reader made of them. */
final class Stream {
    private final FrameReader reader;
    private final List<Incoming> heard = new ArrayList<>();
    private String refusal = "";

    private Stream(FrameReader reader) {
        this.reader = reader;
    }

    /** Reads what a client sends that has been accepted with this version. */
    static Stream fromClient(StompVersion version) {
        FrameReader reader = new FrameReader(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
        reader.agreed(version, FrameLimits.CONNECTED);
        return new Stream(reader);
    }

    /** Reads what a server sends that has accepted us with this version. */
    static Stream fromServer(StompVersion version) {
        FrameReader reader = new FrameReader(Peer.SERVER, FrameLimits.BEFORE_CONNECTED);
        reader.agreed(version, FrameLimits.CONNECTED);
        return new Stream(reader);
    }

    /** Reads what a client sends that nobody has accepted yet. */
    static Stream fromStranger() {
        return new Stream(new FrameReader(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED));
    }

    static Stream within(FrameLimits limits) {
        FrameReader reader = new FrameReader(Peer.CLIENT, limits);
        reader.agreed(StompVersion.V1_2, limits);
        return new Stream(reader);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Stream hear(String text) {
        return hear(bytes(text));
    }

    Stream hear(byte[] bytes) {
        return hear(bytes, 0, bytes.length);
    }

    /** Goes on until the bytes are used up or the reader has refused them. */
    Stream hear(byte[] bytes, int from, int to) {
        ByteBuffer chunk = ByteBuffer.wrap(bytes, from, to - from);
        try {
            for (Incoming next = reader.read(chunk); next != null; next = reader.read(chunk)) {
                heard.add(next);
            }
        } catch (MalformedFrame malformed) {
            refusal = malformed.sentence();
        }
        return this;
    }

    Stream hearByteByByte(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            hear(bytes, i, i + 1);
        }
        return this;
    }

    FrameReader reader() {
        return reader;
    }

    List<Incoming> heard() {
        return heard;
    }

    List<Frame> frames() {
        return heard.stream()
                .filter(Frame.class::isInstance)
                .map(Frame.class::cast)
                .toList();
    }

    /** The only frame heard, when nothing was refused. */
    Frame frame() {
        if (frames().size() != 1 || !refusal.isEmpty()) {
            throw new AssertionError("Not one frame but " + frames() + " " + refusal);
        }
        return frames().get(0);
    }

    /** The sentence the reader refused the bytes with; empty if it did not. */
    String refusal() {
        return refusal;
    }

    /** Everything that can be seen from outside, to compare two cuts of the same bytes. */
    List<Object> outcome() {
        List<Object> all = new ArrayList<>(heard);
        all.add(refusal);
        all.add(reader.isWithinFrame());
        return all;
    }
}
