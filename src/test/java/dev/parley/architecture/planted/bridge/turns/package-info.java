/** Planted: bridge.turns. */
@NullMarked
package dev.parley.architecture.planted.bridge.turns;

import org.jspecify.annotations.NullMarked;
