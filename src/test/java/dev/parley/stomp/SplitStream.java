package dev.parley.stomp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection's incoming bytes, cut as a test likes, and what a reader made of them. */
final class SplitStream {
    private final StompDecoder reader;
    private final List<StompInput> heard = new ArrayList<>();
    private String refusal = "";

    private SplitStream(StompDecoder reader) {
        this.reader = reader;
    }

    /** Reads what a client sends that has been accepted with this version. */
    static SplitStream fromClient(StompVersion version) {
        StompDecoder reader = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
        reader.setVersion(version, FrameLimits.CONNECTED);
        return new SplitStream(reader);
    }

    /** Reads what a server sends that has accepted us with this version. */
    static SplitStream fromServer(StompVersion version) {
        StompDecoder reader = new StompDecoder(Peer.SERVER, FrameLimits.BEFORE_CONNECTED);
        reader.setVersion(version, FrameLimits.CONNECTED);
        return new SplitStream(reader);
    }

    /** Reads what a client sends that nobody has accepted yet. */
    static SplitStream fromStranger() {
        return new SplitStream(new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED));
    }

    static SplitStream within(FrameLimits limits) {
        StompDecoder reader = new StompDecoder(Peer.CLIENT, limits);
        reader.setVersion(StompVersion.V1_2, limits);
        return new SplitStream(reader);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    SplitStream hear(String text) {
        return hear(bytes(text));
    }

    SplitStream hear(byte[] bytes) {
        return hear(bytes, 0, bytes.length);
    }

    /** Goes on until the bytes are used up or the reader has refused them. */
    SplitStream hear(byte[] bytes, int from, int to) {
        ByteBuffer chunk = ByteBuffer.wrap(bytes, from, to - from);
        try {
            for (StompInput next = reader.decode(chunk); next != null; next = reader.decode(chunk)) {
                heard.add(next);
            }
        } catch (MalformedFrameException e) {
            refusal = e.sentence();
        }
        return this;
    }

    SplitStream hearByteByByte(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            hear(bytes, i, i + 1);
        }
        return this;
    }

    StompDecoder reader() {
        return reader;
    }

    List<StompInput> heard() {
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
