package dev.parley.room;

import java.time.Instant;

/**
 * A word from one person to another. Not stored.
 *
 * @param from the sender's name
 * @param to the receiver's name
 */
public record Direct(String from, String to, String text, Instant at) {}
