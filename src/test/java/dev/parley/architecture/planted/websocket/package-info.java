/** Planted: websocket. */
@NullMarked
package dev.parley.architecture.planted.websocket;

import org.jspecify.annotations.NullMarked;
