package dev.parley.websocket.tomcat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Extension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.tomcat.websocket.Constants;
import org.apache.tomcat.websocket.MessagePart;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.TransformationResult;
import org.apache.tomcat.websocket.WsIOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the pongs out of Tomcat's output. Tomcat would write each on the thread that has read the ping, and block that
 * thread while the client does not read. Closes a connection whose client floods it with pings or pongs.
 */
final class PongTransformation implements Transformation {

    private static final CloseReason TOO_MANY = new CloseReason(
            CloseReason.CloseCodes.VIOLATED_POLICY,
            "At most " + PongQueue.MOST_CONTROL_FRAMES + " pings and pongs in 10 seconds are allowed.");

    private final PongQueue pongs;
    private @Nullable Transformation next;

    /**
     * Creates a transformation.
     *
     * @param pongs receives the pongs
     * @param next the transformation of the negotiated extensions; null if there are none
     */
    PongTransformation(PongQueue pongs, @Nullable Transformation next) {
        this.pongs = pongs;
        this.next = next;
    }

    /** Called by Tomcat with the last transformation. */
    @Override
    public void setNext(Transformation last) {
        Transformation before = next;
        if (before == null) {
            next = last;
        } else {
            before.setNext(last);
        }
    }

    private Transformation next() {
        return Objects.requireNonNull(next, "Tomcat sets the last transformation before the first frame.");
    }

    @Override
    public boolean validateRsvBits(int bits) {
        return next().validateRsvBits(bits);
    }

    @Override
    public @Nullable Extension getExtensionResponse() {
        return next().getExtensionResponse();
    }

    @Override
    public TransformationResult getMoreData(byte opCode, boolean fin, int rsv, ByteBuffer into) throws IOException {
        TransformationResult result = next().getMoreData(opCode, fin, rsv, into);
        boolean isControl = opCode == Constants.OPCODE_PING || opCode == Constants.OPCODE_PONG;
        if (isControl && result != TransformationResult.UNDERFLOW && !pongs.acceptControlFrame()) {
            throw new WsIOException(TOO_MANY);
        }
        return result;
    }

    @Override
    public boolean validateRsv(int rsv, byte opCode) {
        return next().validateRsv(rsv, opCode);
    }

    /** Returns the parts that Tomcat writes; it writes nothing if there are none. */
    @Override
    public List<MessagePart> sendMessagePart(List<MessagePart> parts) throws IOException {
        List<MessagePart> others = new ArrayList<>(parts);
        others.removeIf(part -> part.getOpCode() == Constants.OPCODE_PONG && pongs.offer(part.getPayload()));
        return others.isEmpty() ? others : next().sendMessagePart(others);
    }

    @Override
    public void close() {
        next().close();
    }
}
