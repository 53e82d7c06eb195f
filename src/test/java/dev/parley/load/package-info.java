/**
 * What Parley stands: kills, a full disk, thousands who come back at once, hours of everything at a time. Runs the whole
 * server in a process of its own and knows it from the outside only; what takes minutes is tagged {@code soak}. Each
 * figure that is measured becomes a line in {@code target/soak}. Threads belong to whoever talks, and end with them.
 */
@NullMarked
package dev.parley.load;

import org.jspecify.annotations.NullMarked;
