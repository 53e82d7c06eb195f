/**
 * The benchmark: which load which servers are put under, in which turn, and what is told of it. Knows the load, the
 * servers and the report; none of them knows it. One thread does one thing after the other, so that nothing but the
 * server and its load runs while something is measured.
 */
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
