/** A planted package. */
@NullMarked
package dev.parley.architecture.planted.table.outer;

import org.jspecify.annotations.NullMarked;
