package dev.parley.room;

/** What came of asking to join a room: a seat, or a refusal. */
public sealed interface Seating permits Seat, Refusal {}
