package dev.parley.chat.room;

import java.time.Instant;

/**
 * A message from one user to another, which is not stored.
 *
 * @param from the nickname of the sender
 * @param to the nickname of the recipient
 */
public record DirectMessage(String from, String to, String text, Instant at) {}
