/** Planted: elsewhere. */
@NullMarked
package dev.parley.architecture.planted.elsewhere;

import org.jspecify.annotations.NullMarked;
