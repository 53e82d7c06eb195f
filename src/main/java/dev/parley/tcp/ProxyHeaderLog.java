package dev.parley.tcp;

import dev.parley.text.ControlCharEscaper;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs invalid PROXY protocol headers, one per minute, because a wrong proxy sends one with each connection. Thread-safe. */
final class ProxyHeaderLog {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeaderLog.class);
    private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MAX_REASON = 200;

    private final LongSupplier nanos;
    private final AtomicLong next;

    /**
     * Creates a log without entries.
     *
     * @param nanos the clock, as {@link System#nanoTime}
     */
    ProxyHeaderLog(LongSupplier nanos) {
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    /** Logs the reason why the connection of a proxy is closed. */
    void invalid(String proxy, String reason) {
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PERIOD_NANOS)) {
            LOG.atWarn()
                    .addKeyValue("event", "proxy-header-invalid")
                    .addKeyValue("address", proxy)
                    .log(
                            "A connection from the trusted proxy {} was closed: its PROXY protocol header is invalid ({}).",
                            proxy,
                            ControlCharEscaper.line(
                                    reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason));
        }
    }
}
