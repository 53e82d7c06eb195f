package dev.parley.tcp;

/** What a dialect makes of the first bytes of a connection. */
public enum ProbeResult {
    /** They are mine. */
    YES,
    /** They are not, whatever follows. */
    NO,
    /** They may be: it depends on what follows, or on whether nothing does. */
    MORE
}
