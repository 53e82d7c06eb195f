/** Planted: history. */
@NullMarked
package dev.parley.architecture.planted.history;

import org.jspecify.annotations.NullMarked;
