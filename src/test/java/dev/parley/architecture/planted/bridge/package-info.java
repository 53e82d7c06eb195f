/** Planted: bridge. */
@NullMarked
package dev.parley.architecture.planted.bridge;

import org.jspecify.annotations.NullMarked;
