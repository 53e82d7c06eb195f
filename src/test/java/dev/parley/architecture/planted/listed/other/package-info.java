/** A planted package. */
@NullMarked
package dev.parley.architecture.planted.listed.other;

import org.jspecify.annotations.NullMarked;
