/** Planted: stomp. */
@NullMarked
package dev.parley.architecture.planted.stomp;

import org.jspecify.annotations.NullMarked;
