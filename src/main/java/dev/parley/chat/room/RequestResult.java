package dev.parley.chat.room;

/** The result of a request. */
public sealed interface RequestResult permits Receipt, Acknowledgement, Refusal {}
