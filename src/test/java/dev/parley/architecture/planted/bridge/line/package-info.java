/** Planted: bridge.line. */
@NullMarked
package dev.parley.architecture.planted.bridge.line;

import org.jspecify.annotations.NullMarked;
