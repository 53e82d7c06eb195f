/** Planted: bridge.stomp. */
@NullMarked
package dev.parley.architecture.planted.bridge.stomp;

import org.jspecify.annotations.NullMarked;
