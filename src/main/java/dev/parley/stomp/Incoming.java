package dev.parley.stomp;

/** What a {@link FrameReader} finds in a stream: a frame, or an end of line between two frames. */
public sealed interface Incoming permits Frame, Beat {}
