package dev.parley.tcp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A language spoken on the terminal port. One instance serves all connections, from any of their threads, so it keeps
 * nothing about any of them.
 */
public interface Dialect {

    /** Its name, for the operator. */
    String name();

    /**
     * Whether a connection that begins like this speaks it. Must not depend on how the bytes were cut into reads, but
     * for {@link Preamble#typed}. Dialects are asked in their order, and the first that does not say no decides: either
     * it is spoken, or nobody after it is asked before more has come. Once nothing more will come, "more" counts as no.
     */
    ProbeResult probe(Preamble preamble);

    /** The silences that may change {@link #probe}'s verdict; it is asked again after each. */
    default List<Duration> timeouts() {
        return List.of();
    }

    /** What to say to a connection that says nothing, if this dialect's people wait to be spoken to. */
    default Optional<String> greeting() {
        return Optional.empty();
    }

    /** Takes over a connection, whose bytes follow from the first. Called on its event loop. */
    DialectSession open(TcpConnection tcpConnection);
}
