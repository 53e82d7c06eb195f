/** A planted package. */
@NullMarked
package dev.parley.architecture.planted.unique.inner;

import org.jspecify.annotations.NullMarked;
