package dev.parley.storage.postgres;

import java.time.Duration;

/**
 * The times of a lease.
 *
 * @param lease the time for which a node may write after it has sent a renewal
 * @param renewal the time between two renewals
 * @param safety the time before the end of its lease at which a node takes it for expired
 * @param margin the time after the end of a lease at which other nodes end the node; longer than a statement may take, so that
 *     a write that began within the lease has committed or failed
 */
record LeaseTimes(Duration lease, Duration renewal, Duration safety, Duration margin) {

    static final LeaseTimes STANDARD =
            new LeaseTimes(Duration.ofSeconds(8), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(3));
}
