package dev.parley.chat.room;

import java.time.Instant;

/**
 * It was handed on to whom it was meant for, and is not stored.
 *
 * @param at when
 */
public record Acknowledgement(Instant at) implements RequestResult {}
