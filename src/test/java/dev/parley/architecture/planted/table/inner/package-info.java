/** A planted package. */
@NullMarked
package dev.parley.architecture.planted.table.inner;

import org.jspecify.annotations.NullMarked;
