/** Planted: bridge.framed. */
@NullMarked
package dev.parley.architecture.planted.bridge.framed;

import org.jspecify.annotations.NullMarked;
