/**
 * Load from one process: several thousand connections that read what a room says and count it, a few of which speak at
 * times that were settled beforehand. Knows how servers are spoken to, not which server it is nor how it is run. One
 * thread a {@link dev.parley.bench.load.Loop} reads, one thread speaks; nothing is allocated for a delivery.
 */
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
