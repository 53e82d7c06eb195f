/** Planted: bridge.talk. */
@NullMarked
package dev.parley.architecture.planted.bridge.talk;

import org.jspecify.annotations.NullMarked;
