/** Planted: terminal.session. */
@NullMarked
package dev.parley.architecture.planted.terminal.session;

import org.jspecify.annotations.NullMarked;
