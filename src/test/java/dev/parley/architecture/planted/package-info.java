/** Planted: the base of a tree that breaks every rule of the architecture, so that each can be seen to fail. */
@NullMarked
package dev.parley.architecture.planted;

import org.jspecify.annotations.NullMarked;
