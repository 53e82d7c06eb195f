package dev.parley.tcp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A protocol that clients use on the TCP port. One instance serves all connections from several event loops, so an
 * implementation keeps no state per connection.
 */
public interface Dialect {

    /** Returns the name shown to the operator and used as a metric tag. */
    String name();

    /**
     * Returns whether the first bytes of a connection are of this dialect. The result must not depend on how the bytes
     * were split into reads, except through {@link Preamble#typed}. The detector asks the dialects in order; the first
     * that does not return {@link ProbeResult#NO} decides: {@code YES} selects it, {@code MORE} keeps all later
     * dialects waiting. After the end of input, {@code MORE} counts as {@code NO}.
     */
    ProbeResult probe(Preamble preamble);

    /**
     * Returns the silences after which the result of {@link #probe} may change. The detector probes again after each.
     */
    default List<Duration> timeouts() {
        return List.of();
    }

    /** Returns the prompt for a client that sends nothing, if clients of this dialect wait for one. */
    default Optional<String> greeting() {
        return Optional.empty();
    }

    /** Starts a session, which reads the connection's input from the first byte. Called on the event loop. */
    DialectSession open(TcpConnection connection);
}
