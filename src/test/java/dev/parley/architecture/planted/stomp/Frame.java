package dev.parley.architecture.planted.stomp;

import java.util.List;

/** Allowed. */
public final class Frame {

    final List<Class<?>> known = List.of(java.nio.ByteBuffer.class);
}
