/**
 * The benchmark: its command, and one class per workload, which defines the load, the servers and the order of
 * measurements. Uses the load generator, the servers and the report, none of which uses this package.
 *
 * <p>One thread does all measurements one after the other, so that only the measured server and its load use the CPU.
 */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
