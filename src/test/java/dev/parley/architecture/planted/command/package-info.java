/** Planted: command. */
@NullMarked
package dev.parley.architecture.planted.command;

import org.jspecify.annotations.NullMarked;
