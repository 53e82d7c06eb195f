package dev.parley.tcp;

/** The result of probing a connection's first bytes for a dialect. */
public enum ProbeResult {
    /** The bytes are of this dialect. */
    YES,
    /** The bytes are not of this dialect. */
    NO,
    /** Undecided until more bytes or a silence follow. */
    MORE
}
