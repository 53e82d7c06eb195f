/** Planted: operator. */
@NullMarked
package dev.parley.architecture.planted.operator;

import org.jspecify.annotations.NullMarked;
