package dev.parley.stomp;

/** What a {@link StompDecoder} finds in a stream: a frame, or an end of line between two frames. */
public sealed interface StompInput permits Frame, Heartbeat {}
