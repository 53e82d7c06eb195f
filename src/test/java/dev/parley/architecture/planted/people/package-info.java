/** Planted: people. */
@NullMarked
package dev.parley.architecture.planted.people;

import org.jspecify.annotations.NullMarked;
