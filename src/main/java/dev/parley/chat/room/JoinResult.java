package dev.parley.chat.room;

/** The result of joining a room: a membership, or a refusal. */
public sealed interface JoinResult permits Membership, Refusal {}
