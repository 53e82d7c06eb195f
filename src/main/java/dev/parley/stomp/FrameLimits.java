package dev.parley.stomp;

/**
 * How large a frame may be that somebody else sends (STOMP 1.2, "Size Limits"). Checked byte by byte while it arrives,
 * and against what it claims before anything is allocated for the claim.
 *
 * @param maxFrameBytes the whole frame, from the first byte of its command to the NUL behind its body
 * @param maxHeaders header lines, repeated ones included
 * @param maxHeaderBytes all header lines together, with their ends of line
 */
public record FrameLimits(int maxFrameBytes, int maxHeaders, int maxHeaderBytes) {
    private static final int KIB = 1024;

    /** For a connection that has not yet been accepted: 8 KiB in all. */
    public static final FrameLimits BEFORE_CONNECTED = new FrameLimits(8 * KIB, 64, 8 * KIB);

    /** For a connection that has been accepted: 64 KiB, of which 16 KiB headers. */
    public static final FrameLimits CONNECTED = new FrameLimits(64 * KIB, 64, 16 * KIB);

    /**
     * @throws IllegalArgumentException if one of them is not positive
     */
    public FrameLimits {
        if (maxFrameBytes < 1 || maxHeaders < 1 || maxHeaderBytes < 1) {
            throw new IllegalArgumentException("The limits of a frame are positive, these are not: " + maxFrameBytes
                    + " bytes, " + maxHeaders + " headers, " + maxHeaderBytes + " bytes of headers.");
        }
    }
}
