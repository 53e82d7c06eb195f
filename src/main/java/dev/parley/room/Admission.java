package dev.parley.room;

/** What came of asking to be let in: a visit, or a refusal. */
public sealed interface Admission permits Visit, Refusal {}
