/** Planted: wire. */
@NullMarked
package dev.parley.architecture.planted.wire;

import org.jspecify.annotations.NullMarked;
