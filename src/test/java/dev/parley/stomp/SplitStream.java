package dev.parley.stomp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Decodes the input of a connection with any split, and collects the results. */
final class SplitStream {
    private final StompDecoder decoder;
    private final List<StompInput> decoded = new ArrayList<>();
    private String error = "";

    private SplitStream(StompDecoder decoder) {
        this.decoder = decoder;
    }

    /** Decodes frames of a connected client. */
    static SplitStream fromClient(StompVersion version) {
        StompDecoder decoder = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
        decoder.setVersion(version, FrameLimits.CONNECTED);
        return new SplitStream(decoder);
    }

    /** Decodes frames of a server after CONNECTED. */
    static SplitStream fromServer(StompVersion version) {
        StompDecoder decoder = new StompDecoder(Peer.SERVER, FrameLimits.BEFORE_CONNECTED);
        decoder.setVersion(version, FrameLimits.CONNECTED);
        return new SplitStream(decoder);
    }

    /** Decodes frames of a client before CONNECT. */
    static SplitStream beforeConnected() {
        return new SplitStream(new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED));
    }

    static SplitStream within(FrameLimits limits) {
        StompDecoder decoder = new StompDecoder(Peer.CLIENT, limits);
        decoder.setVersion(StompVersion.V1_2, limits);
        return new SplitStream(decoder);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    SplitStream decode(String text) {
        return decode(bytes(text));
    }

    SplitStream decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** Decodes until the bytes are consumed or refused. */
    SplitStream decode(byte[] bytes, int from, int to) {
        ByteBuffer chunk = ByteBuffer.wrap(bytes, from, to - from);
        try {
            for (StompInput next = decoder.decode(chunk); next != null; next = decoder.decode(chunk)) {
                decoded.add(next);
            }
        } catch (MalformedFrameException e) {
            error = e.sentence();
        }
        return this;
    }

    SplitStream decodeByteByByte(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            decode(bytes, i, i + 1);
        }
        return this;
    }

    StompDecoder reader() {
        return decoder;
    }

    List<StompInput> decoded() {
        return decoded;
    }

    List<Frame> frames() {
        return decoded.stream()
                .filter(Frame.class::isInstance)
                .map(Frame.class::cast)
                .toList();
    }

    /** Returns the only frame; fails if there is another result. */
    Frame frame() {
        if (frames().size() != 1 || !error.isEmpty()) {
            throw new AssertionError("Not one frame but " + frames() + " " + error);
        }
        return frames().get(0);
    }

    /** Returns the sentence of the decoder's exception; empty if there was none. */
    String error() {
        return error;
    }

    /** Returns the observable state, to compare different splits. */
    List<Object> outcome() {
        List<Object> all = new ArrayList<>(decoded);
        all.add(error);
        all.add(decoder.isWithinFrame());
        return all;
    }
}
