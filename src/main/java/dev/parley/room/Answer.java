package dev.parley.room;

/** What a request comes to. */
public sealed interface Answer permits Receipt, Told, Refusal {}
