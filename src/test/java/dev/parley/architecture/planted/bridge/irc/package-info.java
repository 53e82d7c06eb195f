/** Planted: bridge.irc. */
@NullMarked
package dev.parley.architecture.planted.bridge.irc;

import org.jspecify.annotations.NullMarked;
