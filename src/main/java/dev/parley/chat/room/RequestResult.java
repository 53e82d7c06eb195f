package dev.parley.chat.room;

/** What a request comes to. */
public sealed interface RequestResult permits Receipt, Acknowledgement, Refusal {}
