package dev.parley.chat.room;

import java.time.Instant;

/**
 * The mark of a message that was edited or deleted.
 *
 * @param by the nickname of the user who did it
 * @param at the time of the change
 */
public record ChangeMark(String by, Instant at) {}
