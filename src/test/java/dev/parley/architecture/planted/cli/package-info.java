/** Planted: terminal. */
@NullMarked
package dev.parley.architecture.planted.cli;

import org.jspecify.annotations.NullMarked;
