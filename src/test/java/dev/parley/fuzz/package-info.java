/**
 * Inputs that nobody should send, made of dialogues that are right: seeded, so that any of them can be had again. Knows
 * what goes over the wire, and nothing of who reads it. Starts no threads.
 */
@NullMarked
package dev.parley.fuzz;

import org.jspecify.annotations.NullMarked;
