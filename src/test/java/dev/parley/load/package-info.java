/**
 * Tests the server under load: kills, a full disk, thousands of reconnects at once, hours of mixed load. Each test runs
 * the whole server in a process of its own and uses only its ports. Tests that take minutes are tagged {@code soak}.
 * Each measurement becomes a line in {@code target/soak}. Threads belong to the clients and end with them.
 */
@NullMarked
package dev.parley.load;

import org.jspecify.annotations.NullMarked;
