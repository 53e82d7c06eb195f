package dev.parley.chat.room;

/** What came of asking to join a room: a seat, or a refusal. */
public sealed interface JoinResult permits Membership, Refusal {}
