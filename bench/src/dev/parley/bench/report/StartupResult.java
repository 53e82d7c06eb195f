package dev.parley.bench.report;

/**
 * The time from the start of a server process until it accepts connections on the HTTP port.
 *
 * @param server the name of the server
 * @param medianSeconds the median of all starts, in seconds
 * @param minSeconds the fastest start, in seconds
 * @param maxSeconds the slowest start, in seconds
 */
public record StartupResult(String server, double medianSeconds, double minSeconds, double maxSeconds) {}
