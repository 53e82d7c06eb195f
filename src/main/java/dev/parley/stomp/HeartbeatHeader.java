package dev.parley.stomp;

import org.jspecify.annotations.Nullable;

/**
 * A {@code heart-beat} header: what its sender can do and would like (STOMP 1.2, "Heart-beating").
 *
 * @param outgoing it sends something at least this often, in milliseconds; 0: it cannot
 * @param incoming it would like to hear something this often, in milliseconds; 0: it does not care
 */
public record HeartbeatHeader(int outgoing, int incoming) {
    /** No heart-beats in either direction; what a missing header means. */
    public static final HeartbeatHeader NONE = new HeartbeatHeader(0, 0);

    private static final int MOST_DIGITS = 9;

    /**
     * @throws IllegalArgumentException if one of them is negative
     */
    public HeartbeatHeader {
        if (outgoing < 0 || incoming < 0) {
            throw new IllegalArgumentException(
                    "Heart-beats are milliseconds, 0 or more; these are " + outgoing + " and " + incoming + ".");
        }
    }

    /**
     * Reads the header of a CONNECT or CONNECTED frame.
     *
     * @param header null, when there is none, means {@link #NONE}
     * @throws MalformedFrameException if it is not two numbers of at most nine digits with a comma between
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
        if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
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
        return new MalformedFrameException("The heart-beat header is two numbers of milliseconds with a comma between,"
                + " at most nine digits each, like 10000,10000.");
    }

    /**
     * What both sides keep to, seen from this side: in each direction the slower of what one can do and what the other
     * would like, and 0 if either says 0.
     *
     * @param theirs what the other side said
     */
    public HeartbeatHeader negotiate(HeartbeatHeader theirs) {
        return new HeartbeatHeader(slower(outgoing, theirs.incoming), slower(incoming, theirs.outgoing));
    }

    private static int slower(int one, int other) {
        return one == 0 || other == 0 ? 0 : Math.max(one, other);
    }

    /** The value of the header: {@code 10000,10000}. */
    public String format() {
        return outgoing + "," + incoming;
    }
}
