/** Planted: bridge.handle. */
@NullMarked
package dev.parley.architecture.planted.bridge.handle;

import org.jspecify.annotations.NullMarked;
