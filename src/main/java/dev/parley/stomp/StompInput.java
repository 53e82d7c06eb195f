package dev.parley.stomp;

/** The output of {@link StompDecoder}: a frame, or a line end between two frames. */
public sealed interface StompInput permits Frame, Heartbeat {}
