package dev.parley.chat.room;

import java.time.Instant;

/**
 * A word from one person to another. Not stored.
 *
 * @param from the sender's name
 * @param to the receiver's name
 */
public record DirectMessage(String from, String to, String text, Instant at) {}
