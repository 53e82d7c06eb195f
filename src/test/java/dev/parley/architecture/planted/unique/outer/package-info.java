/** A planted package. */
@NullMarked
package dev.parley.architecture.planted.unique.outer;

import org.jspecify.annotations.NullMarked;
