/** A planted package. */
@NullMarked
package dev.parley.architecture.planted.listed.inner;

import org.jspecify.annotations.NullMarked;
