/** A planted package. */
@NullMarked
package dev.parley.architecture.planted.single.inner;

import org.jspecify.annotations.NullMarked;
