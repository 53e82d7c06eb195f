package dev.parley.stomp;

import org.jspecify.annotations.Nullable;

/**
 * A {@code heart-beat} header (STOMP 1.2, "Heart-beating").
 *
 * @param outgoing the sender guarantees to send something at this interval, in ms; 0 for no guarantee
 * @param incoming the sender wants to receive something at this interval, in ms; 0 for never
 */
public record HeartbeatHeader(int outgoing, int incoming) {
    /** No heart-beats in either direction; the meaning of a missing header. */
    public static final HeartbeatHeader NONE = new HeartbeatHeader(0, 0);

    private static final int MAX_DIGITS = 9;

    /**
     * @throws IllegalArgumentException if ours of them is negative
     */
    public HeartbeatHeader {
        if (outgoing < 0 || incoming < 0) {
            throw new IllegalArgumentException(
                    "Heart-beat intervals must be 0 ms or more, but these are " + outgoing + " and " + incoming + ".");
        }
    }

    /**
     * Parses the header of a CONNECT or CONNECTED frame.
     *
     * @param header the value; null means {@link #NONE}
     * @throws MalformedFrameException if it is not two numbers of at most 9 digits, separated by a comma
     */
    public static HeartbeatHeader parse(@Nullable String header) throws MalformedFrameException {
        if (header == null) {
            return NONE;
        }
        int comma = header.indexOf(',');
        if (comma < 0) {
            throw malformed();
        }
        return new HeartbeatHeader(milliseconds(header.substring(0, comma)), milliseconds(header.substring(comma + 1)));
    }

    private static int milliseconds(String digits) throws MalformedFrameException {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            throw malformed();
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw malformed();
            }
        }
        return Integer.parseInt(digits);
    }

    private static MalformedFrameException malformed() {
        return new MalformedFrameException(
                "The heart-beat header must be two numbers of milliseconds separated by a comma,"
                        + " of at most 9 digits each, such as 10000,10000.");
    }

    /**
     * Returns the effective intervals from this side's point of view: in each direction the longer interval, or 0 if
     * either side sent 0.
     *
     * @param theirs the header of the other side
     */
    public HeartbeatHeader negotiate(HeartbeatHeader theirs) {
        return new HeartbeatHeader(slower(outgoing, theirs.incoming), slower(incoming, theirs.outgoing));
    }

    private static int slower(int ours, int theirs) {
        return ours == 0 || theirs == 0 ? 0 : Math.max(ours, theirs);
    }

    /** Returns the value of the header, such as {@code 10000,10000}. */
    public String format() {
        return outgoing + "," + incoming;
    }
}
