package dev.parley.chat.room;

import java.time.Instant;

/**
 * The result of a request that was delivered and is not stored.
 *
 * @param at the time of delivery
 */
public record Acknowledgement(Instant at) implements RequestResult {}
