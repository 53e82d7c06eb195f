/** Planted: room. */
@NullMarked
package dev.parley.architecture.planted.room;

import org.jspecify.annotations.NullMarked;
