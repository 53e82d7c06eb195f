package dev.parley.bench.report;

/**
 * How long a server takes from its start until it accepts connections on the page's port.
 *
 * @param server its name
 * @param seconds the median
 * @param least the fastest start
 * @param most the slowest start
 */
public record Started(String server, double seconds, double least, double most) {}
