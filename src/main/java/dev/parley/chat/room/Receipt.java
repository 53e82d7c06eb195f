package dev.parley.chat.room;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The message is stored: committed and flushed to disk.
 *
 * @param room where
 * @param position at which place
 * @param at when it was stored first
 * @param reference the sender's id of it
 */
public record Receipt(
        RoomName room,
        Position position,
        Instant at,
        @Nullable Reference reference) implements RequestResult {}
