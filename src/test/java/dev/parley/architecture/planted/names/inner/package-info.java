/** A planted package. */
@NullMarked
package dev.parley.architecture.planted.names.inner;

import org.jspecify.annotations.NullMarked;
