package dev.parley.stomp;

/**
 * Limits on received frames (STOMP 1.2, "Size Limits"). The decoder checks every byte as it arrives and checks a
 * claimed length before it allocates memory.
 *
 * @param maxFrameBytes the whole frame, from the first byte of the command to the NUL after the body
 * @param maxHeaders header lines, including repeated ones
 * @param maxHeaderBytes all header lines together, including line ends
 */
public record FrameLimits(int maxFrameBytes, int maxHeaders, int maxHeaderBytes) {
    private static final int KIB = 1024;

    /** Limits before the login: 8 KiB per frame. */
    public static final FrameLimits BEFORE_CONNECTED = new FrameLimits(8 * KIB, 64, 8 * KIB);

    /** Limits after the login: 64 KiB per frame, of which up to 16 KiB are headers. */
    public static final FrameLimits CONNECTED = new FrameLimits(64 * KIB, 64, 16 * KIB);

    /**
     * @throws IllegalArgumentException if one of them is not positive
     */
    public FrameLimits {
        if (maxFrameBytes < 1 || maxHeaders < 1 || maxHeaderBytes < 1) {
            throw new IllegalArgumentException("Frame limits must be positive, but these are " + maxFrameBytes
                    + " bytes, " + maxHeaders + " headers, " + maxHeaderBytes + " bytes of headers.");
        }
    }
}
