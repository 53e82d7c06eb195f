/** Planted: terminal. */
@NullMarked
package dev.parley.architecture.planted.terminal;

import org.jspecify.annotations.NullMarked;
