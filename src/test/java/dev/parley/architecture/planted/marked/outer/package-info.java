/** A planted package. */
@NullMarked
package dev.parley.architecture.planted.marked.outer;

import org.jspecify.annotations.NullMarked;
